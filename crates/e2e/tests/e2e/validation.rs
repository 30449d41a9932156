//! What is wrong is said at the field, and nothing is sent.

use ticket_note_e2e::{Form, Visit, until};

/// That the control says what is wrong with it, and has the focus.
#[track_caller]
fn has_the_problem(form: &Form<'_>, role: &str, name: &str, problem: &str) {
    let verdict = form.judges(role, name, |verdict| verdict.invalid && verdict.focused);
    assert!(verdict.described.contains(problem), "{verdict:?}");
}

#[test]
fn nothing_is_wrong_before_the_person_has_tried() {
    let visit = Visit::new();
    let form = visit.opens("ticketId=858462");
    assert!(!form.judges("combobox", "Type", |_| true).invalid);
    assert!(!form.judges("textbox", "Note", |_| true).invalid);
}

#[test]
fn no_type_is_said_at_the_type() {
    let visit = Visit::new();
    let form = visit.opens("ticketId=858462");
    form.types("Spoke with the customer.").presses("Add note");
    has_the_problem(&form, "combobox", "Type", "Choose a type.");
    assert!(!form.judges("textbox", "Note", |_| true).invalid);
    visit.sent_nothing();
}

#[test]
fn four_characters_are_said_at_the_text() {
    let visit = Visit::new();
    let form = visit.opens("ticketId=858462&type=calllog");
    form.types("Four").presses("Add note");
    has_the_problem(&form, "textbox", "Note", "Write at least 5 characters.");
    visit.sent_nothing();
    assert_eq!(form.value(), "Four");
}

#[test]
fn white_space_is_no_text() {
    let visit = Visit::new();
    let form = visit.opens("ticketId=858462&type=calllog");
    form.types("         ").presses("Add note");
    has_the_problem(&form, "textbox", "Note", "Write a note.");
    visit.sent_nothing();
}

#[test]
fn with_nothing_done_the_focus_goes_to_the_first_problem() {
    let visit = Visit::new();
    let form = visit.opens("ticketId=858462");
    form.presses("Add note");
    has_the_problem(&form, "combobox", "Type", "Choose a type.");
    form.judges("textbox", "Note", |verdict| verdict.invalid);
    visit.sent_nothing();
}

#[test]
fn what_is_put_right_is_no_longer_wrong_and_goes_out() {
    let visit = Visit::new();
    let form = visit.opens("ticketId=858462&type=calllog");
    form.types("Four").presses("Add note");
    has_the_problem(&form, "textbox", "Note", "Write at least 5 characters.");
    form.types(" more");
    form.judges("textbox", "Note", |verdict| !verdict.invalid);
    form.presses("Add note").becomes("saved");
    assert_eq!(visit.sandbox().notes()[0].message, "Four more");
}

#[test]
fn who_is_in_the_text_already_is_told_of_its_problem_by_the_focus_anew() {
    let visit = Visit::new();
    let form = visit.opens("ticketId=858462&type=calllog");
    form.types("Four");
    visit.browser().runs::<()>(
        "const note = document.querySelector('ticket-note'); \
         window.focuses = 0; \
         note.shadowRoot.addEventListener('focusin', () => { window.focuses += 1 }); \
         note.submit()",
        Vec::new(),
    );
    until(
        "the focus anew",
        || visit.browser().reads::<u32>("return window.focuses"),
        |focuses| *focuses == 1,
    );
    has_the_problem(&form, "textbox", "Note", "Write at least 5 characters.");
    form.types(" more");
    assert_eq!(form.value(), "Four more", "the caret stays");
}
