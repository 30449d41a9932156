//! Control characters are refused. A stopped send selects the first one.

use super::{assert_refused, assert_text_kept, open_form, set_value_to};
use crate::sentences::TEXT_CONTROL;
use ticket_note_e2e::{Harness, wait_until};

#[test]
fn control_characters_are_refused_and_kept() {
    let harness = Harness::new();
    let form = open_form(&harness);
    for character in ['\0', '\u{1}', '\u{7}', '\u{8}', '\u{e}', '\u{1b}', '\u{7f}', '\u{85}', '\u{9f}'] {
        let text = format!("Spoke with{character} the customer.");
        form.set_property("value", text.as_str());
        assert_refused(&form, TEXT_CONTROL);
        assert_eq!(form.value(), text);
        form.set_property("value", "Spoke with the customer.");
        form.wait_for_control("textbox", "Note", |control| !control.invalid);
    }
    harness.assert_nothing_sent();
}

/// Whether the first character U+001B of the text area is selected and inside the visible part of it.
const SELECTION: &str = "
    const area = document.querySelector('ticket-note').shadowRoot.querySelector('textarea');
    const { selectionStart, selectionEnd, value, scrollTop, scrollHeight, clientHeight } = area;
    const lines = value.split('\\n');
    const { paddingTop, paddingBottom } = getComputedStyle(area);
    const lineHeight = (scrollHeight - parseFloat(paddingTop) - parseFloat(paddingBottom)) / lines.length;
    const line = lines.findIndex((text) => text.includes('\\u001b'));
    const top = parseFloat(paddingTop) + line * lineHeight;
    const inArea = scrollTop > 0 && top >= scrollTop - 1 && top + lineHeight <= scrollTop + clientHeight + 1;
    const y = area.getBoundingClientRect().top + area.clientTop + top - scrollTop;
    const inWindow = y >= 0 && y + lineHeight <= innerHeight;
    const isSelected = selectionStart === value.indexOf('\\u001b') && selectionEnd === selectionStart + 1;
    return [isSelected, inArea, inWindow]";

#[test]
fn a_refused_control_character_is_selected_and_scrolled_to() {
    let harness = Harness::new();
    let form = open_form(&harness);
    let lines =
        "[...Array(200).keys()].map((line) => line === 139 ? 'line \\u001b[31m140' : `line ${line + 1}`)";
    set_value_to(&harness, &format!("{lines}.join('\\n')"));
    let is_shown = || harness.browser().evaluate::<[bool; 3]>(SELECTION);
    assert_refused(&form, TEXT_CONTROL);
    wait_until("the selected character in view", is_shown, |is_shown| *is_shown == [true; 3]);
    assert_text_kept(&harness);
    harness.browser().execute::<()>(
        "const area = document.querySelector('ticket-note').shadowRoot.querySelector('textarea'); \
         area.setSelectionRange(0, 0); area.scrollTop = 0",
        Vec::new(),
    );
    form.press_ctrl_enter();
    wait_until("the selected character in view again", is_shown, |is_shown| *is_shown == [true; 3]);
    // Typing replaces the selected character. Nothing stops the next send.
    harness.browser().press_keys("x");
    form.wait_for_control("textbox", "Note", |control| !control.invalid);
    form.click_button("Add note").wait_for_state("saved");
    let [note] = &harness.sandbox().notes()[..] else { panic!("not one note") };
    assert!(note.message.contains("line 139\nline x[31m140\nline 141"), "{}", note.message);
}
