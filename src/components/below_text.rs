//! The lines below the text.

use super::counter::counter;
use super::hint::hint;
use super::problem::problem_line;
use crate::i18n::Strings;
use yew::prelude::*;

/// Renders the problem of the text, the counter and the hint. `problem` is a sentence.
pub(super) fn below_text(problem: Option<String>, characters_left: Option<i64>, strings: &Strings) -> Html {
    html! {
        <div class="below">
            { problem_line("text-error", problem) }
            { counter(characters_left, strings) }
            { hint("text-hint", strings.keyboard_hint.into()) }
        </div>
    }
}
