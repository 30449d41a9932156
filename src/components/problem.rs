//! The problem of a field.

use yew::prelude::*;

/// Renders the line below a field that states its problem. The field refers to it by `id`.
pub(super) fn problem_line(id: &'static str, text: Option<String>) -> Html {
    html! { <p part="error" class="error" {id}>{ text.unwrap_or_default() }</p> }
}
