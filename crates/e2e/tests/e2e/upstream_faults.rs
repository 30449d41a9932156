//! Each injected fault has its specified outcome (docs/specification.md, section 3). The form shows a
//! message and keeps the text, and markup in a response never becomes an element.

use crate::sentences::{NOTHING_ADDED, RATE_LIMITED, UNKNOWN};
use serde_json::json;
use ticket_note_e2e::{Fault, Harness};

const TEXT: &str = "Spoke with the customer.";
/// Elements that the form never contains, but that a response's markup may.
const FOREIGN: &str = "a, b, i, u, h1, h2:not(.heading), h3, img, script, style, iframe, center, hr, table, svg:not(.icon), title, meta, body";

#[track_caller]
fn assert_outcome(fault: Fault, state: &str, event: &str, sentence: &str) -> Harness {
    let harness = Harness::with_proxy_flags(&["--upstream-timeout", "2"]);
    let form = harness.open_frame_page("ticketId=858462&userId=254&type=calllog");
    harness.sandbox().set_fault(fault);
    form.type_text(TEXT).click_button("Add note").wait_for_state(state).wait_for_announcement(sentence);
    assert_eq!(form.value(), TEXT);
    assert!(
        harness.browser().find_in_shadow("ticket-note", FOREIGN).is_empty(),
        "the response's markup became an element"
    );
    assert_eq!(harness.events().into_iter().map(|events| events.name).collect::<Vec<_>>(), [event]);
    assert_eq!(harness.request_count(), 1, "the form sends nothing by itself");
    harness.assert_no_page_errors();
    harness
}

#[track_caller]
fn assert_refused(fault: Fault, sentence: &str) {
    let harness = assert_outcome(fault, "refused", "note-refused", sentence);
    assert_eq!(harness.sandbox().notes(), []);
}

#[track_caller]
fn assert_unknown(fault: Fault, notes: usize) {
    let harness = assert_outcome(fault, "unknown", "note-unknown", UNKNOWN);
    assert_eq!(harness.sandbox().notes().len(), notes);
}

#[test]
fn an_empty_400_is_refused() {
    assert_refused(Fault::Empty400, NOTHING_ADDED);
}

#[test]
fn a_400_with_an_error_shows_the_sentence_from_omnidesk() {
    let sentence = "Ticket is closed for <b>new</b> messages";
    let harness = assert_outcome(Fault::Error400, "refused", "note-refused", sentence);
    assert!(harness.form().announcements().contains(NOTHING_ADDED));
    let detail = &harness.events()[0].detail;
    // A 4xx: reverse proxies replace the body of 502 and 504 by their own page.
    assert_eq!((&detail["code"], &detail["status"]), (&json!("upstream_refused"), &json!(422)));
    assert_eq!(detail["message"], sentence);
    assert_eq!(harness.sandbox().notes(), []);
}

#[test]
fn a_200_with_an_error_is_refused() {
    assert_refused(Fault::Error200, NOTHING_ADDED);
}

#[test]
fn a_rejected_api_key_is_refused() {
    let harness = assert_outcome(Fault::Unauthorized, "refused", "note-refused", NOTHING_ADDED);
    let detail = &harness.events()[0].detail;
    assert_eq!((&detail["code"], &detail["status"]), (&json!("upstream_misconfigured"), &json!(424)));
    assert_eq!(harness.sandbox().notes(), []);
}

#[test]
fn a_429_is_refused() {
    assert_refused(Fault::RateLimited, RATE_LIMITED);
}

#[test]
fn a_500_is_unknown() {
    assert_unknown(Fault::Http500, 0);
}

#[test]
fn an_html_200_is_unknown() {
    assert_unknown(Fault::Html200, 0);
}

#[test]
fn a_truncated_json_200_is_unknown() {
    assert_unknown(Fault::NotJson200, 0);
}

#[test]
fn a_reset_before_the_note_is_accepted_is_unknown() {
    assert_unknown(Fault::ResetBefore, 0);
}

#[test]
fn a_reset_after_the_note_is_accepted_is_unknown() {
    assert_unknown(Fault::ResetAfter, 1);
}

#[test]
fn no_response_is_unknown() {
    assert_unknown(Fault::Hang, 0);
}

#[test]
fn a_redirect_is_unknown() {
    assert_unknown(Fault::Redirect, 0);
}
