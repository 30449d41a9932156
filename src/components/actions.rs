//! What a person can do with the note.

use crate::app::fresh_attempt_id;
use crate::focus::focus;
use crate::i18n::{Strings, fill};
use ticket_note_core::state::Action;
use ticket_note_core::view::{Outcome, View};
use yew::prelude::*;

/// The one that sends, or sends again. It is the same element in every state, so that the focus
/// never falls off the form when its name changes.
const FIRST: &str = "send";
const SECOND: &str = "send-as-new";
const WARNING: &str = "may-add-second";

/// The buttons; `is_off` where the settings forbid sending.
///
/// None of them submits the form: a frame that may send no forms (`sandbox` without `allow-forms`)
/// would keep the press to itself.
pub fn actions(
    view: &View,
    is_off: bool,
    form: &NodeRef,
    strings: &Strings,
    on_action: &Callback<Action>,
) -> Html {
    let is_sending = matches!(view.outcome, Outcome::Sending { .. });
    let is_off = is_off || is_sending || view.is_offline || view.wait_seconds.is_some();
    let send = || on_action.reform(|_| Action::Send { fresh: fresh_attempt_id() });
    let as_new = |id| button(id, strings.send_as_new, is_off, Some(WARNING), as_new(form, on_action));
    let (first, second) = match view.outcome {
        Outcome::Unknown { may_try_again: true } => {
            (button(FIRST, strings.try_again, is_off, None, send()), Some(as_new(SECOND)))
        }
        Outcome::Unknown { may_try_again: false } => (as_new(FIRST), None),
        _ => (button(FIRST, strings.add_note, is_off, None, send()), None),
    };
    html! {
        <div key="actions" class="actions">
            { first }
            { second.unwrap_or_default() }
            if let Some(seconds) = view.wait_seconds {
                <p key="wait" part="hint" class="hint">{ fill(strings.refusals.rate_limited_for, &seconds.to_string()) }</p>
            }
            if matches!(view.outcome, Outcome::Unknown { .. }) {
                <p key="warning" part="hint" class="hint" id={WARNING}>{ strings.may_add_second }</p>
            }
        </div>
    }
}

fn button(
    id: &'static str,
    name: &'static str,
    is_off: bool,
    described_by: Option<&'static str>,
    onclick: Callback<MouseEvent>,
) -> Html {
    html! {
        <button
            key={id}
            {id}
            part="submit"
            class="button"
            type="button"
            aria-disabled={is_off.then_some("true")}
            aria-describedby={described_by}
            {onclick}
        >{ name }</button>
    }
}

/// Sends a new attempt. The button that was pressed may go away: the focus goes to the one that
/// stays.
fn as_new(form: &NodeRef, on_action: &Callback<Action>) -> Callback<MouseEvent> {
    let (form, on_action) = (form.clone(), on_action.clone());
    Callback::from(move |_| {
        focus(&form, "#send");
        on_action.emit(Action::SendAsNew { fresh: fresh_attempt_id() });
    })
}
