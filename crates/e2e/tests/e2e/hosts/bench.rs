//! A page that plays a host, with a package of ours in it.

use crate::parent_page::{Files, ParentServer};
use serde_json::Value;
use std::fs;
use std::path::Path;
use thirtyfour::Key;
use ticket_note_e2e::{Browser, Engine, Harness, SecureOrigin, wait_until};

/// A package, and the page that plays its host. The page has `window.host` with `open(record)`, `theme(scheme)`,
/// `heights` and `toasts`. The records are `a`, `b` and `none`.
#[derive(Clone, Copy, Debug)]
pub(super) struct Host {
    /// The name of the package, and of the page's files.
    pub(super) name: &'static str,
    /// The label and the domain of the page.
    pub(super) domain: (&'static str, &'static str),
    /// The frames from the page to the form.
    pub(super) frames: &'static [&'static str],
    /// The toasts about a saved, a refused and an unknown outcome: the end of each level.
    pub(super) levels: [&'static str; 3],
}

/// An open page, and the desk that its form belongs to.
pub(super) struct Bench {
    pub(super) harness: Harness,
    host: Host,
    pub(super) page: SecureOrigin,
    _app: SecureOrigin,
    pub(super) desk: SecureOrigin,
    _servers: [ParentServer; 2],
}

impl Bench {
    /// Starts the servers. The proxy admits the page and the app.
    pub(super) fn start(host: Host) -> Self {
        Self::start_with(host, true)
    }

    /// Starts the servers. The proxy admits only another page.
    pub(super) fn start_not_allowed(host: Host) -> Self {
        Self::start_with(host, false)
    }

    fn start_with(host: Host, is_admitted: bool) -> Self {
        let page = SecureOrigin::new(host.domain.0, host.domain.1);
        let (app, desk) =
            (SecureOrigin::new("app", "zdusercontent.com"), SecureOrigin::new("desk", "example"));
        let other = "https://other.example";
        let [first, second] = if is_admitted { [page.origin(), app.origin()] } else { [other, other] };
        let harness = Harness::with_proxy_flags(&["--frame-ancestors", first, "--frame-ancestors", second]);
        desk.forward_to(harness.origin());
        let placed = |text: &str| {
            text.replace("DESK", &format!("{}/ticket-note/", desk.origin())).replace("APP", app.origin())
        };
        let servers = [page_files(host, placed), app_files(host)].map(ParentServer::with_files);
        page.forward_to(&servers[0].origin());
        app.forward_to(&servers[1].origin());
        Self { harness, host, page, _app: app, desk, _servers: servers }
    }

    /// Opens the page with a query such as `record=a&lang=nl`.
    pub(super) fn open(&self, query: &str) {
        self.browser().open(&format!("{}/?{query}", self.page.origin()));
    }

    pub(super) fn browser(&self) -> &Browser {
        self.harness.browser()
    }

    /// Runs a script in the page.
    pub(super) fn run(&self, script: &str) {
        self.browser().execute::<()>(script, Vec::new());
    }

    /// Returns the value of an expression in the page.
    pub(super) fn value(&self, expression: &str) -> Value {
        self.browser().evaluate(&format!("return {expression}"))
    }

    #[track_caller]
    pub(super) fn wait_for(&self, what: &str, expression: &str, condition: impl Fn(&Value) -> bool) -> Value {
        wait_until(what, || self.value(expression), condition)
    }

    /// Enters this many of the frames, runs the work, and returns to the page.
    #[track_caller]
    pub(super) fn in_frames<T>(&self, depth: usize, work: impl FnOnce() -> T) -> T {
        for frame in &self.host.frames[..depth] {
            let (host, selector) = frame.split_once(" >>> ").unwrap_or(("", *frame));
            let root =
                if host.is_empty() { "document" } else { "document.querySelector(arguments[0])?.shadowRoot" };
            let find = format!("return {root}?.querySelector(arguments[1])?.src || null");
            let found = || self.browser().execute::<Value>(&find, vec![host.into(), selector.into()]);
            wait_until(frame, found, |src| !src.is_null());
            if host.is_empty() {
                self.browser().enter_frame(selector);
            } else {
                self.browser().enter_frame_in_shadow(host, selector);
            }
        }
        let done = work();
        self.browser().leave_frame();
        done
    }

    /// Returns the value of an expression in the document of the form. `note` is the element.
    #[track_caller]
    pub(super) fn form_value(&self, expression: &str) -> Value {
        let script = format!("const note = document.querySelector('ticket-note'); return {expression}");
        self.in_frames(self.host.frames.len(), || self.browser().evaluate(&script))
    }

    #[track_caller]
    pub(super) fn wait_for_form(
        &self,
        what: &str,
        expression: &str,
        condition: impl Fn(&Value) -> bool,
    ) -> Value {
        wait_until(what, || self.form_value(expression), condition)
    }

    /// Waits until the form shows this ticket and is ready.
    #[track_caller]
    pub(super) fn wait_for_ticket(&self, ticket: u64) {
        let shown = "note ? [note.ticketId, note.state !== 'loading'] : null";
        self.wait_for_form("a ticket", shown, |seen| seen[0] == ticket && seen[1] == true);
    }

    /// Types into the form. Chromium's driver reports no roles and names in another process.
    #[track_caller]
    pub(super) fn type_text(&self, text: impl Into<thirtyfour::TypingData>) {
        self.in_frames(self.host.frames.len(), || {
            let area = &self.browser().find_in_shadow("ticket-note", "textarea")[0];
            self.browser().click(area);
            self.browser().send_keys(area, text);
        });
    }

    /// Chooses a type, and sends the note.
    #[track_caller]
    pub(super) fn send(&self) {
        self.in_frames(self.host.frames.len(), || {
            self.browser()
                .execute::<()>("document.querySelector('ticket-note').type = 'calllog'", Vec::new());
            // By keyboard: WebKit's driver does not scroll a tall form to its button.
            let area = &self.browser().find_in_shadow("ticket-note", "textarea")[0];
            self.browser().send_keys(area, Key::Control + Key::Enter);
        });
    }
}

pub(super) fn root() -> &'static Path {
    Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/../.."))
}

fn page_files(host: Host, placed: impl Fn(&str) -> String) -> Files {
    let fixtures = root().join("crates/e2e/fixtures/hosts");
    let read = |end: &str| placed(&read(&fixtures.join(format!("{}.{end}", host.name))));
    let mut files = Files::from([("/".to_owned(), read("html")), ("/host_page.js".to_owned(), read("js"))]);
    add_folder(&mut files, &root().join("dist-hosts/test"), "");
    files
}

/// Returns the files of the package, and the pages with which the tests judge it.
fn app_files(host: Host) -> Files {
    let mut files = Files::new();
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
    if Engine::chosen() == Engine::Safari {
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

pub(super) fn read(path: &Path) -> String {
    fs::read_to_string(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}
