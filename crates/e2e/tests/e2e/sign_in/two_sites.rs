//! The framed page in a page of another site, over https. Third-party cookies are blocked.

use super::{Desk, TEXT, choose, press_sign_in, shown, wait_for_part, wait_for_status, wait_for_user};
use crate::parent_page::{ParentPage, ParentServer};
use serde_json::{Value, json};
use ticket_note_e2e::{Browser, Engine, SecureOrigin, wait_until};

/// A CRM page that frames the form.
pub(super) struct Crm {
    pub(super) desk: Desk,
    origin: SecureOrigin,
    _server: ParentServer,
}

impl Crm {
    pub(super) fn start() -> Self {
        Self::with_flags(&[])
    }

    pub(super) fn with_flags(flags: &[&str]) -> Self {
        Self::before(|ancestors| Some(Desk::with_flags(&[ancestors, flags].concat()))).unwrap()
    }

    /// Starts the page before a desk that `start` makes with these flags.
    pub(super) fn before(start: impl FnOnce(&[&str]) -> Option<Desk>) -> Option<Self> {
        Self::on(ParentServer::start(), start)
    }

    /// Starts the page with an opener policy of its own.
    fn isolated() -> Self {
        Self::on(ParentServer::isolated(), |ancestors| Some(Desk::with_flags(ancestors))).unwrap()
    }

    fn on(server: ParentServer, start: impl FnOnce(&[&str]) -> Option<Desk>) -> Option<Self> {
        let origin = SecureOrigin::new("crm", "test");
        origin.forward_to(&server.origin());
        let desk = start(&["--frame-ancestors", origin.origin()])?;
        Some(Self { desk, origin, _server: server })
    }

    /// Opens the page, whose frame has the form.
    pub(super) fn open(&self) -> ParentPage<'_> {
        self.open_with("", "&signIn", |_| ())
    }

    /// Opens the page. `sandbox` is the attribute of the frame, if it is not empty. `more` is added to the query,
    /// and `prepare` runs before the frame is loaded.
    pub(super) fn open_with(
        &self,
        sandbox: &str,
        more: &str,
        prepare: impl FnOnce(&Browser),
    ) -> ParentPage<'_> {
        let parent = ParentPage::open_empty(&self.desk.harness, self.origin.origin());
        prepare(parent.browser());
        let query = format!("ticketId=858462&type=calllog&lang=en{more}");
        let (desk, crm) = (self.desk.origin.origin(), self.origin.origin().replace("://", "%3A%2F%2F"));
        let crm = crm.replacen(':', "%3A", usize::from(crm.contains("localhost")));
        let address = format!("{desk}/ticket-note/index.html?{query}&parentOrigin={crm}");
        parent.browser().execute_async::<()>(
            "const [sandbox, address, done] = arguments; \
             if (sandbox) document.querySelector('#ticket-note').setAttribute('sandbox', sandbox); \
             loadFrame(address, done)",
            vec![sandbox.into(), address.into()],
        );
        parent.wait_for_message("ready", |_| true);
        parent
    }

    /// Works in the frame, and returns to the page.
    pub(super) fn in_frame<T>(&self, work: impl FnOnce() -> T) -> T {
        self.desk.browser().enter_frame("#ticket-note");
        let done = work();
        self.desk.browser().leave_frame();
        done
    }

    pub(super) fn type_text(&self) {
        self.in_frame(|| {
            let browser = self.desk.browser();
            let area = &browser.find_in_shadow("ticket-note", "textarea")[0];
            browser.click(area);
            browser.send_keys(area, TEXT);
        });
    }

    /// Signs in from the frame.
    pub(super) fn sign_in(&self, login: &str) {
        let browser = self.desk.browser();
        let crm = browser.switch_to_opened(|| self.in_frame(|| press_sign_in(browser)));
        choose(browser, login);
        browser.switch_to_tab(crm);
        self.in_frame(|| wait_for_user(browser, login));
    }

    pub(super) fn send(&self, state: &str) {
        let browser = self.desk.browser();
        self.in_frame(|| {
            browser.click(&browser.find_in_shadow("ticket-note", "#send")[0]);
            let seen = || browser.evaluate::<String>("return document.querySelector('ticket-note').state");
            wait_until(state, seen, |seen| seen == state);
        });
    }

    /// Returns the way that the browser permits in a frame of another site. `WebKitGTK` 2.50 blocks each cookie
    /// there, also a partitioned one, so the form keeps a bearer in memory.
    pub(super) fn kept_way(&self) -> &'static str {
        match self.desk.browser().engine() {
            Engine::Chrome | Engine::ChromeWithoutWasm | Engine::Firefox => "cookie",
            Engine::Safari => "bearer",
        }
    }

    /// Asserts that only a browser that keeps the cookie keeps the session of `alice`. Then ends the session.
    pub(super) fn end_session_after_reload(&self, parent: &ParentPage<'_>) {
        let browser = self.desk.browser();
        if self.kept_way() == "cookie" {
            self.in_frame(|| wait_for_user(browser, "alice"));
            parent.send_command("sign-out", json!({}));
        }
        self.in_frame(|| {
            wait_for_part(browser, "#sign-in");
            assert_eq!(shown(browser, ".sign-in > .hint"), None);
        });
    }

    /// Returns how the proxy knows the user: by `cookie` or by `bearer`.
    pub(super) fn way(&self) -> Value {
        self.in_frame(|| {
            self.desk.browser().execute_async(
                "const done = arguments[arguments.length - 1]; \
                 fetch('/api/ticket-note/session').then((response) => response.json()) \
                   .then(({ way }) => done(way ?? 'bearer'))",
                Vec::new(),
            )
        })
    }
}

