//! What the form says about the ticket of a note whose outcome is unknown (docs/specification.md, section 3.3).
// cspell:ignore deze tekst Eine Notiz diesem

use super::{TEXT, open_form, run_script};
use serde_json::{Value, json};
use ticket_note_e2e::{Fault, Form, Harness, wait_until};

const READING: [&str; 4] = ["--read-ticket", "on", "--upstream-time-zone", "UTC"];
const SAME_TEXT: &str = "A note with this text is in the ticket.";
const ABSENT: &str = "Not in the ticket at ";

/// Sends a note without an author, so that no evidence about it is strong.
fn open_unknown(harness: &Harness, fault: Fault) -> Form<'_> {
    let form = open_form(harness);
    form.set_property("userId", Value::Null);
    harness.sandbox().set_fault(fault);
    form.type_text(TEXT).press_ctrl_enter().wait_for_state("unknown");
    form
}

/// Returns the line about the ticket; empty if there is none.
fn line(harness: &Harness) -> String {
    harness.browser().evaluate(
        "return document.querySelector('ticket-note')?.shadowRoot?.getElementById('ticket-finding')?.textContent ?? ''",
    )
}

#[track_caller]
fn wait_for_line(harness: &Harness, start: &str) -> String {
    wait_until(&format!("the line “{start}”"), || line(harness), |line| line.starts_with(start))
}

#[track_caller]
fn wait_for_no_line(harness: &Harness) {
    wait_until("no line about the ticket", || line(harness), |line| line.is_empty());
}

/// Returns how often the form has asked for the status of an attempt.
fn questions(harness: &Harness) -> usize {
    harness.browser().evaluate(
        "return performance.getEntriesByType('resource').filter(({ name }) => name.includes('/attempts/')).length",
    )
}

/// Returns the user's local time, as the form writes it.
fn local_time(harness: &Harness) -> String {
    harness.browser().evaluate("return new Date().toTimeString().slice(0, 5)")
}

#[test]
fn a_note_with_the_same_text_is_stated_politely_and_once() {
    let harness = Harness::with_proxy_flags(&READING);
    let form = open_unknown(&harness, Fault::ResetAfter);
    let said: [Value; 4] = run_script(
        &harness,
        "const root = note.shadowRoot; const said = []; \
         await waitUntil(() => root.getElementById('ticket-finding')); \
         const region = root.getElementById('ticket-finding'); \
         const empty = region.textContent; \
         new MutationObserver(() => said.push(region.textContent)).observe(region, { childList: true }); \
         await waitUntil(() => said.length > 0); \
         const ask = () => performance.getEntriesByType('resource').filter(({ name }) => name.includes('/attempts/')).length; \
         const before = ask(); \
         document.dispatchEvent(new Event('visibilitychange')); \
         await waitUntil(() => ask() > before); await settled(note); \
         return [empty, region.getAttribute('role'), said, root.getElementById('found').getAttribute('aria-describedby')]",
    );
    assert_eq!(json!(said), json!(["", "status", [SAME_TEXT], "ticket-finding"]));
    assert_eq!(form.state(), "unknown");
    harness.assert_no_page_errors();
}

#[test]
fn a_note_that_is_not_there_is_stated_with_the_local_time() {
    let harness = Harness::with_proxy_flags(&READING);
    let form = open_unknown(&harness, Fault::TicketEdited);
    let before = local_time(&harness);
    let line = wait_for_line(&harness, ABSENT);
    assert!([before, local_time(&harness)].map(|time| format!("{ABSENT}{time}.")).contains(&line), "{line}");
    let found =
        form.wait_for_control("button", "It is in the ticket", |control| !control.description.is_empty());
    assert_eq!(found.description, line);
}

#[test]
fn the_line_follows_the_language_and_the_state() {
    let harness = Harness::with_proxy_flags(&READING);
    let form = open_unknown(&harness, Fault::ResetAfter);
    wait_for_line(&harness, SAME_TEXT);
    form.set_property("lang", "nl");
    wait_for_line(&harness, "Er staat een notitie met deze tekst in het ticket.");
    form.set_property("lang", "ar");
    wait_for_line(&harness, "توجد ملاحظة بهذا النص في التذكرة.");
    form.set_property("lang", "en");
    wait_for_line(&harness, SAME_TEXT);
    // An edited text is not the text of the attempt.
    form.type_text(" And more.");
    wait_for_no_line(&harness);
    form.set_property("value", TEXT);
    wait_for_line(&harness, SAME_TEXT);
    form.set_property("ticketId", 7);
    wait_for_no_line(&harness);
    form.set_property("ticketId", 858_462).wait_for_state("unknown");
    wait_for_line(&harness, SAME_TEXT);
    form.click_button("It is in the ticket").wait_for_state("editing");
    wait_for_no_line(&harness);
    let is_gone = "return !document.querySelector('ticket-note').shadowRoot.getElementById('ticket-finding')";
    assert!(harness.browser().evaluate::<bool>(is_gone), "the region stays");
}

#[test]
fn the_line_returns_after_a_reload_and_after_a_move() {
    let harness = Harness::with_proxy_flags(&READING);
    open_unknown(&harness, Fault::ResetAfter);
    wait_for_line(&harness, SAME_TEXT);
    run_script::<()>(
        &harness,
        "const { parentNode } = note; note.remove(); await null; await null; parentNode.append(note)",
    );
    wait_for_line(&harness, SAME_TEXT);
    harness.browser().reload();
    let form = harness.form();
    form.wait_for_state("unknown");
    wait_for_line(&harness, SAME_TEXT);
}

#[test]
fn a_note_that_appears_late_is_first_absent_then_saved() {
    let harness = Harness::with_proxy_flags(&READING);
    let form = open_form(&harness);
    form.set_property("userId", 254);
    harness.sandbox().set_fault(Fault::TicketLate);
    form.type_text(TEXT).press_ctrl_enter().wait_for_state("unknown");
    wait_for_line(&harness, ABSENT);
    // The note is in its ticket 20 seconds after it was sent. The proxy reads the ticket after 30 seconds, and
    // the test asks more often than the form.
    harness.browser().execute::<()>(
        "setInterval(() => document.dispatchEvent(new Event('visibilitychange')), 1000)",
        Vec::new(),
    );
    wait_until("many questions", || questions(&harness), |&count| count > 14);
    form.wait_for_state("saved");
    wait_for_no_line(&harness);
    let names: Vec<_> = harness.events().into_iter().map(|event| event.name).collect();
    assert_eq!(names, ["note-unknown", "note-saved"]);
    assert_eq!(harness.sandbox().notes().len(), 1);
}

#[test]
fn a_ticket_that_cannot_be_read_is_not_mentioned() {
    let harness = Harness::with_proxy_flags(&READING);
    let form = open_unknown(&harness, Fault::TicketForbidden);
    wait_until("a question after the reading", || questions(&harness), |&count| count > 1);
    assert_eq!((form.state().as_str(), line(&harness).as_str()), ("unknown", ""));
}

#[test]
fn the_framed_page_states_what_is_in_the_ticket() {
    let harness = Harness::with_proxy_flags(&READING);
    harness.sandbox().set_fault(Fault::ResetAfter);
    let form = harness.open_frame_page("ticketId=858462&type=calllog&lang=de");
    form.set_property("value", TEXT);
    harness.browser().execute::<()>("document.querySelector('ticket-note').submit()", Vec::new());
    form.wait_for_state("unknown");
    wait_for_line(&harness, "Eine Notiz mit diesem Text ist im Ticket.");
    harness.assert_no_page_errors();
}
