//! The problem of a placeholder that was not replaced.

use super::open_with_templates;
use crate::element::run_script;
use ticket_note_e2e::{Form, Harness, wait_until};

const TEXT: &str = "Refund of {{amount}} sent.";

/// Opens a form whose text has a placeholder, and sends it.
fn open_stopped(harness: &Harness) -> Form<'_> {
    let form = open_with_templates(harness);
    form.set_property("value", TEXT).press_ctrl_enter();
    wait_until("a problem", || problem(harness), |problem| problem.0.contains("Replace {{amount}}"));
    form
}

/// Returns the sentence, the mark of the text, and the IDs of its descriptions.
fn problem(harness: &Harness) -> (String, String, String) {
    run_script(
        harness,
        "const error = note.shadowRoot.getElementById('template-error'); \
         const area = note.shadowRoot.querySelector('textarea'); \
         return [error.hidden ? '' : error.textContent, area.ariaInvalid, area.getAttribute('aria-describedby')]",
    )
}

#[track_caller]
fn wait_for_no_problem(harness: &Harness) {
    let (_, _, ids) =
        wait_until("no problem", || problem(harness), |(text, mark, _)| text.is_empty() && mark == "false");
    assert!(!ids.contains("template-error"), "{ids}");
}

#[test]
fn the_problem_goes_with_the_text() {
    let harness = Harness::new();
    for change in [
        "note.reset()",
        "note.value = 'Refund sent.'",
        "note.ticketId = note.ticketId + 1",
        "const area = note.shadowRoot.querySelector('textarea'); \
         area.setRangeText('5 euros', area.value.indexOf('{{'), area.value.indexOf('}}') + 2); \
         area.dispatchEvent(new InputEvent('input', { bubbles: true, composed: true }))",
    ] {
        open_stopped(&harness);
        run_script::<()>(&harness, change);
        wait_for_no_problem(&harness);
    }
}

#[test]
fn the_problem_names_the_next_placeholder() {
    let harness = Harness::new();
    open_stopped(&harness);
    run_script::<()>(
        &harness,
        "note.templates = [{ name: 'Call', text: '{{name}} called.' }]; note.value = '{{name}} called.'",
    );
    wait_until("the next", || problem(&harness).0, |text| text.contains("{{name}}"));
}

#[test]
fn the_problem_and_the_button_follow_the_language() {
    let harness = Harness::new();
    open_stopped(&harness);
    run_script::<()>(&harness, "note.lang = 'de'");
    let is_translated = |(text, ..): &(String, String, String)| {
        text.contains("{{amount}}") && !text.contains("Replace {{amount}} before you send")
    };
    wait_until("German", || problem(&harness), is_translated);
    let button = "return note.shadowRoot.getElementById('insert-template').textContent";
    assert_ne!(run_script::<String>(&harness, button), "Insert template");
}

#[test]
fn the_text_is_marked_while_either_problem_is_shown() {
    let harness = Harness::new();
    let form = open_with_templates(&harness);
    run_script::<()>(&harness, "note.templates = [{ name: 'Refund', text: 'Refund of {{}} sent.' }]");
    form.set_property("value", "x").press_ctrl_enter();
    form.wait_for_control("textbox", "Note", |control| control.invalid);
    // A placeholder of four characters is too short, too.
    form.set_property("value", "{{}}").press_ctrl_enter();
    wait_until("a problem", || problem(&harness), |(text, mark, _)| text.contains("{{}}") && mark == "true");
    // The text is long enough, and the placeholder is still a problem.
    form.set_property("value", "Refund of {{}} sent.");
    let is_right = "return !note.shadowRoot.getElementById('text-error').textContent";
    wait_until("no other problem", || run_script::<bool>(&harness, is_right), |&is_right| is_right);
    assert_eq!(problem(&harness).1, "true");
    // The placeholder goes, and the text is too short again.
    form.set_property("value", "x");
    wait_until("the other problem", || run_script::<bool>(&harness, is_right), |&is_right| !is_right);
    wait_until("one problem", || problem(&harness), |(text, mark, _)| text.is_empty() && mark == "true");
}

#[test]
fn braces_that_no_template_has_do_not_stop_the_send() {
    let harness = Harness::new();
    let form = open_with_templates(&harness);
    let text = "Dear {{first_name}}, it costs {{ amount }}.";
    form.set_property("value", text).press_ctrl_enter().wait_for_state("saved");
    assert_eq!(harness.sandbox().notes()[0].message, text);
}

#[test]
fn a_placeholder_stops_the_send_when_its_template_is_gone() {
    let harness = Harness::new();
    let form = open_with_templates(&harness);
    run_script::<()>(
        &harness,
        "await note.insert('Refund of {{amount}} to {{name}}.'); note.templates = null",
    );
    form.press_ctrl_enter();
    wait_until("a problem", || problem(&harness).0, |text| text.contains("{{amount}}"));
    harness.assert_nothing_sent();
}
