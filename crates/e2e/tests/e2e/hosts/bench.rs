//! A page that plays a host, with a package of ours in it.

mod files;

use super::extension::Installed;
use crate::parent_page::ParentServer;
use files::{app_files, page_files};
pub(super) use files::{read, root};
use serde_json::Value;
use thirtyfour::Key;
use ticket_note_e2e::{Browser, BrowserSettings, Harness, SecureOrigin, Site, wait_until};

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

/// Which pages the proxy admits.
#[derive(Clone, Copy, PartialEq)]
pub(super) enum Admits {
    Host,
    OtherPages,
}

/// The host of a bench.
enum Place {
    /// A page that plays the host, and the origin of the app in it.
    Page { page: SecureOrigin, _app: SecureOrigin, _servers: [ParentServer; 2] },
    /// The panel of the extension.
    Panel(Installed),
}

/// An open page, and the desk that its form belongs to.
pub(super) struct Bench {
    pub(super) harness: Harness,
    host: Host,
    place: Place,
    pub(super) desk: SecureOrigin,
}

impl Bench {
    /// Starts the servers. The proxy admits the page and the app.
    pub(super) fn start(host: Host) -> Self {
        Self::start_with(host, Admits::Host, BrowserSettings::default())
    }

    /// Starts the servers and a browser with these settings.
    pub(super) fn start_with(host: Host, admits: Admits, settings: BrowserSettings<'_>) -> Self {
        if host.name == "extension" {
            return Self::start_panel(host, admits, settings);
        }
        let page = SecureOrigin::new(host.domain.0, host.domain.1);
        let (app, desk) =
            (SecureOrigin::new("app", "zdusercontent.com"), SecureOrigin::new("desk", "example"));
        let other = "https://other.example";
        let [first, second] =
            if admits == Admits::Host { [page.origin(), app.origin()] } else { [other, other] };
        let flags = ["--frame-ancestors", first, "--frame-ancestors", second];
        let harness = Harness::with_browser(Browser::start_with(settings), Site::new(), &flags);
        desk.forward_to(harness.origin());
        let placed = |text: &str| {
            text.replace("DESK", &format!("{}/ticket-note/", desk.origin())).replace("APP", app.origin())
        };
        let servers = [page_files(host, placed), app_files(host)].map(ParentServer::with_files);
        page.forward_to(&servers[0].origin());
        app.forward_to(&servers[1].origin());
        Self { harness, host, place: Place::Page { page, _app: app, _servers: servers }, desk }
    }

    fn start_panel(host: Host, admits: Admits, settings: BrowserSettings<'_>) -> Self {
        let (installed, browser) = Installed::start(settings);
        let admitted =
            if admits == Admits::Host { Installed::ancestor() } else { "https://other.example".to_owned() };
        let harness = Harness::with_browser(browser, Site::new(), &["--frame-ancestors", &admitted]);
        let desk = SecureOrigin::new("desk", "example");
        desk.forward_to(harness.origin());
        installed.save_settings(harness.browser(), &desk);
        Self { harness, host, place: Place::Panel(installed), desk }
    }

    /// Opens the page with a query such as `record=a&lang=nl`.
    pub(super) fn open(&self, query: &str) {
        match &self.place {
            Place::Page { page, .. } => self.browser().open(&format!("{}/?{query}", page.origin())),
            Place::Panel(installed) => installed.open(self.browser(), query),
        }
    }

    /// The origin of the CRM beside the panel of the extension.
    pub(super) fn crm(&self) -> &SecureOrigin {
        match &self.place {
            Place::Page { page, .. } => page,
            Place::Panel(installed) => installed.crm(),
        }
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
