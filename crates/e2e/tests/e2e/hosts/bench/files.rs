//! The files of the pages that play the hosts.

use super::Host;
use crate::parent_page::Files;
use std::fs;
use std::path::Path;
use ticket_note_e2e::Engine;

pub(in crate::hosts) fn root() -> &'static Path {
    Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/../.."))
}

/// Returns the files of the page that plays the host.
pub(super) fn page_files(host: Host, placed: impl Fn(&str) -> String) -> Files {
    let fixtures = root().join("crates/e2e/fixtures/hosts");
    let read = |end: &str| placed(&read(&fixtures.join(format!("{}.{end}", host.name))));
    let mut files = Files::from([("/".to_owned(), read("html")), ("/host_page.js".to_owned(), read("js"))]);
    add_folder(&mut files, &root().join("dist-hosts/test"), "");
    files
}

/// Returns the files of the package that the host frames, and the pages with which the tests judge it. The other
/// packages run in the page itself.
pub(super) fn app_files(host: Host) -> Files {
    let mut files = Files::new();
    if host.name != "zendesk" {
        return files;
    }
    add_folder(&mut files, &root().join("dist-hosts").join(host.name), "");
    let sdk = read(&root().join("dist-hosts/test/zendesk-sdk.js"));
    files.insert("/assets/sdk.js".to_owned(), sdk);
    let page = "<!doctype html><html lang=\"en\"><title>With the SDK</title><link rel=\"stylesheet\" href=\"app.css\">\
                <main id=\"note\"></main><script src=\"sdk.js\"></script>\
                <script type=\"module\" src=\"with-sdk.js\"></script>";
    files.insert("/assets/with-sdk.html".to_owned(), page.to_owned());
    let script =
        "import { start } from './sidebar.js'; start(ZAFClient.init(), document.querySelector('#note'));";
    files.insert("/assets/with-sdk.js".to_owned(), script.to_owned());
    if Engine::chosen() == Engine::Safari && host.domain.1 == "zendesk.com" {
        // There, the page that plays Zendesk is below `localhost`.
        for text in files.values_mut() {
            *text = text.replace(r"\.zendesk\.com$", r"\.localhost:\d+$");
        }
    }
    files
}

fn add_folder(files: &mut Files, folder: &Path, prefix: &str) {
    let entries = fs::read_dir(folder)
        .unwrap_or_else(|error| panic!("{}: {error}. Run `make hosts` first.", folder.display()));
    for path in entries.map(|entry| entry.unwrap().path()) {
        let name = format!("{prefix}/{}", path.file_name().unwrap().to_string_lossy());
        if path.is_dir() {
            add_folder(files, &path, &name);
        } else if let Ok(text) = fs::read_to_string(&path) {
            files.insert(name, text);
        }
    }
}

pub(in crate::hosts) fn read(path: &Path) -> String {
    fs::read_to_string(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}
