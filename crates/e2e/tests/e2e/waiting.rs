//! What a person is told who has to wait, and of a note that ends when the form is at another ticket.

use serde_json::Value;
use ticket_note_e2e::{Fault, Form, Harness, ReceivedEvent, SLOW_RESPONSE_MS, wait_until};

const TEXT: &str = "Spoke with the customer.";
const OTHER_TEXT: &str = "Sent a copy of the invoice.";

fn open_ready_to_send(harness: &Harness) -> Form<'_> {
    let form = harness.open_frame_page("ticketId=201&type=calllog");
    form.type_text(TEXT);
    form
}

/// The seconds that the form says are to wait, while it says so.
fn countdown(harness: &Harness) -> Option<u32> {
    let hints = harness.browser().execute::<String>(
        "return [...document.querySelector('ticket-note').shadowRoot.querySelectorAll('[part~=hint]')] \
         .map(({ textContent }) => textContent).join(' ')",
        Vec::new(),
    );
    let (_, rest) = hints.split_once("You can send again in ")?;
    let (seconds, _) = rest.split_once("\u{a0}s.").expect("seconds");
    Some(seconds.parse().expect("a number"))
}

#[test]
fn a_slow_send_is_announced_and_sent_once() {
    let harness = Harness::new();
    harness.sandbox().set_delay_ms(16_000);
    let form = open_ready_to_send(&harness);
    form.click_button("Add note").wait_for_state("sending").wait_for_announcement("Sending the note…");
    assert!(!form.announcements().contains("Still sending."));
    form.wait_for_announcement("Still sending. This is taking longer than usual.");
    assert_eq!(form.value(), TEXT);
    form.click_button("Add note").press_ctrl_enter();
    form.wait_for_state("saved");
    assert_eq!(harness.request_count(), 1);
    assert_eq!(harness.sandbox().notes().len(), 1);
    assert!(!form.announcements().contains("Still sending."));
}

#[test]
fn retry_after_is_counted_down_and_then_sending_works() {
    let harness = Harness::new();
    let form = open_ready_to_send(&harness);
    harness.sandbox().set_fault(Fault::RateLimited);
    form.click_button("Add note")
        .wait_for_state("refused")
        .wait_for_announcement("Too many notes in a short time.");
    harness.sandbox().set_fault(Fault::None);
    let said = form.announcements();
    let first = wait_until("a countdown", || countdown(&harness), Option::is_some);
    assert!(first <= Some(7), "the seconds of Retry-After: {first:?}");
    form.click_button("Add note").press_ctrl_enter();
    wait_until("fewer seconds", || countdown(&harness), |seconds| seconds.is_some() && *seconds < first);
    assert_eq!(form.announcements(), said, "a refusal is said once");
    wait_until("the end of the wait", || countdown(&harness), Option::is_none);
    assert_eq!((harness.request_count(), form.value().as_str()), (1, TEXT), "nothing is sent by itself");
    form.click_button("Add note").wait_for_state("saved");
    assert_eq!(harness.request_count(), 2);
    assert_eq!(harness.sandbox().notes().len(), 1);
}

/// Sends the note on ticket 201, and turns to ticket 202 before its end; there another is begun.
#[track_caller]
fn change_ticket_while_sending(harness: &Harness) -> Form<'_> {
    let form = open_ready_to_send(harness);
    harness.browser().execute::<()>(
        "addEventListener('note-submit', ({ detail }) => { window.attempt = detail.attemptId })",
        Vec::new(),
    );
    form.click_button("Add note").wait_for_state("sending");
    form.set_property("ticketId", 202);
    wait_until("another ticket's form", || form.value(), String::is_empty);
    form.type_text(OTHER_TEXT);
    assert_eq!(harness.events(), [], "it is still under way");
    form
}

/// Waits until this was reported of the note on ticket 201, and of that only.
#[track_caller]
fn wait_for_only_event(harness: &Harness, name: &str) -> ReceivedEvent {
    let events = wait_until("a report", || harness.events(), |events| !events.is_empty());
    let [only] = &events[..] else { panic!("not one report: {events:?}") };
    let attempt: Value = harness.browser().execute("return attempt", Vec::new());
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
fn assert_undisturbed(harness: &Harness, form: &Form<'_>) {
    assert_eq!((form.state().as_str(), form.value().as_str()), ("editing", OTHER_TEXT));
    assert_eq!(form.buttons(), ["Add note"]);
    assert_eq!(harness.request_count(), 1);
}

#[test]
fn a_late_refusal_names_its_ticket_and_keeps_the_text() {
    let harness = Harness::new();
    harness.sandbox().set_delayed_fault(Fault::Error400, SLOW_RESPONSE_MS);
    let form = change_ticket_while_sending(&harness);
    form.wait_for_announcement("Your note on ticket 201 was not added.");
    assert_eq!(wait_for_only_event(&harness, "note-refused").detail["code"], "upstream_refused");
    assert_undisturbed(&harness, &form);
    form.set_property("ticketId", 201).wait_for_state("refused");
    assert_eq!(form.value(), TEXT);
}

#[test]
fn a_late_unknown_names_its_ticket_and_can_be_retried() {
    let harness = Harness::new();
    harness.sandbox().set_delayed_fault(Fault::Http500, SLOW_RESPONSE_MS);
    let form = change_ticket_while_sending(&harness);
    form.wait_for_announcement("Your note on ticket 201 could not be confirmed. Check that ticket.");
    wait_for_only_event(&harness, "note-unknown");
    assert_undisturbed(&harness, &form);
    form.set_property("ticketId", 201).wait_for_state("unknown");
    assert_eq!(form.value(), TEXT);
    assert_eq!(form.buttons(), ["Try again", "Send as a new note"]);
    assert!(!form.announcements().contains("ticket 201"), "here it is said of this note");
}

#[test]
fn a_late_save_is_reported_and_announces_nothing() {
    let harness = Harness::new();
    harness.sandbox().set_delay_ms(SLOW_RESPONSE_MS);
    let form = change_ticket_while_sending(&harness);
    wait_for_only_event(&harness, "note-saved");
    assert_undisturbed(&harness, &form);
    assert_eq!(form.announcements().trim(), "");
    harness.sandbox().set_delay_ms(0);
    form.click_button("Add note").wait_for_state("saved");
    let kept: Vec<_> =
        harness.sandbox().notes().into_iter().map(|note| (note.ticket, note.message)).collect();
    assert_eq!(kept, [(201, TEXT.to_owned()), (202, OTHER_TEXT.to_owned())]);
}
