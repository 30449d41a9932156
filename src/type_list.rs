//! The list of types of a form.

use crate::shell::Shell;
use ticket_note_core::note::NoteType;
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

/// Returns the type that the list shows.
pub(crate) fn read_type(shell: &Shell) -> Option<NoteType> {
    type_list(shell)?.value().parse().ok()
}
