//! A frame whose script cannot run shows a sentence and its own address.

use super::{NOTE, TEXT, start_harness};
use crate::parent_page::{ParentPage, ParentServer};
use ticket_note_e2e::{Harness, wait_until};

/// Returns the visible text of the page, and the address of its link.
const SHOWN: &str = "const line = document.querySelector('#no-form'); \
    return line ? [line.innerText.trim(), line.querySelector('a').href] : ['', '']";

fn visible_line(parent: &ParentPage<'_>) -> [String; 2] {
    parent.browser().enter_frame("#ticket-note");
    let shown = parent.browser().evaluate(SHOWN);
    parent.browser().leave_frame();
    shown
}

#[test]
fn a_frame_of_opaque_origin_shows_a_sentence_and_its_address() {
    let server = ParentServer::start();
    let harness = start_harness(&server);
    let parent = ParentPage::open_empty(&harness, &server.origin());
    parent.browser().execute::<()>("frame().sandbox = 'allow-scripts'", Vec::new());
    parent.load_frame(NOTE);
    let [text, address] = wait_until("a sentence", || visible_line(&parent), |[text, _]| !text.is_empty());
    assert!(text.starts_with("If no form appears here, open it in a tab of its own."), "{text}");
    assert_eq!(address, format!("{}/watched.html?{NOTE}", harness.origin()));
}

#[test]
fn a_form_that_starts_removes_the_sentence() {
    let harness = Harness::new();
    let form = harness.open_frame_page(NOTE);
    form.type_text(TEXT);
    assert_eq!(harness.browser().evaluate::<[String; 2]>(SHOWN), ["", ""]);
}
