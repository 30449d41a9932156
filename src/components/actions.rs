//! The buttons that send the note.

use super::status::WARNING;
use crate::fresh::{fresh_attempt_id, now};
use crate::i18n::Strings;
use ticket_note_core::state::Action;
use ticket_note_core::view::{SendOptions, View};
use yew::prelude::*;

/// The first button is the same element in every state, so the focus stays on it when its name
/// changes.
///
/// The element's script moves the focus when another button disappears (`static/embed/listen.js`).
const FIRST: &str = "send";

/// Renders the buttons, disabled while nothing can be sent.
///
/// The buttons do not submit the form: a sandboxed frame without `allow-forms` blocks a form's
/// submission.
pub(super) fn actions(
    view: &View,
    is_disabled: bool,
    add_note: &'static str,
    strings: &Strings,
    on_action: &Callback<Action>,
) -> Html {
    let is_disabled = is_disabled || view.wait.is_some_and(|wait| wait.seconds.is_some());
    let press = |action| pressed(on_action, action);
    let send = |name| button(FIRST, name, is_disabled, None, press(send));
    let as_new = |id| button(id, strings.send_as_new, is_disabled, Some(WARNING), press(send_as_new));
    let found = || button("found", strings.in_ticket, false, None, press(|| Action::FoundInTicket));
    let (first, second, third) = match view.send_options {
        SendOptions::Add => (send(add_note), Html::default(), Html::default()),
        SendOptions::RetryOrNew => (send(strings.check_again), found(), as_new("send-as-new")),
        SendOptions::NewOnly => (as_new(FIRST), found(), Html::default()),
    };
    html! {
        <div class="actions">
            { first }
            { second }
            { third }
        </div>
    }
}

fn send() -> Action {
    Action::Send { fresh: fresh_attempt_id(), now: now() }
}

fn send_as_new() -> Action {
    Action::SendAsNew { fresh: fresh_attempt_id(), now: now() }
}

fn button(
    id: &'static str,
    name: &'static str,
    is_disabled: bool,
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
            aria-disabled={is_disabled.then_some("true")}
            aria-describedby={described_by}
            {onclick}
        >{ name }</button>
    }
}

/// The second click of a double click does nothing: it was meant for the button that the first
/// click replaced.
fn pressed(on_action: &Callback<Action>, action: fn() -> Action) -> Callback<MouseEvent> {
    let on_action = on_action.clone();
    Callback::from(move |event: MouseEvent| {
        if event.detail() < 2 {
            on_action.emit(action());
        }
    })
}
