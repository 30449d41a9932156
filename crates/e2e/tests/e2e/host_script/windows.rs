//! The windows that `host.js` opens for the form.

use super::page::{HostPage, Setup};
use super::{FRAME, PLACE, open_started};
use crate::parent_page::OPENER_POLICY;
use crate::sign_in::press_sign_in;
use serde_json::{Value, json};
use ticket_note_e2e::wait_until;

#[test]
fn a_page_with_an_opener_policy_opens_no_second_window() {
    let script = format!(
        "{FRAME} start({{ ticketId: 858462, signIn: true }}); \
         place.addEventListener('note-open', () => setTimeout(() => {{ window.isDecided = true }}, 1000))"
    );
    let setup = Setup { flags: &["--sandbox-sign-in"], headers: OPENER_POLICY, ..Setup::default() };
    let page = HostPage::open_with(&setup, PLACE, &script);
    page.wait_for_event("ready");
    let browser = page.browser();
    // The browser opens this window, but does not name it to the frame.
    let parent = browser.switch_to_opened(|| page.in_frame(|_| press_sign_in(browser)));
    browser.switch_to_tab(parent);
    // The script decides 200 ms after the message.
    page.wait_for("decision", "window.isDecided ?? false", |is_decided| *is_decided == true);
    assert!(browser.evaluate::<bool>("return windows.length === 0"));
}

#[test]
fn only_an_address_of_the_desk_is_opened() {
    let page = open_started("{ ticketId: 858462 }");
    page.wait_for_event("ready");
    // The window of another test may have the focus.
    page.run("document.hasFocus = () => true");
    // Without a recent click, the browser would block the window. A slow machine may need a second click.
    let open = || {
        page.in_frame(|_| {
            page.browser().click(&page.browser().find_in_shadow("ticket-note", "textarea")[0]);
            page.browser().execute::<()>(
                "for (const url of ['https://evil.example/', 'javascript:alert(1)', location.origin + '/x']) { \
                   parent.postMessage({ app: 'ticket-note', v: 1, kind: 'open', url }, '*'); \
                 }",
                Vec::new(),
            );
        });
        // The script decides 200 ms after each message, in their order.
        page.browser().execute_async::<Value>("setTimeout(arguments[0], 1000)", Vec::new());
        page.browser().evaluate::<Vec<Value>>("return windows")
    };
    let opened = wait_until("a window", open, |opened| !opened.is_empty());
    let expected = json!([format!("{}/x", page.desk.origin()), "_blank", "noopener"]);
    assert!(opened.iter().all(|opened| *opened == expected), "{opened:?}");
}
