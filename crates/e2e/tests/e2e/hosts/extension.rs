//! The extension in Chromium (hosts/extension): sessions, the tab's ticket, and who may frame the form.
//!
//! Its panel is opened as a tab, because a driver cannot reach a side panel.

mod portal;

use super::bench::{read, root};
use crate::parent_page::{Files, ParentServer};
use portal::Portal;
use serde_json::{Value, json};
use std::fs;
use tempfile::TempDir;
use ticket_note_e2e::{Browser, Engine, Harness, SecureOrigin, Site, wait_until};

/// A public key, from which Chromium derives the ID.
const KEY: &str = "MIIBIjANBgkqhkiG9w0BAQEFAAOCAQ8AMIIBCgKCAQEAwviVydWO+ZlNqacxFPyITCEXUNY5RY5U8NJa89zIHZs4HxDbMZcVpCYPSwyru3ToiDt6TQn22Q5LpMVVBEWQhFe/zvFdiLps+bSaZojfHEWKb1hI0sWsEqhP2DwW2ewZTmG0oN6fA6ZABF/KlAKXl0f6Egb9ZOUJK5CSbFqHb6d8scHaMz6afYQmOeLxg1WBYecCiwHLapUM2JVzotxCYACa4//Y+R7TCbJERjAkDAo/L6dfCla4Nyxc1nG/HGmqqVVi9LhrlO82PN9hZyc7j5yL0w74qlhuX/+0e8qEUuDBnRL1t25EQL5y+qdl4vIok2o4PqxYaZLg+eE2RJdF9wIDAQAB";
const ID: &str = "apeicjekbimmeceiliojhcnakfdenbpd";
const OTHER_ID: &str = "abcdefghijklmnopabcdefghijklmnop";

/// A browser with the extension, and a desk behind a sign-in whose cookie is `Lax`.
struct Panel {
    harness: Harness,
    desk: SecureOrigin,
    _portal: Portal,
    _folder: TempDir,
}

impl Panel {
    /// Starts both. `hosts` are the host permissions that the user granted. `None` in browsers without extensions
    /// for Chromium.
    fn start(hosts: &[&str], admitted_id: &str) -> Option<Self> {
        if Engine::chosen() != Engine::Chrome {
            return None;
        }
        let folder = package(hosts);
        let ancestor = format!("chrome-extension://{admitted_id}");
        let flags = ["--frame-ancestors", &ancestor, "--user-header", "X-User"];
        let browser = Browser::start_with_extension(folder.path());
        let harness = Harness::with_browser(browser, Site::new(), &flags);
        let portal = Portal::start(harness.origin());
        let desk = SecureOrigin::new("desk", "example");
        desk.forward_to(portal.origin());
        let panel = Self { harness, desk, _portal: portal, _folder: folder };
        panel.browser().open(&format!("chrome-extension://{ID}/options.html"));
        let settings = json!({
            "desk": format!("{}/ticket-note/", panel.desk.origin()),
            "rules": ["https://*.example/cases/{ticket}"],
        });
        let store =
            "const [settings, done] = arguments; chrome.storage.local.set(settings).then(() => done())";
        panel.browser().execute_async::<()>(store, vec![settings]);
        Some(panel)
    }

    fn browser(&self) -> &Browser {
        self.harness.browser()
    }

    fn open(&self, ticket: &str) {
        self.browser().open(&format!("chrome-extension://{ID}/panel.html"));
        let field = self.browser().find("#ticket");
        wait_until(
            "the panel",
            || self.browser().evaluate::<bool>("return Boolean(document.querySelector('#note p'))"),
            |is_built| *is_built,
        );
        self.browser().send_keys(&field, ticket);
        self.browser().click(&self.browser().find("#choice button"));
    }

    /// Adds a note in the panel, and returns the state in which that ends.
    fn add_note(&self) -> String {
        let browser = self.browser();
        wait_until(
            "a frame",
            || browser.evaluate::<String>("return document.querySelector('iframe')?.src ?? ''"),
            |src| !src.is_empty(),
        );
        browser.enter_frame("iframe");
        let form = self.harness.form();
        browser.execute::<()>("document.querySelector('ticket-note').type = 'calllog'", Vec::new());
        let area = &browser.find_in_shadow("ticket-note", "textarea")[0];
        browser.click(area);
        browser.send_keys(area, "Spoke with the customer.");
        browser.click(&browser.find_in_shadow("ticket-note", "#send")[0]);
        let state = wait_until(
            "an outcome",
            || form.state(),
            |state| !["editing", "sending"].contains(&state.as_str()),
        );
        browser.leave_frame();
        state
    }
}

