//! What became of the last send.

use crate::i18n::{Strings, of_refusal};
use ticket_note_core::answer::Refusal;
use ticket_note_core::view::Outcome;
use ticket_note_core::wire::Code;
use yew::prelude::*;

/// What became of the last send: good news politely, the rest at once. Both regions are always
/// there, since a screen reader announces only what changes inside one that it knows.
pub fn status(outcome: &Outcome, strings: &Strings) -> Html {
    let polite = match outcome {
        Outcome::Sending { .. } => html! { <p class="busy">{ strings.sending }</p> },
        Outcome::Saved { message } if message.is_empty() => html! { <p class="good">{ strings.saved }</p> },
        Outcome::Saved { message } => html! { <p class="good" dir="auto">{ message.clone() }</p> },
        _ => Html::default(),
    };
    let alert = match outcome {
        Outcome::Refused(refusal) => refused(refusal, strings),
        Outcome::Unknown { .. } => html! { <p class="doubt">{ strings.unknown }</p> },
        _ => Html::default(),
    };
    html! {
        <div key="status" part="status" class="status">
            <div role="status">{ polite }</div>
            <div role="alert">{ alert }</div>
        </div>
    }
}

fn refused(refusal: &Refusal, strings: &Strings) -> Html {
    // What the proxy says of its own codes is for operators; what the vendor says is for people.
    let is_vendors = matches!(refusal.code, None | Some(Code::UpstreamRefused));
    let quote = refusal.message.as_ref().filter(|_| is_vendors);
    html! {
        <>
            <p class="bad">{ of_refusal(refusal, strings) }</p>
            if let Some(quote) = quote {
                <blockquote class="quote" dir="auto">{ quote.clone() }</blockquote>
            }
        </>
    }
}
