//! The buttons that send the note.

use super::sequence::sequence;
use super::status::WARNING;
use crate::fresh::{fresh_attempt_id, now};
use crate::i18n::Strings;
use ticket_note_core::state::Action;
use ticket_note_core::view::{SendOptions, View};
use yew::prelude::*;

/// The first button is the same element in every state, so the focus stays on it when its name
/// changes.
const FIRST: &str = "send";
const SECOND: &str = "send-as-new";
const FOUND: &str = "found";
/// The button that shows an earlier note, whose outcome is unknown.
pub(super) const SHOW: &str = "show";

/// Renders the buttons, disabled while nothing can be sent. The element's script reports a press
/// ([`action_of`]), also of a button that it drew itself.
///
/// The buttons do not submit the form: a sandboxed frame without `allow-forms` blocks a form's
/// submission.
pub(super) fn actions(view: &View, is_disabled: bool, add_note: &'static str, strings: &Strings) -> Html {
    let is_disabled = is_disabled || view.wait.is_some_and(|wait| wait.seconds.is_some());
    let send = |name| button(FIRST, name, is_disabled, None);
    let as_new = |id| button(id, strings.send_as_new, is_disabled, Some(WARNING));
    let found = || button(FOUND, strings.in_ticket, false, None);
    let (first, second, third) = match view.send_options {
        SendOptions::Add => (send(add_note), Html::default(), Html::default()),
        SendOptions::RetryOrNew => (send(strings.check_again), found(), as_new(SECOND)),
        SendOptions::NewOnly => (as_new(FIRST), found(), Html::default()),
    };
    html! {
        <div class="actions">
            { sequence(vec![first, second, third]) }
        </div>
    }
}

/// Returns the action of the button with this id. The element's script moves the focus when a button
/// disappears, and discards a draft itself (`static/embed/listen.js`).
pub(crate) fn action_of(id: &str, view: &View) -> Option<Action> {
    let fresh = fresh_attempt_id();
    match (id, view.send_options) {
        (FIRST, SendOptions::Add | SendOptions::RetryOrNew) => Some(Action::Send { fresh, now: now() }),
        (FIRST, SendOptions::NewOnly) | (SECOND, _) => Some(Action::SendAsNew { fresh, now: now() }),
        (FOUND, _) => Some(Action::FoundInTicket),
        (SHOW, _) => Some(Action::EarlierShown),
        _ => None,
    }
}

fn button(
    id: &'static str,
    name: &'static str,
    is_disabled: bool,
    described_by: Option<&'static str>,
) -> Html {
    html! {
        <button
            {id}
            part="submit"
            class="button"
            type="button"
            aria-disabled={is_disabled.then_some("true")}
            aria-describedby={described_by}
        >{ name }</button>
    }
}
