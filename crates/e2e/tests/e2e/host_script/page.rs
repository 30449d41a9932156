//! A page of one site that loads `host.js` from another.

use crate::parent_page::{Files, ParentServer};
use serde_json::Value;
use ticket_note_e2e::{Browser, Form, Harness, SecureOrigin, wait_until};

/// A page of one site, which loads `host.js` from the desk on another site.
pub(super) struct HostPage {
    pub(super) harness: Harness,
    pub(super) page: SecureOrigin,
    pub(super) desk: SecureOrigin,
    _server: ParentServer,
}

/// The differences from a page that the proxy allows as a parent page.
#[derive(Default)]
pub(super) struct Setup<'a> {
    /// The origin that the proxy allows in place of the page's own.
    pub(super) admitted: Option<&'a str>,
    /// Additional flags of the proxy.
    pub(super) flags: &'a [&'a str],
    /// Headers of the page.
    pub(super) headers: &'static str,
}

impl HostPage {
    /// Opens a page with this body and module script. `DESK` in them is the URL of the desk.
    pub(super) fn open(body: &str, script: &str) -> Self {
        Self::open_with(&Setup::default(), body, script)
    }

    pub(super) fn open_with(setup: &Setup<'_>, body: &str, script: &str) -> Self {
        let (page, desk) = (SecureOrigin::new("crm", "example"), SecureOrigin::new("desk", "test"));
        let admitted = setup.admitted.unwrap_or(page.origin());
        let harness = Harness::with_proxy_flags(&[&["--frame-ancestors", admitted], setup.flags].concat());
        desk.forward_to(harness.origin());
        let folder = format!("{}/ticket-note/", desk.origin());
        let html = format!("<!doctype html><html lang=\"en\"><title>A record</title><main>{body}</main>");
        let html = format!("{html}<script type=\"module\" src=\"/page.js\"></script>");
        let files = [("/", html), ("/page.js", script.to_owned())];
        let files = files.map(|(path, text)| (path.to_owned(), text.replace("DESK", &folder)));
        let server = ParentServer::with_headers(Files::from(files), setup.headers);
        page.forward_to(&server.origin());
        harness.browser().open(page.origin());
        Self { harness, page, desk, _server: server }
    }

    pub(super) fn browser(&self) -> &Browser {
        self.harness.browser()
    }

    pub(super) fn run(&self, script: &str) {
        self.browser().execute::<()>(script, Vec::new());
    }

    #[track_caller]
    pub(super) fn wait_for(&self, what: &str, expression: &str, condition: impl Fn(&Value) -> bool) -> Value {
        let read = format!("return {expression}");
        wait_until(what, || self.browser().evaluate::<Value>(&read), condition)
    }

    #[track_caller]
    pub(super) fn wait_for_event(&self, kind: &str) -> Value {
        let last = format!("window.events?.findLast(({{ kind }}) => kind === '{kind}') ?? null");
        self.wait_for(kind, &last, |event| !event.is_null())["detail"].clone()
    }

    pub(super) fn in_frame<T>(&self, work: impl FnOnce(Form<'_>) -> T) -> T {
        self.browser().enter_frame("iframe");
        let done = work(self.harness.form());
        self.browser().leave_frame();
        done
    }

    /// Types a text and sends it. Chromium's driver reports no roles and names in another process.
    pub(super) fn add_note(&self, text: &str) {
        self.in_frame(|form| {
            let browser = self.browser();
            let area = &browser.find_in_shadow("ticket-note", "textarea")[0];
            browser.click(area);
            browser.send_keys(area, text);
            browser.click(&browser.find_in_shadow("ticket-note", "#send")[0]);
            form.wait_for_state("saved");
        });
    }
}
