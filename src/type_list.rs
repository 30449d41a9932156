//! The list of types of a form. The element's script writes its options (`static/embed/drawing.js`).

use crate::shell::Shell;
use ticket_note_core::note::NoteType;

/// Selects the state's type in the list.
pub(crate) fn write_type(shell: &Shell, note_type: Option<NoteType>) {
    let code = note_type.map_or("", NoteType::code);
    if shell.list().value() != code {
        shell.list().set_value(code);
    }
}

/// Returns the type that the list shows.
pub(crate) fn read_type(shell: &Shell) -> Option<NoteType> {
    shell.list().value().parse().ok()
}
