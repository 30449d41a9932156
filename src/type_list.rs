//! The list of types of a form.

use crate::shell::Shell;
use ticket_note_core::note::NoteType;
use ticket_note_core::state::Action;
use wasm_bindgen::JsCast;
use web_sys::HtmlSelectElement;

fn type_list(shell: &Shell) -> Option<HtmlSelectElement> {
    shell.find("select").map(JsCast::unchecked_into)
}

/// Selects the state's type in the list. Once the user has chosen, the attribute `selected` of an
/// option has no effect.
pub(crate) fn write_type(shell: &Shell, note_type: Option<NoteType>) {
    let code = note_type.map_or("", NoteType::code);
    if let Some(list) = type_list(shell).filter(|list| list.value() != code) {
        list.set_value(code);
    }
}

/// Returns the action for the type that the list shows, unless it shows none, or `known`.
pub(crate) fn chosen_type(shell: &Shell, known: Option<NoteType>) -> Option<Action> {
    let chosen: NoteType = type_list(shell)?.value().parse().ok()?;
    (known != Some(chosen)).then_some(Action::TypeChosen(Some(chosen)))
}
