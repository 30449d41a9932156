//! A line that helps the user.

use yew::prelude::*;

/// Renders a hint.
pub(super) fn hint(id: &'static str, text: AttrValue) -> Html {
    html! { <p part="hint" class="hint" {id}>{ text }</p> }
}
