//! The text of the note.

use super::counter::counter;
use super::field::{field, hint};
use super::problem::problem_line;
use crate::i18n::Strings;
use crate::text_area::{raw_value, text_changed};
use ticket_note_core::state::Action;
use web_sys::HtmlTextAreaElement;
use yew::prelude::*;

/// Renders the text area. The text is not a parameter, because the text area holds it. `problem` is
/// a sentence.
pub(super) fn text_field(
    is_sending: bool,
    problem: Option<String>,
    characters_left: Option<i64>,
    strings: &Strings,
    on_action: &Callback<Action>,
) -> Html {
    let oninput = on_action.reform(|event: InputEvent| {
        let area: HtmlTextAreaElement = event.target_unchecked_into();
        text_changed(&raw_value(&area))
    });
    let control = html! {
        <textarea
            part="control"
            class="control text"
            id="text"
            placeholder=" "
            rows="4"
            readonly={is_sending}
            aria-required="true"
            aria-invalid={if problem.is_some() { "true" } else { "false" }}
            aria-describedby="text-error text-counter text-hint"
            aria-keyshortcuts="Control+Enter Meta+Enter"
            {oninput}
        />
    };
    let below = html! {
        <div class="below">
            { problem_line("text-error", problem) }
            { counter(characters_left, strings) }
            { hint("text-hint", strings.keyboard_hint.into()) }
        </div>
    };
    field("text", strings.note_label, control, below)
}
