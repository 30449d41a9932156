//! What a person can do with the note.

use crate::focus::focus;
use crate::fresh::fresh_attempt_id;
use crate::i18n::{Strings, fill};
use ticket_note_core::attempt::AttemptId;
use ticket_note_core::state::Action;
use ticket_note_core::view::{Progress, SendOptions, View};
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
    let is_sending = matches!(view.progress, Progress::Sending { .. });
    let is_off = is_off || is_sending || view.is_offline || view.wait_seconds.is_some();
    let press = |id, action| pressed(form, on_action, id, action);
    let send = |name| button(FIRST, name, is_off, None, press(FIRST, |fresh| Action::Send { fresh }));
    let as_new = |id| {
        let press = press(id, |fresh| Action::SendAsNew { fresh });
        button(id, strings.send_as_new, is_off, Some(WARNING), press)
    };
    let (first, second) = match view.send_options {
        SendOptions::Add => (send(strings.add_note), Html::default()),
        SendOptions::RetryOrNew => (send(strings.try_again), as_new(SECOND)),
        SendOptions::NewOnly => (as_new(FIRST), Html::default()),
    };
    html! {
        <div key="actions" class="actions">
            { first }
            { second }
            if let Some(seconds) = view.wait_seconds {
                <p key="wait" part="hint" class="hint">{ fill(strings.refusals.rate_limited_for, &seconds.to_string()) }</p>
            }
            if view.send_options != SendOptions::Add {
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

/// The second button goes away when it is pressed: the focus goes to the one that stays. The second
/// click of a double click was not meant for what the first one has led to meanwhile.
fn pressed(
    form: &NodeRef,
    on_action: &Callback<Action>,
    id: &'static str,
    action: fn(AttemptId) -> Action,
) -> Callback<MouseEvent> {
    let (form, on_action) = (form.clone(), on_action.clone());
    Callback::from(move |event: MouseEvent| {
        if event.detail() > 1 {
            return;
        }
        if id == SECOND {
            focus(&form, "#send");
        }
        on_action.emit(action(fresh_attempt_id()));
    })
}
