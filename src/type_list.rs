//! The list of types of a form.

use crate::i18n::{Strings, type_name};
use crate::settings::OfferedType;
use crate::shell::Shell;
use std::cell::RefCell;
use ticket_note_core::note::NoteType;
use web_sys::HtmlOptionElement;

/// The options of a list: the code and the name of each. The first one is empty, and visible until a type is
/// chosen (`form.css`).
type Options = Vec<(&'static str, String)>;

/// The types that a list offers.
#[derive(Debug, Default)]
pub(crate) struct TypeList {
    /// `None` until the drawn options are replaced.
    written: RefCell<Option<Options>>,
}

impl TypeList {
    /// Offers types in a language, unless the list already does.
    pub(crate) fn offer(&self, shell: &Shell, types: &[OfferedType], strings: &Strings) {
        let options = options(types, strings);
        if self.written.borrow().as_ref() == Some(&options) {
            return;
        }
        let list = shell.list();
        list.set_length(0);
        for (code, name) in &options {
            // A list takes any option.
            let _ = HtmlOptionElement::new_with_text_and_value(name, code)
                .and_then(|option| list.append_child(&option));
        }
        self.written.replace(Some(options));
    }
}

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

fn options(types: &[OfferedType], strings: &Strings) -> Options {
    let name =
        |offered: &OfferedType| offered.name.clone().unwrap_or_else(|| type_name(offered.note_type, strings));
    let mut options = vec![("", strings.choose_type.to_owned())];
    options.extend(types.iter().map(|offered| (offered.note_type.code(), name(offered))));
    options
}