/// Returns a folder with the package. Its ID is `ID`, and it has these host permissions.
fn package(hosts: &[&str]) -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    let source = root().join("dist-hosts/extension-chrome");
    for path in fs::read_dir(&source).unwrap().map(|entry| entry.unwrap().path()) {
        fs::copy(&path, folder.path().join(path.file_name().unwrap())).unwrap();
    }
    let mut manifest: Value = serde_json::from_str(&read(&source.join("manifest.json"))).unwrap();
    manifest["key"] = KEY.into();
    manifest["host_permissions"] = json!(hosts);
    fs::write(folder.path().join("manifest.json"), manifest.to_string()).unwrap();
    folder
}

#[test]
fn with_a_host_permission_the_lax_session_works() {
    let Some(panel) = Panel::start(&["https://*.example/*"], ID) else { return };
    panel.browser().open(&format!("{}/sign-in", panel.desk.origin()));
    panel.open("858462");
    assert_eq!(panel.add_note(), "saved");
    let notes = panel.harness.sandbox().notes();
    assert_eq!((notes.len(), notes[0].ticket, notes[0].user), (1, 858_462, Some(portal::USER)));
}

#[test]
fn without_a_host_permission_the_lax_session_does_not_work() {
    let Some(panel) = Panel::start(&[], ID) else { return };
    panel.browser().open(&format!("{}/sign-in", panel.desk.origin()));
    panel.open("858462");
    assert_eq!(panel.add_note(), "refused");
    assert_eq!(panel.harness.sandbox().notes(), []);
}

#[test]
fn another_extension_is_not_admitted() {
    let Some(panel) = Panel::start(&["https://*.example/*"], OTHER_ID) else { return };
    panel.open("858462");
    let text = || panel.browser().evaluate::<String>("return document.querySelector('#note').innerText");
    let seen = wait_until("an explanation", text, |text| text.contains("--frame-ancestors"));
    assert!(seen.contains(&format!("chrome-extension://{ID}")), "{seen}");
}

#[test]
fn the_ticket_is_that_of_the_active_tab() {
    let Some(panel) = Panel::start(&["https://*.example/*"], ID) else { return };
    let crm = SecureOrigin::new("crm", "example");
    let page = "<!doctype html><title>A case</title>".to_owned();
    let server = ParentServer::with_files(Files::from([("/".to_owned(), page)]));
    crm.forward_to(&server.origin());
    panel.open("7");
    for (path, ticket) in [("/cases/858462", "858462"), ("/cases/858463?x", "858463"), ("/about", "")] {
        let url = format!("{}{path}", crm.origin());
        let open = "const [url, done] = arguments; chrome.tabs.create({ url }).then(() => done())";
        panel.browser().execute_async::<()>(open, vec![url.into()]);
        let shown = || panel.browser().evaluate::<String>("return document.querySelector('#ticket').value");
        wait_until(path, shown, |shown| shown == ticket);
    }
    let text = "return document.querySelector('#note').innerText";
    assert!(panel.browser().evaluate::<String>(text).starts_with("No ticket on this page."));
}

#[test]
fn a_selected_text_is_inserted() {
    let Some(panel) = Panel::start(&["https://*.example/*"], ID) else { return };
    panel.open("858462");
    panel.browser().enter_frame("iframe");
    panel.harness.form();
    panel.browser().leave_frame();
    // What the context menu stores.
    let store = "const done = arguments[0]; chrome.windows.getCurrent().then(({ id }) => \
        chrome.storage.session.set({ request: { kind: 'insert', text: 'Selected text', windowId: id, id: '1' } })).then(() => done())";
    panel.browser().execute_async::<()>(store, Vec::new());
    panel.browser().enter_frame("iframe");
    let form = panel.harness.form();
    wait_until("the selected text", || form.value(), |text| text == "Selected text");
    panel.browser().leave_frame();
}
