//! The buttons that send the note.

use super::hint::hint;
use crate::fresh::{fresh_attempt_id, now};
use crate::i18n::{Strings, fill_number};
use ticket_note_core::state::Action;
use ticket_note_core::view::{SendOptions, View};
use yew::prelude::*;

/// The id of the first button. It is the same element in every state, so the focus stays on it when its
/// name changes.
pub(crate) const FIRST: &str = "send";
const SECOND: &str = "send-as-new";
const WARNING: &str = "may-add-second";

/// Renders the buttons, disabled while nothing can be sent. The element's script reports a press
/// ([`action_of`]), also of a button that it drew itself.
///
/// The buttons do not submit the form: a sandboxed frame without `allow-forms` blocks a form's
/// submission.
pub(super) fn actions(view: &View, is_disabled: bool, strings: &Strings) -> Html {
    let is_disabled = is_disabled || view.wait_seconds.is_some();
    let send = |name| button(FIRST, name, is_disabled, None);
    let as_new = |id| button(id, strings.send_as_new, is_disabled, Some(WARNING));
    let (first, second) = match view.send_options {
        SendOptions::Add => (send(strings.add_note), Html::default()),
        SendOptions::RetryOrNew => (send(strings.try_again), as_new(SECOND)),
        SendOptions::NewOnly => (as_new(FIRST), Html::default()),
    };
    html! {
        <div class="actions">
            { first }
            { second }
            if let Some(seconds) = view.wait_seconds {
                { hint("wait", fill_number(strings.refusals.rate_limited_for, seconds).into()) }
            }
            if view.send_options != SendOptions::Add {
                { hint(WARNING, strings.may_add_second.into()) }
            }
        </div>
    }
}

/// Returns the action of the button with this id.
pub(crate) fn action_of(id: &str, view: &View) -> Option<Action> {
    let fresh = fresh_attempt_id();
    match (id, view.send_options) {
        (FIRST, SendOptions::Add | SendOptions::RetryOrNew) => Some(Action::Send { fresh, now: now() }),
        (FIRST, SendOptions::NewOnly) | (SECOND, _) => Some(Action::SendAsNew { fresh, now: now() }),
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
