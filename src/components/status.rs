//! The outcome of the last request, and notices.

use crate::i18n::{Strings, fill_number, of_refusal};
use ticket_note_core::outcome::Refusal;
use ticket_note_core::state::{DraftNotice, OtherTicket};
use ticket_note_core::view::{SendOptions, View};
use ticket_note_core::wire::Code;
use ticket_note_core::work::Phase;
use yew::prelude::*;

/// Renders the live regions: polite for progress and success, assertive for the rest. The regions
/// are always in the document, because a screen reader announces only changes inside a region that
/// it already knows. It reads a region as a whole, so messages that change separately have separate
/// regions.
pub(super) fn status(view: &View, phase: &Phase, strings: &Strings) -> Html {
    html! {
        <div part="status" class="status">
            <div role="status">{ progress(phase, strings) }</div>
            <div role="alert">{ failure(view, phase, strings) }</div>
            <div role="status">{ notices(view, strings) }</div>
            <div role="alert">{ for view.other_tickets.iter().map(|&other| other_ticket(other, strings)) }</div>
        </div>
    }
}

fn progress(phase: &Phase, strings: &Strings) -> Html {
    let (tone, text) = match phase {
        Phase::Sending { is_slow: false, .. } => ("busy", strings.sending),
        Phase::Sending { is_slow: true, .. } => ("busy", strings.still_sending),
        Phase::Saved { message } if message.is_empty() => ("good", strings.saved),
        Phase::Saved { message } => ("good", message.as_str()),
        _ => return Html::default(),
    };
    html! { <p data-tone={tone} dir="auto">{ text.to_owned() }</p> }
}

fn failure(view: &View, phase: &Phase, strings: &Strings) -> Html {
    match phase {
        Phase::Refused { refusal, .. } => refused(refusal, view.send_options, strings),
        Phase::Unknown { .. } => line("doubt", strings.unknown),
        _ => Html::default(),
    }
}

/// If an earlier request may have added the note, a refusal does not say that nothing was added.
fn refused(refusal: &Refusal, send_options: SendOptions, strings: &Strings) -> Html {
    let (tone, whether_added) = match send_options {
        SendOptions::Add => ("bad", strings.nothing_added),
        SendOptions::RetryOrNew | SendOptions::NewOnly => ("doubt", strings.unknown),
    };
    // The proxy's own messages are for operators; those of Omnidesk are for users.
    let is_of_omnidesk = matches!(refusal.code, None | Some(Code::UpstreamRefused));
    let quote = refusal.message.as_ref().filter(|_| is_of_omnidesk);
    html! {
        <>
            <p data-tone={tone}>{ whether_added }{ " " }{ of_refusal(refusal, strings) }</p>
            if let Some(quote) = quote {
                <blockquote class="quote" dir="auto">{ quote.clone() }</blockquote>
            }
        </>
    }
}

fn notices(view: &View, strings: &Strings) -> Html {
    let drafts = view.draft_notice.map(|notice| match notice {
        DraftNotice::NotSaved => strings.drafts_not_kept,
        DraftNotice::Newer => strings.newer_draft,
        DraftNotice::Gone => strings.draft_gone,
    });
    let offline = view.is_offline.then_some(strings.offline);
    offline.into_iter().chain(drafts).map(|text| line("doubt", text)).collect()
}

fn other_ticket(other: OtherTicket, strings: &Strings) -> Html {
    let (text, ticket) = match other {
        OtherTicket::Refused(ticket) => (strings.elsewhere_refused, ticket),
        OtherTicket::Unknown(ticket) => (strings.elsewhere_unknown, ticket),
    };
    html! { <p data-tone="doubt">{ fill_number(text, ticket.get()) }</p> }
}

fn line(tone: &'static str, text: &'static str) -> Html {
    html! { <p data-tone={tone}>{ text }</p> }
}
