//! What is wrong with the page's settings.

use crate::config::Rejection;
use crate::i18n::{Strings, of_rejection};
use yew::prelude::*;

/// Properties of [`ConfigNotice`].
#[derive(Clone, Debug, PartialEq, Properties)]
pub struct ConfigNoticeProps {
    /// The attribute that is not acceptable.
    pub rejection: Option<Rejection>,
    /// The language.
    pub strings: &'static Strings,
}

/// Says that the page's settings are not acceptable: which attribute, and why.
#[component]
pub fn ConfigNotice(props: &ConfigNoticeProps) -> Html {
    let ConfigNoticeProps { rejection, strings } = props;
    html! {
        <div class="notice" role="alert">
            if let Some(rejection) = rejection {
                <p class="bad">{ strings.settings.cannot_send }</p>
                <p><code>{ rejection.attribute }</code>{ ": " }{ of_rejection(rejection, strings) }</p>
            }
        </div>
    }
}
