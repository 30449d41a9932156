//! Slow responses, Retry-After, and outcomes that arrive when the form shows another ticket.

use crate::sentences::{RATE_LIMITED, REFUSED_ON_TICKET_201, SENDING, STILL_SENDING, UNKNOWN_ON_TICKET_201};
use serde_json::Value;
use std::time::{Duration, Instant};
use ticket_note_e2e::{Fault, Form, Harness, ReceivedEvent, SLOW_RESPONSE_MS, wait_until};

const TEXT: &str = "Spoke with the customer.";
const OTHER_TEXT: &str = "Sent a copy of the invoice.";

fn open_ready_to_send(harness: &Harness) -> Form<'_> {
    let form = harness.open_frame_page("ticketId=201&type=calllog");
    form.type_text(TEXT);
    form
}

/// Returns the seconds that the form asks the user to wait, if it does.
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
    form.click_button("Add note").wait_for_state("sending").wait_for_announcement(SENDING);
    assert!(!form.announcements().contains(STILL_SENDING));
    form.wait_for_announcement(STILL_SENDING);
    assert_eq!(form.value(), TEXT);
    form.click_button("Add note").press_ctrl_enter();
    form.wait_for_state("saved");
    assert_eq!(harness.request_count(), 1);
    assert_eq!(harness.sandbox().notes().len(), 1);
    assert!(!form.announcements().contains(STILL_SENDING));
}

#[test]
fn retry_after_is_counted_down_and_then_sending_works() {
    let harness = Harness::new();
    let form = open_ready_to_send(&harness);
    harness.sandbox().set_fault(Fault::RateLimited);
    form.click_button("Add note").wait_for_state("refused").wait_for_announcement(RATE_LIMITED);
    harness.sandbox().set_fault(Fault::None);
    let announced = form.announcements();
    let first = wait_until("a countdown", || countdown(&harness), Option::is_some);
    assert!(first <= Some(7), "the seconds of Retry-After: {first:?}");
    form.click_button("Add note").press_ctrl_enter();
    wait_until("fewer seconds", || countdown(&harness), |seconds| seconds.is_some() && *seconds < first);
    form.wait_for_announcement("You can send again in ");
    assert!(form.announcements().contains(announced.trim()), "the refusal stays");
    wait_until("the end of the wait", || countdown(&harness), Option::is_none);
    form.wait_for_announcement("You can send the note now.");
    assert_eq!(
        (harness.request_count(), form.value().as_str()),
        (1, TEXT),
        "the form sends nothing by itself"
    );
    form.click_button("Add note").wait_for_state("saved");
    assert_eq!(harness.request_count(), 2);
    assert_eq!(harness.sandbox().notes().len(), 1);
}

/// Moves the page's clock: `ahead` milliseconds, as after a suspension.
const CLOCK: &str = "window.ahead = 0; const now = Date.now; window.Date.now = () => now() + ahead;";

#[test]
fn a_wait_that_ended_during_a_suspension_is_over_at_once() {
    let harness = Harness::new();
    let form = open_ready_to_send(&harness);
    harness.browser().execute::<()>(
        &format!(
            "{CLOCK} const own = fetch; \
             window.fetch = async () => {{ \
               window.fetch = own; \
               const body = {{ status: 'error', code: 'rate_limited', message: '', sent: 'no' }}; \
               return Response.json(body, {{ status: 429, headers: {{ 'Retry-After': '20' }} }}); \
             }}"
        ),
        Vec::new(),
    );
    form.click_button("Add note").wait_for_state("refused");
    let first = wait_until("a countdown", || countdown(&harness), Option::is_some);
    assert!(first > Some(10), "the seconds of Retry-After: {first:?}");
    let resumed = Instant::now();
    harness.browser().execute::<()>(
        "window.ahead = 21_000; \
         document.dispatchEvent(new Event('visibilitychange')); \
         dispatchEvent(new Event('pageshow'))",
        Vec::new(),
    );
    wait_until("the end of the wait", || countdown(&harness), Option::is_none);
    assert!(resumed.elapsed() < Duration::from_secs(8), "the wait went on for {:?}", resumed.elapsed());
    form.click_button("Add note").wait_for_state("saved");
    assert_eq!(harness.sandbox().notes().len(), 1);
}

/// Sends a note on ticket 201, changes to ticket 202 before the response, and types another text there.
#[track_caller]
fn change_ticket_while_sending(harness: &Harness) -> Form<'_> {
    let form = open_ready_to_send(harness);
    harness.browser().execute::<()>(
        "addEventListener('note-submit', ({ detail }) => { window.attempt = detail.attemptId })",
        Vec::new(),
    );
    form.click_button("Add note").wait_for_state("sending");
    form.set_property("ticketId", 202);
    wait_until("the form of another ticket", || form.value(), String::is_empty);
    form.type_text(OTHER_TEXT);
    assert_eq!(harness.events(), [], "the first note is still being sent");
    form
}

/// Waits for the first event, and asserts that it is this one for the note on ticket 201.
#[track_caller]
fn wait_for_only_event(harness: &Harness, name: &str) -> ReceivedEvent {
    let events = wait_until("an event", || harness.events(), |events| !events.is_empty());
    let [only] = &events[..] else { panic!("not one event: {events:?}") };
    let attempt: Value = harness.browser().execute("return attempt", Vec::new());
    assert_eq!(only.name, name);
    assert_eq!(
        (only.detail["ticketId"].as_u64(), only.detail["type"].as_str()),
        (Some(201), Some("calllog"))
    );
    assert_eq!(only.detail["attemptId"], attempt);
    only.clone()
}

/// Asserts that the note on ticket 202 is unchanged.
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
    form.wait_for_announcement(REFUSED_ON_TICKET_201);
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
    form.wait_for_announcement(UNKNOWN_ON_TICKET_201);
    wait_for_only_event(&harness, "note-unknown");
    assert_undisturbed(&harness, &form);
    form.set_property("ticketId", 201).wait_for_state("unknown");
    assert_eq!(form.value(), TEXT);
    assert_eq!(form.buttons(), ["Check again", "It is in the ticket", "Send as a new note"]);
    assert!(!form.announcements().contains("ticket 201"), "the sentence about another ticket is gone");
}

#[test]
fn a_late_save_names_its_ticket() {
    let harness = Harness::new();
    harness.sandbox().set_delay_ms(SLOW_RESPONSE_MS);
    let form = change_ticket_while_sending(&harness);
    wait_for_only_event(&harness, "note-saved");
    assert_undisturbed(&harness, &form);
    form.wait_for_announcement("Your note on ticket 201 was added.");
    harness.sandbox().set_delay_ms(0);
    form.click_button("Add note").wait_for_state("saved");
    let accepted: Vec<_> =
        harness.sandbox().notes().into_iter().map(|note| (note.ticket, note.message)).collect();
    assert_eq!(accepted, [(201, TEXT.to_owned()), (202, OTHER_TEXT.to_owned())]);
}
