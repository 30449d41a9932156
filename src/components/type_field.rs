//! The type of the note.

use super::problem::problem_line;
use crate::i18n::{Strings, type_name};
use crate::settings::{OfferedType, Settings};
use ticket_note_core::state::Action;
use web_sys::HtmlSelectElement;
use yew::prelude::*;

/// Renders the list of types, a native `select`. Like the text, its value is written after the
/// render. `problem` is a sentence. The empty option is visible until a type is chosen.
pub(super) fn type_field(
    is_chosen: bool,
    settings: Option<&Settings>,
    problem: Option<String>,
    strings: &Strings,
    on_action: &Callback<Action>,
) -> Html {
    let types = settings.map_or_else(OfferedType::all, |settings| settings.types.clone());
    let is_locked = settings.is_some_and(|settings| settings.note.type_locked);
    let onchange = on_action.reform(|event: Event| {
        let select: HtmlSelectElement = event.target_unchecked_into();
        Action::TypeChosen(select.value().parse().ok())
    });
    html! {
        <div part="field" class="field">
            <label part="label" class="label" for="type">{ strings.type_label }</label>
            <select
                part="control"
                class="control select"
                id="type"
                disabled={is_locked}
                aria-required="true"
                aria-invalid={if problem.is_some() { "true" } else { "false" }}
                aria-describedby="type-error"
                {onchange}
            >
                <option key="" value="" hidden={is_chosen}>{ strings.choose_type }</option>
                { for types.iter().map(|offered| option(offered, strings)) }
            </select>
            { problem_line("type-error", problem) }
        </div>
    }
}

fn option(offered: &OfferedType, strings: &Strings) -> Html {
    let code = offered.note_type.code();
    let name = offered.name.clone().unwrap_or_else(|| type_name(offered.note_type, strings));
    html! {
        <option key={code} value={code}>{ name }</option>
    }
}
