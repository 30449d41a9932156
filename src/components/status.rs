//! The outcome of the last request, and notices.

use crate::i18n::{Strings, fill_number, of_refusal};
use ticket_note_core::outcome::Refusal;
use ticket_note_core::state::{DraftNotice, OtherTicket};
use ticket_note_core::view::{SendOptions, View};
use ticket_note_core::wire::Code;
use ticket_note_core::work::Phase;
use yew::prelude::*;
use yew::virtual_dom::VList;

/// Renders the live regions: polite for progress and success, assertive for the rest. The regions
/// are always in the document, because a screen reader announces only changes inside a region that
/// it already knows. It reads a region as a whole, so messages that change separately have separate
/// regions.
pub(super) fn status(view: &View, phase: &Phase, strings: &Strings) -> Html {
    html! {
        <div part="status" class="status">
            { region("status", progress(phase, strings)) }
            { region("alert", failure(view, phase, strings)) }
            { region("status", notices(view, strings)) }
            { region("alert", other_tickets(view, strings)) }
        </div>
    }
}

fn region(role: &'static str, content: Html) -> Html {
    html! { <div {role}>{ content }</div> }
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
        Phase::Unknown { .. } => line("doubt", strings.unknown.into()),
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
    let mut lines = Vec::new();
    if view.is_offline {
        lines.push(line("doubt", strings.offline.into()));
    }
    if let Some(notice) = view.draft_notice {
        let text = match notice {
            DraftNotice::NotSaved => strings.drafts_not_kept,
            DraftNotice::Newer => strings.newer_draft,
            DraftNotice::Gone => strings.draft_gone,
        };
        lines.push(line("doubt", text.into()));
    }
    VList::from(lines).into()
}

fn other_tickets(view: &View, strings: &Strings) -> Html {
    let mut lines = Vec::new();
    for other in &view.other_tickets {
        let text = match other {
            OtherTicket::Refused(_) => strings.elsewhere_refused,
            OtherTicket::Unknown(_) => strings.elsewhere_unknown,
        };
        lines.push(line("doubt", fill_number(text, other.ticket().get()).into()));
    }
    VList::from(lines).into()
}

fn line(tone: &'static str, text: AttrValue) -> Html {
    html! { <p data-tone={tone}>{ text }</p> }
}
