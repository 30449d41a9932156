//! The bundle: paths, media types, compression and caching, and no file outside it.

use crate::support::{Folder, Program, Proxy, Request, Response, get};
use std::fs;
use std::os::unix::fs::PermissionsExt;

fn serve_bundle() -> (Folder, Proxy) {
    let folder = Folder::new()
        .with("index.html", "<!doctype html>")
        .with("embed.js", "export {}")
        .with("host.js", "export {}")
        .with("embed.js.br", "brotli")
        .with("embed.js.gz", "gzip")
        .with("ticket-note-0a1b.wasm", "\0asm")
        .with("folder/nl-0a1b.js", "export {}")
        .with(".secret", "hidden")
        .with(".git/config", "hidden");
    let proxy = Program::sandbox().with(&["--dist", folder.path().to_str().unwrap()]).start();
    (folder, proxy)
}

#[test]
fn the_framed_page_is_served_at_the_root_and_by_name() {
    let (_folder, proxy) = serve_bundle();
    for path in ["/", "/index.html", "/index.html?ticketId=1", "/ticket-note/", "/ticket-note/index.html"] {
        let page = proxy.get(path);
        assert_eq!((page.status, page.text().as_str()), (200, "<!doctype html>"));
        assert_eq!(page.header("content-type"), Some("text/html; charset=utf-8"));
        assert_eq!(page.header("cache-control"), Some("no-cache"));
    }
}

#[test]
fn a_file_with_a_hashed_name_is_immutable() {
    let (_folder, proxy) = serve_bundle();
    let wasm = proxy.get("/ticket-note-0a1b.wasm");
    assert_eq!(wasm.header("content-type"), Some("application/wasm"));
    assert_eq!(wasm.header("cache-control"), Some("public, max-age=31536000, immutable"));
}

#[test]
fn only_the_script_for_parent_pages_is_shared() {
    let (_folder, proxy) = serve_bundle();
    let shared = |path: &str| {
        let request =
            get(path).header("origin", "https://crm.example").header("sec-fetch-site", "cross-site");
        let response = proxy.send(&request);
        assert_eq!(response.status, 200, "{path}");
        response.header("access-control-allow-origin").map(str::to_owned)
    };
    assert_eq!(shared("/host.js").as_deref(), Some("*"));
    assert_eq!(shared("/ticket-note/host.js").as_deref(), Some("*"));
    assert_eq!(proxy.get("/host.js").header("cache-control"), Some("no-cache"));
    for path in ["/embed.js", "/index.html", "/ticket-note-0a1b.wasm"] {
        assert_eq!(shared(path), None, "{path}");
    }
}

#[test]
fn every_file_is_also_served_below_ticket_note() {
    let (_folder, proxy) = serve_bundle();
    for name in ["embed.js", "index.html", "ticket-note-0a1b.wasm"] {
        let request = |path: String| proxy.send(&get(&path).header("accept-encoding", "br"));
        let (root, below) = (request(format!("/{name}")), request(format!("/ticket-note/{name}")));
        assert_eq!((root.status, &root.body), (200, &below.body), "{name}");
        let headers = |response: &Response| {
            let all = response.headers.iter().filter(|(name, _)| name != "date");
            all.cloned().collect::<Vec<_>>()
        };
        assert_eq!(headers(&root), headers(&below), "{name}");
    }
}

#[test]
fn a_compressed_file_is_sent_if_the_client_accepts_it() {
    let (_folder, proxy) = serve_bundle();
    for (accepted, coding, body) in
        [("gzip, br", Some("br"), "brotli"), ("gzip", Some("gzip"), "gzip"), ("br;q=0", None, "export {}")]
    {
        let response = proxy.send(&get("/embed.js").header("accept-encoding", accepted));
        assert_eq!((response.header("content-encoding"), response.text().as_str()), (coding, body));
        assert_eq!(response.header("content-type"), Some("text/javascript; charset=utf-8"));
        assert_eq!(response.header("vary"), Some("accept-encoding"));
    }
}

#[test]
fn a_matching_etag_gets_304_without_a_body() {
    let (_folder, proxy) = serve_bundle();
    let tag = proxy.get("/embed.js").header("etag").unwrap().to_owned();
    let again = proxy.send(&get("/embed.js").header("if-none-match", &tag));
    assert_eq!((again.status, again.text().as_str()), (304, ""));
    let compressed = get("/embed.js").header("accept-encoding", "br").header("if-none-match", &tag);
    assert_eq!(proxy.send(&compressed).status, 200);
}

#[test]
fn dot_files_and_paths_outside_the_bundle_are_not_served() {
    let (_folder, proxy) = serve_bundle();
    for path in [
        "/.secret",
        "/.git/config",
        "/nothing.js",
        "/folder",
        "/folder/",
        "/folder/nl-0a1b.js",
        "/ticket-note",
        "/ticket-note/ticket-note/embed.js",
        "/ticket-note/.secret",
        "/../Cargo.toml",
        "/folder/../embed.js",
        "/folder/..%2fembed.js",
        "/%2e%2e/%2e%2e/etc/passwd",
        "/..%5c..%5cetc",
        "//etc/passwd",
        "/embed.js%00",
        "/embed.js/",
        "/%65mbed.js",
        "/embed.js.br",
    ] {
        let response = proxy.get(path);
        response.is(404, "not_found", "no");
        assert_eq!(response.header("x-content-type-options"), Some("nosniff"), "{path}");
        assert!(response.header("content-security-policy").is_some(), "{path}");
    }
}

#[test]
fn a_head_response_has_the_headers_of_get_and_no_body() {
    let (_folder, proxy) = serve_bundle();
    let head = proxy.send(&Request::new("HEAD", "/embed.js"));
    assert_eq!((head.status, head.header("content-length")), (200, Some("9")));
    assert_eq!(head.header("cache-control"), Some("no-cache"));
}

#[test]
fn a_bundle_file_accepts_only_get_and_head() {
    let (_folder, proxy) = serve_bundle();
    let response = proxy.send(&Request::new("POST", "/embed.js").body("x"));
    response.is(405, "method_not_allowed", "no");
    assert_eq!(response.header("allow"), Some("GET, HEAD"));
}

#[test]
fn an_unreadable_folder_in_the_bundle_is_ignored() {
    let folder = Folder::new().with("index.html", "").with("embed.js", "").with("lost+found/file", "");
    let lost = folder.path().join("lost+found");
    fs::set_permissions(&lost, fs::Permissions::from_mode(0o000)).unwrap();
    std::os::unix::fs::symlink("/nonexistent", folder.path().join("broken-link")).unwrap();
    let proxy = Program::sandbox().with(&["--dist", folder.path().to_str().unwrap()]).start();
    assert_eq!(proxy.get("/embed.js").status, 200);
    proxy.get("/lost+found/file").is(404, "not_found", "no");
    fs::set_permissions(&lost, fs::Permissions::from_mode(0o700)).unwrap();
}
