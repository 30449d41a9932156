//! What is wrong with the page's settings.

use crate::config::Rejection;
use crate::i18n::{Strings, of_rejection};
use yew::prelude::*;

/// Says that the page's settings are not acceptable: which attribute, and why.
pub fn config_notice(rejection: Option<&Rejection>, strings: &Strings) -> Html {
    html! {
        <div key="config" class="notice" role="alert">
            if let Some(rejection) = rejection {
                <p class="bad">{ strings.settings.cannot_send }</p>
                <p><code>{ rejection.attribute }</code>{ ": " }{ of_rejection(rejection, strings) }</p>
            }
        </div>
    }
}
