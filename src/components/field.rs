//! The parts that fields share.

use yew::prelude::*;

/// Renders the label of a control, the control, and the lines below it.
pub(super) fn field(id: &'static str, label: &'static str, control: Html, below: Html) -> Html {
    html! {
        <div part="field" class="field">
            <label part="label" class="label" for={id}>{ label }</label>
            { control }
            { below }
        </div>
    }
}

/// Renders a hint.
pub(super) fn hint(id: &'static str, text: AttrValue) -> Html {
    html! { <p key={id} part="hint" class="hint" {id}>{ text }</p> }
}
