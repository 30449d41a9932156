//! What is wrong with a field.

use yew::prelude::*;

/// The line under a field that says what is wrong with it; the field names it by `id`. Its place is
/// kept free: a button below does not move away from a pointer that is about to press it.
pub fn problem_line(id: &'static str, text: Option<String>) -> Html {
    html! { <p part="error" class="error" {id}>{ text.unwrap_or_default() }</p> }
}
