//! `navigator.onLine` is only a hint: it can be false although requests succeed.

use crate::sentences::OFFLINE;
use ticket_note_e2e::{Form, Harness, Site, wait_until};

const TEXT: &str = "Spoke with the customer.";
const PAGE: &str = include_str!("../../fixtures/element.html");
const SCRIPT: &str = r#"<script type="module" src="./embed.js"></script>"#;

/// Makes the page read `isOnline` instead of the browser's own value.
const NETWORK: &str = "window.isOnline = true; \
    Object.defineProperty(Navigator.prototype, 'onLine', { configurable: true, get: () => isOnline });";

fn harness_with_network_switch() -> Harness {
    let site = Site::new();
    let page = PAGE.replace("<ticket-note ", r#"<ticket-note type="calllog" "#);
    for (name, script) in
        [("online", NETWORK), ("offline", &NETWORK.replace("isOnline = true", "isOnline = false"))]
    {
        let scripts = format!(r#"<script src="./{name}.js"></script>{SCRIPT}"#);
        site.write_file(&format!("{name}.html"), &page.replace(SCRIPT, &scripts));
        site.write_file(&format!("{name}.js"), script);
    }
    Harness::with_site(site, &[])
}

fn set_online(harness: &Harness, is_online: bool) {
    harness.browser().execute::<()>(
        "window.isOnline = arguments[0]; dispatchEvent(new Event(isOnline ? 'online' : 'offline'))",
        vec![is_online.into()],
    );
}

#[track_caller]
fn wait_for_no_hint(form: &Form<'_>) {
    wait_until("no hint", || form.announcements(), |announced| !announced.contains(OFFLINE));
}

#[test]
fn a_note_can_be_sent_while_the_browser_reports_no_network() {
    let harness = harness_with_network_switch();
    let form = harness.open_page("offline.html");
    form.wait_for_announcement(OFFLINE);
    assert_eq!(form.state(), "editing");
    form.type_text(TEXT).click_button("Add note").wait_for_state("saved");
    assert_eq!((form.value().as_str(), harness.request_count()), ("", 1));
    form.type_text("By keyboard.").press_ctrl_enter();
    wait_until("a second note", || harness.sandbox().notes().len(), |count| *count == 2);
    form.wait_for_announcement(OFFLINE);
    harness.assert_no_page_errors();
}

#[test]
fn the_offline_hint_follows_the_browser_and_sends_nothing() {
    let harness = harness_with_network_switch();
    let form = harness.open_page("online.html");
    form.type_text(TEXT);
    assert!(!form.announcements().contains(OFFLINE));
    set_online(&harness, false);
    form.wait_for_announcement(OFFLINE);
    set_online(&harness, true);
    wait_for_no_hint(&form);
    assert_eq!((form.state().as_str(), form.value().as_str()), ("editing", TEXT));
    harness.assert_nothing_sent();
    set_online(&harness, false);
    form.wait_for_announcement(OFFLINE);
    form.click_button("Add note").wait_for_state("saved");
    assert_eq!(harness.sandbox().notes().len(), 1);
}
