//! Calls that a page may make inside its event listeners.

use super::{SLOW_CLOCK, TEXT, open_form, run_script};
use serde_json::{Value, json};
use ticket_note_e2e::{Harness, wait_until};

#[test]
fn check_validity_is_right_inside_listeners() {
    let harness = Harness::new();
    let form = open_form(&harness);
    form.set_property("value", TEXT);
    let seen: [bool; 3] = run_script(
        &harness,
        "const seen = []; \
         for (const type of ['note-submit', 'note-saved']) { \
           note.addEventListener(type, () => seen.push(note.checkValidity()), { once: true }); \
         } \
         await note.submit(); \
         return [...seen, note.checkValidity()]",
    );
    assert_eq!(seen, [true, false, false], "valid before the save, then empty");
}

/// Asserts that a note is saved, and that the page and other forms work, if listeners run this action.
#[track_caller]
fn assert_harmless(action: &str) {
    let harness = Harness::new();
    for (round, pace) in ["", SLOW_CLOCK].into_iter().enumerate() {
        assert_harmless_at(&harness, pace, action, 2 * round);
    }
}

#[track_caller]
fn assert_harmless_at(harness: &Harness, pace: &str, action: &str, notes: usize) {
    open_form(harness).set_property("value", TEXT);
    let outcome: String = run_script(
        harness,
        &format!(
            "{pace} let actions = 0; \
             for (const type of ['note-submit', 'note-change', 'note-saved']) {{ \
               note.addEventListener(type, () => {{ if (actions++ < 9) {{ {action} }} }}); \
             }} \
             return note.submit()"
        ),
    );
    assert_eq!(outcome, "saved", "{pace}");
    assert_eq!(harness.sandbox().notes().len(), notes + 1, "{pace}");
    harness.assert_no_page_errors();
    let works = "const other = document.createElement('ticket-note'); \
         Object.assign(other, { ticketId: 7, type: 'calllog', value: 'Written afterwards.' }); \
         const ready = new Promise((resolve) => other.addEventListener('note-ready', resolve)); \
         document.body.append(other); \
         await ready; \
         return [await other.submit(), other.value]";
    assert_eq!(run_script::<Value>(harness, works), json!(["saved", ""]));
}

#[test]
fn a_listener_may_remove_the_element() {
    assert_harmless("note.remove()");
}

#[test]
fn a_listener_may_move_the_element() {
    assert_harmless("document.body.append(note)");
}

#[test]
fn a_listener_may_validate_submit_and_focus() {
    assert_harmless("note.checkValidity(); note.submit(); note.focus()");
}

#[test]
fn a_listener_may_reset() {
    assert_harmless("note.reset()");
}

#[test]
fn a_listener_may_change_the_ticket() {
    assert_harmless("note.ticketId = 7; note.lang = 'ar'; note.theme = 'dark'");
}

#[test]
fn text_added_while_sending_starts_the_next_note() {
    let harness = Harness::new();
    let form = open_form(&harness);
    form.set_property("value", TEXT);
    let outcome: String = run_script(
        &harness,
        "note.addEventListener('note-submit', () => { note.value += ' Called back.' }, { once: true }); \
         return note.submit()",
    );
    assert_eq!(outcome, "saved");
    assert_eq!(harness.sandbox().notes()[0].message, TEXT);
    assert_eq!(form.value(), format!("{TEXT} Called back."));
}

#[test]
fn a_confirmed_send_keeps_its_attempt_id() {
    let harness = Harness::new();
    let form = open_form(&harness);
    form.set_property("value", TEXT);
    run_script::<()>(
        &harness,
        "let agreed = null; window.questions = 0; \
         note.addEventListener('note-submit', (event) => { \
           if (event.detail.attemptId === agreed) return; \
           event.preventDefault(); \
           window.questions += 1; \
           setTimeout(() => { agreed = event.detail.attemptId; note.submit() }); \
         })",
    );
    form.click_button("Add note").wait_for_state("saved");
    assert_eq!(run_script::<u32>(&harness, "return window.questions"), 1);
    assert_eq!(harness.sandbox().notes().len(), 1);
}

#[test]
fn forgetting_drafts_in_note_submit_cancels_the_send() {
    let harness = Harness::new();
    let form = open_form(&harness);
    form.set_property("value", TEXT);
    let outcome: String = run_script(
        &harness,
        "note.addEventListener('note-submit', () => customElements.get('ticket-note').forgetDrafts(), { once: true }); \
         return note.submit()",
    );
    assert_eq!(outcome, "cancelled");
    form.wait_for_state("editing");
    assert_eq!(form.value(), "");
    harness.assert_nothing_sent();
    harness.assert_no_page_errors();
}

#[test]
fn a_throwing_listener_does_not_affect_the_form() {
    let harness = Harness::new();
    open_form(&harness).set_property("value", TEXT);
    let outcome: String = run_script(
        &harness,
        "for (const type of ['note-submit', 'note-change', 'note-saved']) { \
           note.addEventListener(type, () => { throw new Error('from the page') }); \
         } \
         return note.submit()",
    );
    assert_eq!(outcome, "saved");
    assert_eq!(harness.form().state(), "saved");
    assert_eq!(harness.sandbox().notes().len(), 1);
}

#[test]
fn a_submit_settles_when_the_element_is_removed_at_once() {
    let harness = Harness::new();
    open_form(&harness).set_property("value", TEXT);
    let outcome: String =
        run_script(&harness, "const outcome = note.submit(); note.remove(); return outcome");
    let notes = if outcome == "saved" { 1 } else { 0 };
    assert!(["saved", "cancelled"].contains(&outcome.as_str()), "{outcome}");
    wait_until(
        "as many notes as the outcome implies",
        || harness.sandbox().notes().len(),
        |count| *count == notes,
    );
}

#[test]
fn calls_during_another_forms_removal_are_handled() {
    let harness = Harness::new();
    open_form(&harness);
    let states: [String; 2] = run_script(
        &harness,
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
    harness.assert_no_page_errors();
}
