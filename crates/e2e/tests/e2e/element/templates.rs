//! Templates (docs/specification.md, section 4.14).

mod problem;
mod tree;

use super::{TEXT, open_form, run_script};
use serde_json::{Value, json};
use thirtyfour::Key;
use ticket_note_e2e::{Form, Harness, wait_until};

/// Opens a form with two templates.
fn open_with_templates(harness: &Harness) -> Form<'_> {
    let form = open_form(harness);
    run_script::<()>(
        harness,
        "note.userId = 254; \
         note.templates = [{ name: 'Called back', text: 'Called back about {{ticket}} by {{user}}.' }, \
             { name: 'Refund', text: 'Refund of {{amount}} sent.' }]; \
         await waitUntil(() => note.shadowRoot.querySelector('#insert-template'))",
    );
    form
}

/// Returns role, name and state of the list's elements.
fn list(harness: &Harness) -> Value {
    run_script(
        harness,
        "const filter = note.shadowRoot.querySelector('[role=combobox]'); \
         const options = [...note.shadowRoot.querySelectorAll('[role=option]')]; \
         return [filter.ariaExpanded, options.map(({ firstChild, ariaSelected }) => [firstChild.data, ariaSelected])]",
    )
}

#[test]
fn a_page_without_templates_loads_nothing_for_them() {
    let harness = Harness::new();
    open_form(&harness);
    let count = "return performance.getEntriesByType('resource').filter(({ name }) => name.includes('templates')).length";
    assert_eq!(run_script::<usize>(&harness, count), 0);
}

#[test]
fn a_slash_at_the_start_of_a_word_opens_the_list() {
    let harness = Harness::new();
    let form = open_with_templates(&harness);
    form.type_text("Note: /");
    assert_eq!(list(&harness), json!(["true", [["Called back", "true"], ["Refund", "false"]]]));
    harness.browser().press_keys(Key::Down);
    assert_eq!(list(&harness)[1][1], json!(["Refund", "true"]));
    harness.browser().press_keys("call");
    assert_eq!(list(&harness), json!(["true", [["Called back", "true"]]]));
    harness.browser().press_keys(Key::Enter);
    wait_until("the template", || form.value(), |text| text == "Note: Called back about 858462 by 254.");
    form.wait_for_control("textbox", "Note", |control| control.focused);
    harness.browser().execute::<()>("document.execCommand('undo')", Vec::new());
    assert_eq!(form.value(), "Note: /");
}

#[test]
fn the_list_closes_when_the_form_shows_another_ticket() {
    let harness = Harness::new();
    let form = open_with_templates(&harness);
    form.type_text("Note: /");
    assert_eq!(list(&harness)[0], "true");
    form.set_property("ticketId", 7);
    wait_until("an empty form", || form.value(), String::is_empty);
    assert_eq!(list(&harness)[0], "false");
    form.wait_for_control("textbox", "Note", |control| control.focused);
}

#[test]
fn an_open_list_shows_the_new_templates() {
    let harness = Harness::new();
    let form = open_with_templates(&harness);
    form.type_text("/");
    run_script::<()>(&harness, "note.templates = [{ name: 'Another', text: 'One' }]");
    wait_until("the new list", || list(&harness), |seen| *seen == json!(["true", [["Another", "true"]]]));
    harness.browser().press_keys(Key::Enter);
    wait_until("the template", || form.value(), |text| text == "One");
}

#[test]
fn escape_closes_the_list_and_a_path_is_text() {
    let harness = Harness::new();
    let form = open_with_templates(&harness);
    form.type_text("/");
    harness.browser().press_keys(Key::Escape);
    assert_eq!(list(&harness)[0], "false");
    assert_eq!(form.value(), "/");
    harness.browser().press_keys(" /usr");
    wait_until("the path in the text", || form.value(), |text| text == "/ /usr");
}

#[test]
fn the_button_and_the_mouse_insert_a_template() {
    let harness = Harness::new();
    let form = open_with_templates(&harness);
    form.type_text("Done. ").click_button("Insert template");
    let option = harness.browser().find_in_shadow("ticket-note", "[role=option]").remove(0);
    harness.browser().click(&option);
    wait_until("the template", || form.value(), |text| text.starts_with("Done. Called back"));
}

#[test]
fn a_placeholder_is_selected_and_stops_the_send() {
    let harness = Harness::new();
    let form = open_with_templates(&harness);
    form.type_text("/refund");
    harness.browser().press_keys(Key::Tab);
    let selected = || {
        run_script::<String>(
            &harness,
            "const { value, selectionStart, selectionEnd } = note.shadowRoot.querySelector('textarea'); \
             return value.slice(selectionStart, selectionEnd)",
        )
    };
    wait_until("the placeholder", selected, |text| text == "{{amount}}");
    form.press_ctrl_enter().click_button("Add note");
    let control = form.wait_for_control("textbox", "Note", |control| control.invalid);
    assert!(control.description.contains("Replace {{amount}} before you send."), "{}", control.description);
    assert_eq!(
        run_script::<[Value; 2]>(&harness, "return [await note.submit(), note.checkValidity()]"),
        [json!("invalid"), json!(false)]
    );
    harness.assert_nothing_sent();
    harness.browser().press_keys("5 euros");
    form.press_ctrl_enter().wait_for_state("saved");
    assert_eq!(harness.sandbox().notes()[0].message, "Refund of 5 euros sent.");
}

#[test]
fn the_page_inserts_a_text_at_the_caret() {
    let harness = Harness::new();
    let form = open_form(&harness);
    form.type_text(TEXT);
    run_script::<()>(
        &harness,
        "note.shadowRoot.querySelector('textarea').setSelectionRange(5, 5); await note.insert(' again ({{ticket}})')",
    );
    assert_eq!(form.value(), "Spoke again (858462) with the customer.");
}

#[test]
fn a_text_for_a_ticket_that_is_gone_is_not_inserted() {
    let harness = Harness::new();
    let form = open_form(&harness);
    run_script::<()>(
        &harness,
        "const inserted = note.insert('For this ticket.'); note.ticketId = 7; await inserted",
    );
    assert_eq!(form.value(), "");
    form.set_property("ticketId", 858_462);
    assert_eq!(form.value(), "");
}

#[test]
fn child_elements_are_templates() {
    let harness = Harness::new();
    open_form(&harness);
    let seen: Vec<String> = run_script(
        &harness,
        "const other = document.createElement('ticket-note'); other.ticketId = 7; \
         const template = document.createElement('template'); template.setAttribute('name', 'Long'); \
         template.content.append('\\n    One\\n      two\\n  '); other.append(template); document.body.append(other); \
         await waitUntil(() => other.shadowRoot.querySelector('#insert-template')); \
         other.shadowRoot.querySelector('#insert-template').click(); \
         return [...other.shadowRoot.querySelectorAll('[role=option] span')].map(({ textContent }) => textContent)",
    );
    assert_eq!(seen, ["One\n  two"]);
}

#[test]
fn entries_that_are_not_templates_are_left_out() {
    let harness = Harness::new();
    open_form(&harness);
    let names: Vec<String> = run_script(
        &harness,
        "note.templates = [null, 'text', { name: 'No text' }, { name: 7, text: 'x' }, { name: 'One', text: '1' }]; \
         await waitUntil(() => note.shadowRoot.querySelector('#insert-template')); \
         note.shadowRoot.querySelector('#insert-template').click(); \
         return [...note.shadowRoot.querySelectorAll('[role=option]')].map(({ firstChild }) => firstChild.data)",
    );
    assert_eq!(names, ["One"]);
}
