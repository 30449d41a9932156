//! What is wrong with a field.

use yew::prelude::*;

/// Properties of [`ProblemLine`].
#[derive(Clone, Debug, PartialEq, Properties)]
pub struct ProblemLineProps {
    /// The id by which the field names this line.
    pub id: AttrValue,
    /// What is wrong, in a sentence.
    pub text: Option<AttrValue>,
}

/// The line under a field that says what is wrong with it. Its place is kept free: a button below
/// does not move away from a pointer that is about to press it.
#[component]
pub fn ProblemLine(props: &ProblemLineProps) -> Html {
    html! {
        <p part="error" class="error" id={&props.id}>{ props.text.clone().unwrap_or_default() }</p>
    }
}
