//! The notice about an invalid attribute.

use super::sequence::sequence;
use crate::i18n::{Strings, of_rejection};
use crate::settings::Rejection;
use yew::prelude::*;

/// Renders the name of the invalid attribute and the reason.
pub(super) fn config_notice(rejection: Option<&Rejection>, strings: &Strings) -> Html {
    let content = rejection.map(|rejection| {
        let name = html! { <code>{ rejection.attribute }</code> };
        let reason = sequence(vec![name, ": ".into(), of_rejection(rejection, strings).into()]);
        sequence(vec![
            html! { <p data-tone="bad">{ strings.settings.cannot_send }</p> },
            html! { <p>{ reason }</p> },
        ])
    });
    html! { <div class="notice" role="alert">{ content.unwrap_or_default() }</div> }
}
