//! The number of characters left.

use crate::i18n::{Strings, fill_number};
use yew::prelude::*;

/// Renders how many characters are left, or how many are over the limit if `left` is negative.
/// `None` means that the text is far from the limit.
pub(super) fn counter(left: Option<i64>, strings: &Strings) -> Html {
    let text = left.map(|left| match left {
        ..0 => fill_number(strings.characters_over, left.unsigned_abs()),
        0.. => fill_number(strings.characters_left, left.unsigned_abs()),
    });
    let is_over = left.is_some_and(i64::is_negative);
    html! {
        <p part="counter" class="counter" data-tone={is_over.then_some("over")} id="text-counter">
            { text.unwrap_or_default() }
        </p>
    }
}
