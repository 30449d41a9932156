//! Each fault of the vendor ends as the contract says (section 3): the person is told, the text is
//! still there, and nothing that the vendor said became an element.

use ticket_note_e2e::{Fault, Visit};

const TEXT: &str = "Spoke with the customer.";
/// What no part of the form is made of, and markup in an answer may well be.
const FOREIGN: &str =
    "a, b, i, u, h1, h2, h3, img, script, style, iframe, center, hr, table, svg, title, meta, body";

#[track_caller]
fn ends(fault: Fault, state: &str, event: &str, sentence: &str) -> Visit {
    let visit = Visit::with_flags(&["--upstream-timeout", "2"]);
    let form = visit.opens("ticketId=858462&userId=254&type=calllog");
    visit.sandbox().has(fault);
    form.types(TEXT).presses("Add note").becomes(state).says(sentence);
    assert_eq!(form.value(), TEXT);
    assert!(visit.browser().in_shadow("ticket-note", FOREIGN).is_empty(), "an element came with the answer");
    assert_eq!(visit.heard().into_iter().map(|heard| heard.name).collect::<Vec<_>>(), [event]);
    assert_eq!(visit.posts(), 1, "nothing is sent by itself");
    visit.had_no_complaint();
    visit
}

#[track_caller]
fn is_refused(fault: Fault, sentence: &str) {
    let visit = ends(fault, "refused", "note-refused", sentence);
    assert_eq!(visit.sandbox().notes(), []);
}

#[track_caller]
fn is_unknown(fault: Fault, notes: usize) {
    let visit = ends(fault, "unknown", "note-unknown", "It could not be confirmed that the note was added.");
    assert_eq!(visit.sandbox().notes().len(), notes);
}

#[test]
fn an_empty_400_is_a_refusal() {
    is_refused(Fault::Empty400, "Nothing was added.");
}

#[test]
fn a_400_with_an_error_is_a_refusal() {
    is_refused(Fault::Error400, "Nothing was added.");
}

#[test]
fn a_200_with_an_error_is_a_refusal() {
    is_refused(Fault::Error200, "Nothing was added.");
}

#[test]
fn a_refused_key_is_a_refusal() {
    is_refused(Fault::Unauthorized, "Nothing was added.");
}

#[test]
fn a_429_is_a_refusal() {
    is_refused(Fault::RateLimited, "Too many notes");
}

#[test]
fn a_500_is_unknown() {
    is_unknown(Fault::Http500, 0);
}

#[test]
fn a_200_with_a_page_is_unknown() {
    is_unknown(Fault::Html200, 0);
}

#[test]
fn a_200_with_half_a_json_is_unknown() {
    is_unknown(Fault::NotJson200, 0);
}

#[test]
fn a_connection_lost_before_the_note_was_kept_is_unknown() {
    is_unknown(Fault::ResetBefore, 0);
}

#[test]
fn a_connection_lost_after_the_note_was_kept_is_unknown() {
    is_unknown(Fault::ResetAfter, 1);
}

#[test]
fn no_answer_is_unknown() {
    is_unknown(Fault::Hang, 0);
}

#[test]
fn a_redirect_is_unknown() {
    is_unknown(Fault::Redirect, 0);
}
