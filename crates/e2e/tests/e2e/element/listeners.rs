//! What a page may do while it is told of something.

use super::{SLOW, TEXT, asks, opens};
use serde_json::{Value, json};
use ticket_note_e2e::{Visit, until};

#[test]
fn a_listener_gets_a_true_answer_of_what_could_be_sent() {
    let visit = Visit::new();
    let form = opens(&visit);
    form.is_given("value", TEXT);
    let seen: [bool; 3] = asks(
        &visit,
        "const seen = []; \
         for (const type of ['note-submit', 'note-saved']) { \
           note.addEventListener(type, () => seen.push(note.checkValidity()), { once: true }); \
         } \
         await note.submit(); \
         return [...seen, note.checkValidity()]",
    );
    assert_eq!(seen, [true, false, false], "a note, then an empty form");
}

/// That a form whose page does this in a listener of each event has sent its note and harmed nothing.
#[track_caller]
fn survives(deed: &str) {
    let visit = Visit::new();
    for (round, pace) in ["", SLOW].into_iter().enumerate() {
        survives_at(&visit, pace, deed, 2 * round);
    }
}

#[track_caller]
fn survives_at(visit: &Visit, pace: &str, deed: &str, notes: usize) {
    opens(visit).is_given("value", TEXT);
    let outcome: String = asks(
        visit,
        &format!(
            "{pace} let deeds = 0; \
             for (const type of ['note-submit', 'note-change', 'note-saved']) {{ \
               note.addEventListener(type, () => {{ if (deeds++ < 9) {{ {deed} }} }}); \
             }} \
             return note.submit()"
        ),
    );
    assert_eq!(outcome, "saved", "{pace}");
    assert_eq!(visit.sandbox().notes().len(), notes + 1, "{pace}");
    visit.had_no_complaint();
    let works = "const other = document.createElement('ticket-note'); \
         Object.assign(other, { ticketId: 7, type: 'calllog', value: 'Written afterwards.' }); \
         const ready = new Promise((resolve) => other.addEventListener('note-ready', resolve)); \
         document.body.append(other); \
         await ready; \
         return [await other.submit(), other.value]";
    assert_eq!(asks::<Value>(visit, works), json!(["saved", ""]));
}

#[test]
fn a_listener_may_remove_the_element() {
    survives("note.remove()");
}

#[test]
fn a_listener_may_move_the_element() {
    survives("document.body.append(note)");
}

#[test]
fn a_listener_may_ask_and_send() {
    survives("note.checkValidity(); note.submit(); note.focus()");
}

#[test]
fn a_listener_may_reset() {
    survives("note.reset()");
}

#[test]
fn a_listener_may_turn_to_another_ticket() {
    survives("note.ticketId = 7; note.lang = 'ar'; note.theme = 'dark'");
}

#[test]
fn what_a_listener_writes_while_a_note_is_sent_is_the_next_note() {
    let visit = Visit::new();
    let form = opens(&visit);
    form.is_given("value", TEXT);
    let outcome: String = asks(
        &visit,
        "note.addEventListener('note-submit', () => { note.value += ' Called back.' }, { once: true }); \
         return note.submit()",
    );
    assert_eq!(outcome, "saved");
    assert_eq!(visit.sandbox().notes()[0].message, TEXT);
    assert_eq!(form.value(), format!("{TEXT} Called back."));
}

#[test]
fn a_page_that_asks_first_knows_the_note_again() {
    let visit = Visit::new();
    let form = opens(&visit);
    form.is_given("value", TEXT);
    asks::<()>(
        &visit,
        "let agreed = null; window.questions = 0; \
         note.addEventListener('note-submit', (event) => { \
           if (event.detail.attemptId === agreed) return; \
           event.preventDefault(); \
           window.questions += 1; \
           setTimeout(() => { agreed = event.detail.attemptId; note.submit() }); \
         })",
    );
    form.presses("Add note").becomes("saved");
    assert_eq!(asks::<u32>(&visit, "return window.questions"), 1);
    assert_eq!(visit.sandbox().notes().len(), 1);
}

#[test]
fn a_page_that_forgets_all_when_a_note_is_to_be_sent_sends_none() {
    let visit = Visit::new();
    let form = opens(&visit);
    form.is_given("value", TEXT);
    let outcome: String = asks(
        &visit,
        "note.addEventListener('note-submit', () => customElements.get('ticket-note').forgetDrafts(), { once: true }); \
         return note.submit()",
    );
    assert_eq!(outcome, "cancelled");
    form.becomes("editing");
    assert_eq!(form.value(), "");
    visit.sent_nothing();
    visit.had_no_complaint();
}

#[test]
fn a_listener_that_throws_harms_the_page_alone() {
    let visit = Visit::new();
    opens(&visit).is_given("value", TEXT);
    let outcome: String = asks(
        &visit,
        "for (const type of ['note-submit', 'note-change', 'note-saved']) { \
           note.addEventListener(type, () => { throw new Error('the page\\'s own') }); \
         } \
         return note.submit()",
    );
    assert_eq!(outcome, "saved");
    assert_eq!(visit.form().state(), "saved");
    assert_eq!(visit.sandbox().notes().len(), 1);
}

#[test]
fn a_send_whose_element_is_removed_at_once_has_an_end() {
    let visit = Visit::new();
    opens(&visit).is_given("value", TEXT);
    let outcome: String = asks(&visit, "const outcome = note.submit(); note.remove(); return outcome");
    let notes = if outcome == "saved" { 1 } else { 0 };
    assert!(["saved", "cancelled"].contains(&outcome.as_str()), "{outcome}");
    until("what the outcome says", || visit.sandbox().notes().len(), |kept| *kept == notes);
}

#[test]
fn who_asks_a_form_while_another_goes_gets_an_answer() {
    let visit = Visit::new();
    opens(&visit);
    let states: [String; 2] = asks(
        &visit,
        "const other = note.cloneNode(true); \
         const ready = new Promise((resolve) => other.addEventListener('note-ready', resolve, { once: true })); \
         note.after(other); \
         await ready; \
         note.focus(); \
         document.addEventListener('focusout', () => { note.checkValidity(); other.checkValidity(); other.theme = 'dark'; other.reset() }); \
         const back = new Promise((resolve) => other.addEventListener('note-ready', resolve, { once: true })); \
         customElements.get('ticket-note').forgetDrafts(); \
         await back; \
         return [note.state, other.state]",
    );
    assert_eq!(states, ["editing", "editing"]);
    visit.had_no_complaint();
}
