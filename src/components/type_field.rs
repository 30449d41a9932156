//! The type of the note.

use super::audience::{Audience, audience};
use super::icon::{LOCK, icon};
use super::problem::problem_line;
use crate::i18n::{Strings, type_name};
use crate::settings::{OfferedType, Settings};
use yew::prelude::*;
use yew::virtual_dom::VList;

/// Renders the list of types, a native `select`. Its value is written after the render, like the text,
/// and the element's script reports the user's choice. `problem` is a sentence. The empty option is
/// visible until a type is chosen.
pub(super) fn type_field(
    is_chosen: bool,
    settings: Option<&Settings>,
    readers: Option<Audience>,
    problem: Option<String>,
    strings: &Strings,
) -> Html {
    let all = OfferedType::all();
    let types = settings.map_or(&all, |settings| &settings.types);
    let is_locked = settings.is_some_and(|settings| settings.note.type_locked);
    let mut options = vec![option("", strings.choose_type.to_owned(), is_chosen)];
    for OfferedType { note_type, name } in types {
        let name = name.clone().unwrap_or_else(|| type_name(*note_type, strings));
        options.push(option(note_type.code(), name, false));
    }
    let control = html! {
        <select
            part="control"
            class="control select"
            id="type"
            disabled={is_locked}
            aria-required="true"
            aria-invalid={if problem.is_some() { "true" } else { "false" }}
            aria-describedby="type-error"
        >
            { VList::from(options) }
        </select>
    };
    html! {
        <div part="field" class="field">
            <label part="label" class="label" for="type">{ strings.type_label }</label>
            { control }
            { icon(LOCK) }
            { audience(readers.filter(|_| problem.is_none()), strings) }
            { problem_line("type-error", problem) }
        </div>
    }
}

fn option(code: &'static str, name: String, is_hidden: bool) -> Html {
    html! { <option key={code} value={code} hidden={is_hidden}>{ name }</option> }
}
