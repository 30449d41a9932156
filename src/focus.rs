//! Moves the focus in a form.

use crate::shell::Shell;
use crate::text_area;
use ticket_note_core::problem::Field;
use ticket_note_core::step::Stop;
use wasm_bindgen::JsCast;
use web_sys::HtmlElement;

/// Moves the focus to the problem that stopped a send, and selects the characters that cause it. If the
/// control already has the focus, it loses it first, because a screen reader reads the state of a control
/// that gets the focus. If the control cannot have the focus, the focus does not move.
pub(crate) fn focus_problem(shell: &Shell, stop: &Stop) {
    let control = if stop.problem.field == Field::Type { "#type" } else { "#text" };
    if let Some(control) = shell.find(control) {
        let control: HtmlElement = control.unchecked_into();
        let _ = control.blur().and_then(|()| control.focus());
    }
    if let Some(selection) = &stop.selection {
        text_area::select(shell.area(), selection);
    }
}
