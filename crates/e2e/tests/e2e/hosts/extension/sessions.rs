//! The sessions of the panel, and which extensions may frame the form.

use super::Installed;
use super::portal::{self, Portal};
use crate::sign_in::{choose, press_sign_in, wait_for_user};
use ticket_note_e2e::{Browser, BrowserSettings, Engine, Harness, SecureOrigin, Site, wait_until};

const MOVE_TO_WINDOW: &str = "const done = arguments[0]; \
     chrome.tabs.getCurrent().then(({ id }) => chrome.windows.create({ tabId: id })).then(() => done())";
const TEXT: &str = "Spoke with the customer.";

/// A desk, and a browser with the extension.
struct Panel {
    harness: Harness,
    desk: SecureOrigin,
    installed: Installed,
}

impl Panel {
    /// Starts both. The proxy has these flags.
    fn start(sites: &[&str], flags: &[&str]) -> Self {
        Self::start_admitting(&Installed::ancestor(), sites, flags)
    }

    /// Starts both. The proxy admits another extension.
    fn start_admitting(ancestor: &str, sites: &[&str], flags: &[&str]) -> Self {
        let (installed, browser) = Installed::start_granted(sites, BrowserSettings::default());
        let flags = [&["--frame-ancestors", ancestor], flags].concat();
        let harness = Harness::with_browser(browser, Site::new(), &flags);
        let desk = SecureOrigin::new("desk", "example");
        desk.forward_to(harness.origin());
        Self { harness, desk, installed }
    }

    /// Puts a portal before the desk, whose cookie is `Lax`, and signs the user in there.
    fn sign_in_at_portal(&self) {
        let portal = Portal::start(self.harness.origin());
        self.desk.forward_to(portal.origin());
        self.browser().open(&format!("{}/sign-in", self.desk.origin()));
    }

    fn browser(&self) -> &Browser {
        self.harness.browser()
    }

    /// Opens the panel and types the number of the ticket.
    fn open(&self, ticket: &str) {
        self.installed.open_panel(self.browser());
        // The panel follows the tabs of its first window. There, Chromium opens the sign-in as a tab.
        if Engine::chosen() != Engine::Firefox {
            self.browser().execute_async::<()>(MOVE_TO_WINDOW, Vec::new());
        }
        self.browser().send_keys(&self.browser().find("#ticket"), ticket);
        self.browser().click(&self.browser().find("#choice button"));
        let src = "return document.querySelector('iframe')?.src ?? ''";
        wait_until("a frame", || self.browser().evaluate::<String>(src), |src| !src.is_empty());
    }

    fn in_frame<T>(&self, work: impl FnOnce() -> T) -> T {
        self.browser().enter_frame("iframe");
        self.harness.form();
        let done = work();
        self.browser().leave_frame();
        done
    }

    fn type_note(&self) {
        self.in_frame(|| {
            self.browser()
                .execute::<()>("document.querySelector('ticket-note').type = 'calllog'", Vec::new());
            let area = &self.browser().find_in_shadow("ticket-note", "textarea")[0];
            self.browser().click(area);
            self.browser().send_keys(area, TEXT);
        });
    }

    /// Sends the note, and returns the state in which that ends.
    fn send(&self) -> String {
        self.in_frame(|| {
            self.browser().click(&self.browser().find_in_shadow("ticket-note", "#send")[0]);
            let state = || self.harness.form().state();
            wait_until("an outcome", state, |state| !["editing", "sending"].contains(&state.as_str()))
        })
    }

    /// Returns the text and the author of each note that was added.
    fn notes(&self) -> Vec<(String, Option<u64>)> {
        self.harness.sandbox().notes().into_iter().map(|note| (note.message, note.user)).collect()
    }
}

#[test]
fn with_a_host_permission_the_lax_session_works() {
    let panel = Panel::start(&["https://*.example/*"], &["--user-header", "X-User"]);
    panel.installed.save_settings(panel.browser(), &panel.desk);
    panel.sign_in_at_portal();
    panel.open("858462");
    panel.type_note();
    assert_eq!(panel.send(), "saved");
    assert_eq!(panel.notes(), [(TEXT.to_owned(), Some(portal::USER))]);
}

#[test]
fn without_a_host_permission_the_lax_session_does_not_work() {
    let panel = Panel::start(&[], &["--user-header", "X-User"]);
    panel.installed.store_settings(panel.browser(), &panel.desk);
    panel.sign_in_at_portal();
    panel.open("858462");
    panel.type_note();
    assert_eq!(panel.send(), "refused");
    assert_eq!(panel.notes(), []);
}

#[test]
fn without_a_host_permission_the_user_signs_in_in_a_window() {
    let panel = Panel::start(&[], &["--sandbox-sign-in"]);
    panel.installed.store_settings(panel.browser(), &panel.desk);
    panel.open("858462");
    panel.type_note();
    assert_eq!(panel.send(), "refused");
    let browser = panel.browser();
    let tab = browser.switch_to_opened(|| panel.in_frame(|| press_sign_in(browser)));
    choose(browser, "alice");
    browser.switch_to_tab(tab);
    panel.in_frame(|| wait_for_user(browser, "alice"));
    assert_eq!(panel.send(), "saved");
    assert_eq!(panel.notes(), [(TEXT.to_owned(), Some(254))]);
}

mod only_in_chromium {
    use super::{Installed, Panel, wait_until};

    #[test]
    fn another_extension_is_not_admitted() {
        let other = "chrome-extension://abcdefghijklmnopabcdefghijklmnop";
        let panel = Panel::start_admitting(other, &["https://*.example/*"], &[]);
        panel.installed.save_settings(panel.browser(), &panel.desk);
        panel.open("858462");
        let text = || panel.browser().evaluate::<String>("return document.querySelector('#note').innerText");
        let seen = wait_until("an explanation", text, |text| text.contains("--frame-ancestors"));
        assert!(seen.contains(&Installed::ancestor()), "{seen}");
    }
}
