//! The row between the text and the buttons. Its height is constant.

use super::counter::counter;
use super::hint::hint;
use super::line::{line, link_button, region};
use super::problem::problem_line;
use super::sequence::sequence;
use crate::i18n::{Strings, fill, fill_number, for_keyboard};
use crate::time::clock;
use ticket_note_core::deadline::Timestamp;
use ticket_note_core::note::TicketId;
use ticket_note_core::view::{Progress, SendOptions, View, Wait};
use ticket_note_core::work::Phase;
use yew::prelude::*;

/// Renders the problem of the text, the progress of the note, the draft, the hint and the counter. At most
/// one of the first four has a text. `problem` is a sentence.
pub(super) fn row(
    view: &View,
    phase: &Phase,
    ticket: Option<TicketId>,
    problem: Option<String>,
    strings: &'static Strings,
) -> Html {
    let progress = if problem.is_some() { Html::default() } else { progress(view, phase, ticket, strings) };
    let doubt = if problem.is_some() { Html::default() } else { doubt(view, strings) };
    let draft = view.draft_saved.filter(|_| view.progress == Progress::Editing && problem.is_none());
    let key_hint = key_hint(view, problem.is_some() || draft.is_some(), strings);
    let wait = view.wait.and_then(|wait| wait.seconds);
    let content = sequence(vec![
        problem_line("text-error", problem),
        region("status", progress),
        region("alert", doubt),
        draft.map(|at| saved_draft(at, strings)).unwrap_or_default(),
        hint("text-hint", key_hint.into()),
        wait.map(|seconds| countdown(seconds, strings)).unwrap_or_default(),
        counter(view.characters_left, strings),
    ]);
    html! { <div class="row">{ content }</div> }
}

/// The keyboard hint, unless another text has its place.
fn key_hint(view: &View, is_taken: bool, strings: &Strings) -> String {
    let is_shown = matches!(view.progress, Progress::Editing | Progress::Refused) && view.wait.is_none();
    if is_shown && !is_taken && doubt_text(view, strings).is_none() {
        for_keyboard(strings.keyboard_hint)
    } else {
        String::new()
    }
}

/// A draft that was saved, and the button by which the user discards it. The element's script clears the text,
/// so that the user can undo it.
fn saved_draft(at: Timestamp, strings: &'static Strings) -> Html {
    let said = fill(strings.draft_saved, &clock(at));
    hint("draft", sequence(vec![said.into(), " · ".into(), link_button("discard", strings.discard)]))
}

/// The seconds until a send is accepted again.
fn countdown(seconds: u64, strings: &Strings) -> Html {
    hint("wait", fill_number(strings.refusals.rate_limited_for, seconds).into())
}

fn progress(view: &View, phase: &Phase, ticket: Option<TicketId>, strings: &Strings) -> Html {
    match (phase, view.wait, ticket) {
        (Phase::Sending { is_slow: false, .. }, ..) => line("busy", strings.sending.into()),
        (Phase::Sending { .. }, ..) => line("busy", strings.still_sending.into()),
        (Phase::Saved { at }, _, Some(ticket)) => {
            let text = fill_number(strings.added_to, ticket.get());
            line("good", fill(&text, &clock(*at)).into())
        }
        (_, Some(Wait { seconds: None, .. }), _) => line("note", strings.refusals.can_send.into()),
        // The countdown is not announced. A send during the wait is answered.
        (_, Some(Wait { early: Some(seconds), .. }), _) => {
            let text = fill_number(strings.refusals.rate_limited_for, seconds);
            html! { <p class="unseen">{ text }</p> }
        }
        _ => Html::default(),
    }
}

fn doubt(view: &View, strings: &Strings) -> Html {
    doubt_text(view, strings).map(|text| line("doubt", text.into())).unwrap_or_default()
}

/// If an earlier request of a refused attempt may have added the note, it is unknown, too.
fn doubt_text(view: &View, strings: &Strings) -> Option<&'static str> {
    match (view.progress, view.send_options) {
        (Progress::Missing, _) => Some(strings.not_arrived),
        (_, SendOptions::NewOnly) if view.is_of_other_caller => Some(strings.other_user),
        (_, SendOptions::RetryOrNew | SendOptions::NewOnly) => Some(strings.unknown),
        _ => None,
    }
}