#[test]
fn a_user_signs_in_in_a_frame_of_another_site() {
    let crm = Crm::start();
    let parent = crm.open();
    parent.wait_for_message("sign-in", |_| true);
    crm.type_text();
    crm.send("refused");
    crm.sign_in("alice");
    crm.in_frame(|| wait_for_status(crm.desk.browser(), "You are signed in as alice. Send the note."));
    assert_eq!(crm.desk.notes(), []);
    crm.send("saved");
    assert_eq!(crm.desk.notes(), [(TEXT.to_owned(), Some(254))]);
    assert_eq!(crm.way(), crm.kept_way());
}

#[test]
fn a_code_of_the_parent_page_is_ignored() {
    let crm = Crm::start();
    let parent = crm.open();
    let script = "const fetchNow = fetch; window.redeemed = 0; window.fetch = (url, init) => { \
         if (init?.method === 'POST') redeemed++; return fetchNow(url, init); }; window.open = () => null";
    crm.in_frame(|| {
        crm.desk.browser().execute::<Value>(script, Vec::new());
        press_sign_in(crm.desk.browser());
        wait_for_part(crm.desk.browser(), "#sign-in-address");
    });
    parent.send_command("signed-in", json!({"code": "forged"}));
    parent.wait_for_message("open", |_| true);
    parent.send_command("hello", json!({}));
    parent.wait_for_message("ready", |_| true);
    let redeemed = || crm.desk.browser().evaluate::<u32>("return redeemed");
    assert_eq!(crm.in_frame(redeemed), 0);
}

#[test]
fn third_party_cookies_are_blocked_in_these_tests() {
    let crm = Crm::start();
    crm.open();
    let keep = |cookie: &str| {
        let script =
            "document.cookie = `${arguments[0]}; Secure; SameSite=None; Path=/`; return document.cookie";
        crm.in_frame(|| crm.desk.browser().execute::<String>(script, vec![cookie.into()]))
    };
    assert_eq!(keep("probe=1"), "");
    let kept = if crm.kept_way() == "cookie" { "probe=2" } else { "" };
    assert_eq!(keep("probe=2; Partitioned"), kept);
}

#[test]
fn a_reload_keeps_the_session_and_another_user_can_sign_in() {
    let crm = Crm::start();
    crm.open();
    crm.sign_in("alice");
    let parent = crm.open();
    crm.end_session_after_reload(&parent);
    crm.sign_in("bob");
    crm.type_text();
    crm.send("saved");
    assert_eq!(crm.desk.notes(), [(TEXT.to_owned(), Some(255))]);
}

#[test]
fn a_sandboxed_frame_without_windows_shows_and_posts_the_address() {
    let crm = Crm::start();
    let parent = crm.open_with("allow-scripts allow-same-origin", "&signIn", |_| ());
    crm.type_text();
    let address = crm.in_frame(|| {
        press_sign_in(crm.desk.browser());
        wait_for_part(crm.desk.browser(), "#sign-in-address")
    });
    let posted = parent.wait_for_message("open", |_| true);
    assert_eq!(posted["url"], json!(address));
    let (status, text) = crm.in_frame(|| {
        let text =
            crm.desk.browser().evaluate::<String>("return document.querySelector('ticket-note').value");
        (shown(crm.desk.browser(), "#sign-in-status"), text)
    });
    assert!(status.is_some_and(|status| status.contains("Your text stays here.")));
    assert_eq!(text, TEXT);
}

#[test]
fn a_page_with_an_opener_policy_shows_and_posts_the_address() {
    let crm = Crm::isolated();
    let parent = crm.open();
    crm.type_text();
    let browser = crm.desk.browser();
    let page = browser.switch_to_opened(|| crm.in_frame(|| press_sign_in(browser)));
    choose(browser, "alice");
    // The window opens without an opener, so its code reaches no form.
    let text = || browser.evaluate::<String>("return document.body?.innerText ?? ''");
    wait_until("a form that cannot be reached", text, |text| text.contains("cannot reach the note form"));
    assert!(browser.evaluate::<bool>("return opener === null"));
    browser.switch_to_tab(page);
    let (address, text) = crm.in_frame(|| {
        let address = wait_for_part(browser, "#sign-in-address");
        assert!(shown(browser, "#sign-in").is_some(), "the frame still offers the sign-in");
        (address, browser.evaluate::<String>("return document.querySelector('ticket-note').value"))
    });
    let posted = parent.messages_of_kind("open");
    assert_eq!(posted.iter().map(|open| &open["url"]).collect::<Vec<_>>(), [&json!(address)]);
    assert_eq!((text.as_str(), crm.desk.notes().len()), (TEXT, 0));
    crm.send("refused");
}
