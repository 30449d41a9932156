//! The bundle: paths, media types, compression and caching, and no file outside it.

use crate::support::{Folder, Program, Proxy, Request, get};

fn serve_bundle() -> (Folder, Proxy) {
    let folder = Folder::new()
        .with("index.html", "<!doctype html>")
        .with("embed.js", "export {}")
        .with("embed.js.br", "brotli")
        .with("embed.js.gz", "gzip")
        .with("ticket-note-0a1b.wasm", "\0asm")
        .with("i18n/nl-0a1b.js", "export {}")
        .with(".secret", "hidden")
        .with(".git/config", "hidden");
    let proxy = Program::sandbox().with(&["--dist", folder.path().to_str().unwrap()]).start();
    (folder, proxy)
}

#[test]
fn the_framed_page_is_served_at_the_root_and_by_name() {
    let (_folder, proxy) = serve_bundle();
    for path in ["/", "/index.html", "/index.html?ticketId=1"] {
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
    assert_eq!(proxy.get("/i18n/nl-0a1b.js").status, 200);
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
        "/i18n",
        "/i18n/",
        "/../Cargo.toml",
        "/i18n/../embed.js",
        "/i18n/..%2fembed.js",
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
