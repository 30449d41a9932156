//! A problem is shown at its field once the user tries to send, and nothing is sent.

use crate::sentences::{TEXT_MISSING, TEXT_TOO_SHORT, TYPE_MISSING};
use thirtyfour::Key;
use ticket_note_e2e::{Form, Harness, wait_until};

/// Asserts that the control is described by this problem and has the focus.
#[track_caller]
fn assert_problem(form: &Form<'_>, role: &str, name: &str, problem: &str) {
    let control = form.wait_for_control(role, name, |control| control.invalid && control.focused);
    assert!(control.description.contains(problem), "{control:?}");
}

#[test]
fn no_problem_is_shown_before_a_send() {
    let harness = Harness::new();
    let form = harness.open_frame_page("ticketId=858462");
    assert!(!form.wait_for_control("combobox", "Type", |_| true).invalid);
    assert!(!form.wait_for_control("textbox", "Note", |_| true).invalid);
}

/// Finds a point in the form that belongs to no control and no text.
const BLANK_POINT: &str = "
    const note = document.querySelector('ticket-note');
    const { left, top, right, bottom } = note.getBoundingClientRect();
    for (let y = Math.ceil(top); y < bottom; y += 2) {
      for (let x = Math.ceil(left); x < right; x += 2) {
        if (note.shadowRoot.elementFromPoint(x, y)?.localName === 'form') return [x, y];
      }
    }";

#[test]
fn a_click_on_blank_space_shows_no_problem() {
    let harness = Harness::new();
    let form = harness.open_frame_page("ticketId=858462");
    let [x, y]: [i64; 2] = harness.browser().evaluate(BLANK_POINT);
    harness.browser().click_at(x, y);
    harness.browser().click(&form.text_area());
    form.wait_for_control("textbox", "Note", |control| control.focused);
    form.type_text("Four");
    for (role, name) in [("combobox", "Type"), ("textbox", "Note")] {
        let control = form.wait_for_control(role, name, |_| true);
        assert!(!control.invalid && !control.description.contains(TYPE_MISSING), "{control:?}");
    }
}

#[test]
fn leaving_a_field_shows_no_problem_before_a_send() {
    let harness = Harness::new();
    let form = harness.open_frame_page("ticketId=858462");
    form.type_text("Four").type_text(Key::Shift + Key::Tab);
    form.wait_for_control("combobox", "Type", |control| control.focused);
    harness.browser().press_keys(Key::Tab);
    let text = form.wait_for_control("textbox", "Note", |control| control.focused);
    assert!(!text.invalid, "{text:?}");
    assert!(!form.wait_for_control("combobox", "Type", |_| true).invalid);
    // After a tried send, the problems change as the user types.
    form.click_button("Add note");
    assert_problem(&form, "combobox", "Type", TYPE_MISSING);
    form.select_type("Call log");
    form.wait_for_control("combobox", "Type", |control| !control.invalid);
    form.type_text("s");
    form.wait_for_control("textbox", "Note", |control| !control.invalid);
    form.type_text(Key::Backspace);
    form.wait_for_control("textbox", "Note", |control| control.invalid);
    harness.assert_nothing_sent();
}

#[test]
fn a_missing_type_is_shown_at_the_type() {
    let harness = Harness::new();
    let form = harness.open_frame_page("ticketId=858462");
    form.type_text("Spoke with the customer.").click_button("Add note");
    assert_problem(&form, "combobox", "Type", TYPE_MISSING);
    assert!(!form.wait_for_control("textbox", "Note", |_| true).invalid);
    harness.assert_nothing_sent();
}

#[test]
fn a_short_text_is_shown_at_the_text() {
    let harness = Harness::new();
    let form = harness.open_frame_page("ticketId=858462&type=calllog");
    form.type_text("Four").click_button("Add note");
    assert_problem(&form, "textbox", "Note", TEXT_TOO_SHORT);
    harness.assert_nothing_sent();
    assert_eq!(form.value(), "Four");
}

#[test]
fn white_space_counts_as_no_text() {
    let harness = Harness::new();
    let form = harness.open_frame_page("ticketId=858462&type=calllog");
    form.type_text("         ").click_button("Add note");
    assert_problem(&form, "textbox", "Note", TEXT_MISSING);
    harness.assert_nothing_sent();
}

#[test]
fn the_focus_goes_to_the_first_problem() {
    let harness = Harness::new();
    let form = harness.open_frame_page("ticketId=858462");
    form.click_button("Add note");
    assert_problem(&form, "combobox", "Type", TYPE_MISSING);
    form.wait_for_control("textbox", "Note", |control| control.invalid);
    harness.assert_nothing_sent();
}

#[test]
fn a_corrected_text_clears_its_problem_and_sends() {
    let harness = Harness::new();
    let form = harness.open_frame_page("ticketId=858462&type=calllog");
    form.type_text("Four").click_button("Add note");
    assert_problem(&form, "textbox", "Note", TEXT_TOO_SHORT);
    form.type_text(" more");
    form.wait_for_control("textbox", "Note", |control| !control.invalid);
    form.click_button("Add note").wait_for_state("saved");
    assert_eq!(harness.sandbox().notes()[0].message, "Four more");
}

#[test]
fn a_stopped_send_refocuses_a_text_that_has_the_focus() {
    let harness = Harness::new();
    let form = harness.open_frame_page("ticketId=858462&type=calllog");
    form.type_text("Four");
    harness.browser().execute::<()>(
        "const note = document.querySelector('ticket-note'); \
         window.focuses = 0; \
         note.shadowRoot.addEventListener('focusin', () => { window.focuses += 1 }); \
         note.submit()",
        Vec::new(),
    );
    wait_until(
        "another focus event",
        || harness.browser().evaluate::<u32>("return window.focuses"),
        |focuses| *focuses == 1,
    );
    assert_problem(&form, "textbox", "Note", TEXT_TOO_SHORT);
    form.type_text(" more");
    assert_eq!(form.value(), "Four more", "the caret stays");
}
