//! `host.js` in a page with a `Cross-Origin-Opener-Policy`.

use super::page::{HostPage, Setup};
use super::{FRAME, PLACE};
use crate::parent_page::OPENER_POLICY;
use crate::sign_in::press_sign_in;

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
