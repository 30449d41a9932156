//! The notice about an invalid attribute.

use crate::i18n::{Strings, of_rejection};
use crate::settings::Rejection;
use yew::prelude::*;

/// Renders the name of the invalid attribute and the reason.
pub(super) fn config_notice(rejection: Option<&Rejection>, strings: &Strings) -> Html {
    html! {
        <div class="notice" role="alert">
            if let Some(rejection) = rejection {
                <p data-tone="bad">{ strings.settings.cannot_send }</p>
                <p><code>{ rejection.attribute }</code>{ ": " }{ of_rejection(rejection, strings) }</p>
            }
        </div>
    }
}
