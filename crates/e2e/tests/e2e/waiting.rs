//! What a person is told who has to wait, and of a note that ends when the form is at another ticket.

use serde_json::Value;
use ticket_note_e2e::{Fault, Form, Heard, MEANWHILE_MS, Visit, until};

const TEXT: &str = "Spoke with the customer.";
const OTHER: &str = "Sent a copy of the invoice.";

fn ready(visit: &Visit) -> Form<'_> {
    let form = visit.opens("ticketId=201&type=calllog");
    form.types(TEXT);
    form
}

/// The seconds that the form says are to wait, while it says so.
fn countdown(visit: &Visit) -> Option<u32> {
    let hints = visit.browser().runs::<String>(
        "return [...document.querySelector('ticket-note').shadowRoot.querySelectorAll('[part~=hint]')] \
         .map(({ textContent }) => textContent).join(' ')",
        Vec::new(),
    );
    let (_, rest) = hints.split_once("You can send again in ")?;
    let (seconds, _) = rest.split_once("\u{a0}s.").expect("seconds");
    Some(seconds.parse().expect("a number"))
}

#[test]
fn after_ten_seconds_it_is_still_being_sent_and_nothing_more_leaves() {
    let visit = Visit::new();
    visit.sandbox().takes(16_000);
    let form = ready(&visit);
    form.presses("Add note").becomes("sending").says("Sending the note…");
    assert!(!form.announced().contains("Still sending."));
    form.says("Still sending. This is taking longer than usual.");
    assert_eq!(form.value(), TEXT);
    form.presses("Add note").presses_ctrl_enter();
    form.becomes("saved");
    assert_eq!(visit.posts(), 1);
    assert_eq!(visit.sandbox().notes().len(), 1);
    assert!(!form.announced().contains("Still sending."));
}

#[test]
fn a_wait_that_was_asked_for_is_counted_down_and_then_the_note_goes_out() {
    let visit = Visit::new();
    let form = ready(&visit);
    visit.sandbox().has(Fault::RateLimited);
    form.presses("Add note").becomes("refused").says("Too many notes in a short time.");
    visit.sandbox().has(Fault::None);
    let said = form.announced();
    let first = until("a countdown", || countdown(&visit), Option::is_some);
    assert!(first <= Some(7), "the seconds of Retry-After: {first:?}");
    form.presses("Add note").presses_ctrl_enter();
    until("fewer seconds", || countdown(&visit), |seconds| seconds.is_some() && *seconds < first);
    assert_eq!(form.announced(), said, "a refusal is said once");
    until("the end of the wait", || countdown(&visit), Option::is_none);
    assert_eq!((visit.posts(), form.value().as_str()), (1, TEXT), "nothing is sent by itself");
    form.presses("Add note").becomes("saved");
    assert_eq!(visit.posts(), 2);
    assert_eq!(visit.sandbox().notes().len(), 1);
}

/// Sends the note on ticket 201, and turns to ticket 202 before its end; there another is begun.
#[track_caller]
fn leaves_while_sending(visit: &Visit) -> Form<'_> {
    let form = ready(visit);
    visit.browser().runs::<()>(
        "addEventListener('note-submit', ({ detail }) => { window.attempt = detail.attemptId })",
        Vec::new(),
    );
    form.presses("Add note").becomes("sending");
    form.is_given("ticketId", 202);
    until("another ticket's form", || form.value(), String::is_empty);
    form.types(OTHER);
    assert_eq!(visit.heard(), [], "it is still under way");
    form
}

/// Waits until this was reported of the note on ticket 201, and of that only.
#[track_caller]
fn is_reported(visit: &Visit, name: &str) -> Heard {
    let heard = until("a report", || visit.heard(), |heard| !heard.is_empty());
    let [only] = &heard[..] else { panic!("not one report: {heard:?}") };
    let attempt: Value = visit.browser().runs("return attempt", Vec::new());
    assert_eq!(only.name, name);
    assert_eq!(
        (only.detail["ticketId"].as_u64(), only.detail["type"].as_str()),
        (Some(201), Some("calllog"))
    );
    assert_eq!(only.detail["attemptId"], attempt);
    only.clone()
}

/// That the note on the other ticket is as it was left.
#[track_caller]
fn is_undisturbed(visit: &Visit, form: &Form<'_>) {
    assert_eq!((form.state().as_str(), form.value().as_str()), ("editing", OTHER));
    assert_eq!(form.buttons(), ["Add note"]);
    assert_eq!(visit.posts(), 1);
}

#[test]
fn a_late_refusal_is_said_with_its_ticket_and_the_text_is_there() {
    let visit = Visit::new();
    visit.sandbox().has_late(Fault::Error400, MEANWHILE_MS);
    let form = leaves_while_sending(&visit);
    form.says("Your note on ticket 201 was not added.");
    assert_eq!(is_reported(&visit, "note-refused").detail["code"], "upstream_refused");
    is_undisturbed(&visit, &form);
    form.is_given("ticketId", 201).becomes("refused");
    assert_eq!(form.value(), TEXT);
}

#[test]
fn a_late_unknown_is_said_with_its_ticket_and_can_be_settled_there() {
    let visit = Visit::new();
    visit.sandbox().has_late(Fault::Http500, MEANWHILE_MS);
    let form = leaves_while_sending(&visit);
    form.says("Your note on ticket 201 could not be confirmed. Check that ticket.");
    is_reported(&visit, "note-unknown");
    is_undisturbed(&visit, &form);
    form.is_given("ticketId", 201).becomes("unknown");
    assert_eq!(form.value(), TEXT);
    assert_eq!(form.buttons(), ["Try again", "Send as a new note"]);
    assert!(!form.announced().contains("ticket 201"), "here it is said of this note");
}

#[test]
fn a_late_save_is_reported_and_says_nothing_in_another_tickets_form() {
    let visit = Visit::new();
    visit.sandbox().takes(MEANWHILE_MS);
    let form = leaves_while_sending(&visit);
    is_reported(&visit, "note-saved");
    is_undisturbed(&visit, &form);
    assert_eq!(form.announced().trim(), "");
    visit.sandbox().takes(0);
    form.presses("Add note").becomes("saved");
    let kept: Vec<_> = visit.sandbox().notes().into_iter().map(|note| (note.ticket, note.message)).collect();
    assert_eq!(kept, [(201, TEXT.to_owned()), (202, OTHER.to_owned())]);
}
