//! A line that helps the user.

use yew::prelude::*;

/// Renders a hint.
pub(super) fn hint(id: &'static str, content: Html) -> Html {
    html! { <p part="hint" class="hint" {id}>{ content }</p> }
}
