//! What needs more room than the row: refusals, warnings, and notices.

use super::actions::SHOW;
use super::hint::hint;
use super::line::{line, link_button, region, ticket_link, titled_line};
use super::sequence::sequence;
use crate::i18n::{Strings, fill_number, for_keyboard, of_refusal};
use ticket_note_core::outcome::Refusal;
use ticket_note_core::state::{DraftNotice, LateEnd};
use ticket_note_core::view::{SendOptions, View};
use ticket_note_core::wire::Code;
use ticket_note_core::work::Phase;
use yew::prelude::*;

/// The ID of the warning that the button for a new note refers to.
pub(super) const WARNING: &str = "may-add-second";

/// Renders the lines below the buttons.
pub(super) fn status(view: &View, phase: &Phase, strings: &'static Strings) -> Html {
    let is_doubtful = view.send_options != SendOptions::Add;
    let link = ticket_link(view.ticket_url.as_ref().filter(|_| is_doubtful), strings.open_ticket);
    let warning = || hint(WARNING, sequence(vec![strings.may_add_second.into(), link]));
    let check_hint = || hint("check-hint", for_keyboard(strings.check_hint).into());
    let is_retry = view.send_options == SendOptions::RetryOrNew;
    let content = sequence(vec![
        region("alert", refusal(view, phase, strings)),
        is_doubtful.then(warning).unwrap_or_default(),
        is_retry.then(check_hint).unwrap_or_default(),
        region("status", notices(view, strings)),
        region("alert", late_ends(view, false, strings)),
        if view.has_earlier { earlier(strings) } else { Html::default() },
    ]);
    html! { <div part="status" class="status">{ content }</div> }
}

fn earlier(strings: &'static Strings) -> Html {
    line("doubt", sequence(vec![strings.earlier.into(), " ".into(), link_button(SHOW, strings.show)]))
}

/// The row says if the note may have been added. Otherwise a refusal begins with the statement that it was not.
fn refusal(view: &View, phase: &Phase, strings: &'static Strings) -> Html {
    let Phase::Refused { refusal, .. } = phase else { return Html::default() };
    let Refusal { code, message, .. } = refusal;
    let is_wait_over = view.wait.is_some_and(|wait| wait.seconds.is_none());
    if is_wait_over {
        return Html::default();
    }
    let is_certain = view.send_options == SendOptions::Add;
    let tone = if *code == Some(Code::RateLimited) { "note" } else { "bad" };
    // The proxy's own messages are for operators; those of Omnidesk are for users.
    let quote = message.as_ref().filter(|_| matches!(code, None | Some(Code::UpstreamRefused)));
    let url = view.ticket_url.as_ref().filter(|_| is_certain);
    let quote =
        quote.map(|quote| html! { <blockquote class="quote" dir="auto">{ quote.clone() }</blockquote> });
    let reason = of_refusal(refusal, strings);
    let text = if is_certain { [strings.nothing_added, &*reason].join(" ") } else { reason };
    let content =
        sequence(vec![text.into(), ticket_link(url, strings.open_ticket), quote.unwrap_or_default()]);
    titled_line(tone, code.map(Code::as_str), content)
}

fn notices(view: &View, strings: &'static Strings) -> Html {
    let mut lines = vec![late_ends(view, true, strings)];
    if view.is_offline {
        lines.push(line("note", strings.offline.into()));
    }
    if let Some(notice) = view.draft_notice {
        let text = match notice {
            DraftNotice::NotSaved => strings.drafts_not_kept,
            DraftNotice::Newer => strings.newer_draft,
            DraftNotice::Gone => strings.draft_gone,
            DraftNotice::OnlyText => strings.only_text,
        };
        lines.push(line("note", text.into()));
    }
    sequence(lines)
}

/// Renders the notes that ended on other tickets: those that were added, or the rest.
fn late_ends(view: &View, is_saved: bool, strings: &'static Strings) -> Html {
    let mut lines = Vec::new();
    for other in view.other_tickets.iter().filter(|other| (other.end == LateEnd::Saved) == is_saved) {
        let (tone, text) = match other.end {
            LateEnd::Saved => ("good", strings.elsewhere_saved),
            LateEnd::Refused => ("bad", strings.elsewhere_refused),
            LateEnd::Unknown => ("doubt", strings.elsewhere_unknown),
        };
        let text = fill_number(text, other.ticket.get());
        let link = ticket_link(other.url.as_ref(), strings.open_ticket);
        lines.push(line(tone, sequence(vec![text.into(), link])));
    }
    sequence(lines)
}
