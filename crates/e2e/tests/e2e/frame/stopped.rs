//! A frame whose script cannot run shows a sentence and its own address.

use super::{NOTE, TEXT, start_harness};
use crate::parent_page::{ParentPage, ParentServer};
use ticket_note_e2e::{Engine, Harness, wait_until};

/// Returns the visible text of the page, the address of its link, and what is selected after a click on the address.
const SHOWN: &str = "const line = document.querySelector('#no-form'); \
    if (!line) return ['', '', '']; \
    getSelection().selectAllChildren(line.querySelector('#address')); \
    return [line.innerText.trim(), line.querySelector('a').href, getSelection().toString()]";

fn visible_line(parent: &ParentPage<'_>) -> [String; 3] {
    parent.browser().enter_frame("#ticket-note");
    let shown = parent.browser().evaluate(SHOWN);
    parent.browser().leave_frame();
    shown
}

#[track_caller]
fn assert_address_shown(sandbox: &str) {
    let server = ParentServer::start();
    let harness = start_harness(&server);
    let parent = ParentPage::open_empty(&harness, &server.origin());
    parent.browser().execute::<()>("frame().sandbox = arguments[0]", vec![sandbox.into()]);
    parent.load_frame(NOTE);
    let [text, link, selected] =
        wait_until("a sentence", || visible_line(&parent), |[text, ..]| !text.is_empty());
    assert!(text.starts_with("If no form appears here, open it in a tab of its own."), "{text}");
    let address = format!("{}/watched.html?{NOTE}", harness.origin());
    assert_eq!(link, address);
    // In a sandbox, 'self' in the policy of the page matches nothing in WebKit. So it runs no script at all.
    if harness.browser().engine() == Engine::Safari {
        assert!(text.ends_with("copy its address. This frame may forbid its script."), "{text}");
    } else {
        assert!(text.ends_with(&address), "{text}");
        assert_eq!(selected, address);
    }
}

#[test]
fn a_frame_of_opaque_origin_shows_a_sentence_and_its_address() {
    assert_address_shown("allow-scripts");
}

#[test]
fn a_frame_with_windows_in_its_sandbox_shows_its_address() {
    assert_address_shown("allow-scripts allow-popups");
}

#[test]
fn a_form_that_starts_removes_the_sentence() {
    let harness = Harness::new();
    let form = harness.open_frame_page(NOTE);
    form.type_text(TEXT);
    assert_eq!(harness.browser().evaluate::<[String; 3]>(SHOWN), [""; 3]);
}
