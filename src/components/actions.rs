//! The buttons.

use crate::app::fresh_attempt_id;
use crate::focus::focus;
use crate::i18n::{Strings, fill};
use ticket_note_core::state::Action;
use ticket_note_core::view::{Outcome, View};
use yew::prelude::*;

/// The buttons; `is_off` where the settings forbid sending.
///
/// The first one is the same element in every state, so that the focus never falls off the form
/// when its name changes.
pub fn actions(
    view: &View,
    is_off: bool,
    form: &NodeRef,
    strings: &Strings,
    on_action: &Callback<Action>,
) -> Html {
    let is_sending = matches!(view.outcome, Outcome::Sending { .. });
    let is_off = is_off || is_sending || view.is_offline || view.wait_seconds.is_some();
    let (name, send_as_new, is_second) = match view.outcome {
        Outcome::Unknown { may_try_again: true } => (strings.try_again, None, true),
        Outcome::Unknown { may_try_again: false } => (strings.send_as_new, Some(new(form, on_action)), false),
        _ => (strings.add_note, None, false),
    };
    html! {
        <div key="actions" class="actions">
            <button
                key="first"
                id="send"
                part="submit"
                class="button"
                type={if send_as_new.is_some() { "button" } else { "submit" }}
                aria-disabled={is_off.then_some("true")}
                aria-describedby={send_as_new.is_some().then_some("may-add-second")}
                onclick={send_as_new}
            >{ name }</button>
            if is_second {
                <button
                    key="second"
                    part="submit"
                    class="button second"
                    type="button"
                    aria-disabled={is_off.then_some("true")}
                    aria-describedby="may-add-second"
                    onclick={new(form, on_action)}
                >{ strings.send_as_new }</button>
            }
            if let Some(seconds) = view.wait_seconds {
                <p key="wait" part="hint" class="hint">{ fill(strings.refusals.rate_limited_for, &seconds.to_string()) }</p>
            }
            if matches!(view.outcome, Outcome::Unknown { .. }) {
                <p key="warning" part="hint" class="hint" id="may-add-second">{ strings.may_add_second }</p>
            }
        </div>
    }
}

/// Sends a new attempt. The button that was pressed may go away: the focus goes to the one that
/// stays.
fn new(form: &NodeRef, on_action: &Callback<Action>) -> Callback<MouseEvent> {
    let (form, on_action) = (form.clone(), on_action.clone());
    Callback::from(move |_| {
        focus(&form, "#send");
        on_action.emit(Action::SendAsNew { fresh: fresh_attempt_id() });
    })
}
