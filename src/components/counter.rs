//! How much text may follow.

use crate::i18n::{Strings, fill};
use yew::prelude::*;

/// Properties of [`Counter`].
#[derive(Clone, Debug, PartialEq, Properties)]
pub struct CounterProps {
    /// How many characters may follow; negative: how many are too many; `None` far from the limit.
    pub left: Option<i64>,
    /// The language.
    pub strings: &'static Strings,
}

/// How many characters may follow, near the limit.
#[component]
pub fn Counter(props: &CounterProps) -> Html {
    let CounterProps { left, strings } = props;
    let text = left.map(|left| match left {
        ..0 => fill(strings.characters_over, &left.unsigned_abs().to_string()),
        0.. => fill(strings.characters_left, &left.to_string()),
    });
    let is_over = left.is_some_and(i64::is_negative);
    html! {
        <p part="counter" class={classes!("counter", is_over.then_some("over"))} id="text-counter">
            { text.unwrap_or_default() }
        </p>
    }
}
