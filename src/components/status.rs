//! What became of the last send, and what else is to be known.

use crate::i18n::{Strings, fill, of_refusal};
use ticket_note_core::outcome::Refusal;
use ticket_note_core::state::{DraftNotice, OtherTicket};
use ticket_note_core::view::{Progress, SendOptions, View};
use ticket_note_core::wire::Code;
use yew::prelude::*;

/// Good news politely, the rest at once. The regions are always there, since a screen reader
/// announces only what changes inside one that it knows; and what changes apart has one of its own,
/// since it reads a region whole.
pub fn status(view: &View, strings: &Strings) -> Html {
    html! {
        <div key="status" part="status" class="status">
            <div role="status">{ good_news(&view.progress, strings) }</div>
            <div role="alert">{ bad_news(view, strings) }</div>
            <div role="status">{ circumstances(view, strings) }</div>
            <div role="alert">{ for view.elsewhere.iter().map(|&elsewhere| of_another(elsewhere, strings)) }</div>
        </div>
    }
}

fn good_news(progress: &Progress, strings: &Strings) -> Html {
    let (class, text) = match progress {
        Progress::Sending { is_long: false } => ("busy", strings.sending),
        Progress::Sending { is_long: true } => ("busy", strings.still_sending),
        Progress::Saved { message } if message.is_empty() => ("good", strings.saved),
        Progress::Saved { message } => ("good", message.as_str()),
        _ => return Html::default(),
    };
    html! { <p {class} dir="auto">{ text.to_owned() }</p> }
}

fn bad_news(view: &View, strings: &Strings) -> Html {
    match &view.progress {
        Progress::Refused(refusal) => refused(refusal, view.send_options, strings),
        Progress::Unknown => line("doubt", strings.unknown),
        _ => Html::default(),
    }
}

/// That a try was refused says nothing of an earlier one that may have added the note.
fn refused(refusal: &Refusal, offer: SendOptions, strings: &Strings) -> Html {
    let (class, whether_added) =
        if offer == SendOptions::Add { ("bad", strings.nothing_added) } else { ("doubt", strings.unknown) };
    // What the proxy says of its own codes is for operators; what the vendor says is for people.
    let is_vendors = matches!(refusal.code, None | Some(Code::UpstreamRefused));
    let quote = refusal.message.as_ref().filter(|_| is_vendors);
    html! {
        <>
            <p {class}>{ whether_added }{ " " }{ of_refusal(refusal, strings) }</p>
            if let Some(quote) = quote {
                <blockquote class="quote" dir="auto">{ quote.clone() }</blockquote>
            }
        </>
    }
}

fn circumstances(view: &View, strings: &'_ Strings) -> Html {
    let drafts = view.draft_notice.map(|news| match news {
        DraftNotice::NotSaved => strings.drafts_not_kept,
        DraftNotice::Newer => strings.newer_draft,
        DraftNotice::Gone => strings.draft_gone,
    });
    let offline = view.is_offline.then_some(strings.offline);
    offline.into_iter().chain(drafts).map(|text| line("doubt", text)).collect()
}

fn of_another(elsewhere: OtherTicket, strings: &Strings) -> Html {
    let (text, ticket) = match elsewhere {
        OtherTicket::Refused(ticket) => (strings.elsewhere_refused, ticket),
        OtherTicket::Unknown(ticket) => (strings.elsewhere_unknown, ticket),
    };
    html! { <p class="doubt">{ fill(text, &ticket.to_string()) }</p> }
}

fn line(class: &'static str, text: &'static str) -> Html {
    html! { <p {class}>{ text }</p> }
}
