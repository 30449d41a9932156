//! The buttons that send the note.

use super::hint::hint;
use crate::fresh::{fresh_attempt_id, now};
use crate::i18n::{Strings, fill_number};
use ticket_note_core::state::Action;
use ticket_note_core::view::{SendOptions, View};
use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlElement};
use yew::prelude::*;

/// The first button is the same element in every state, so the focus stays on it when its name
/// changes.
const FIRST: &str = "send";
const SECOND: &str = "send-as-new";
const WARNING: &str = "may-add-second";

/// Renders the buttons, disabled while nothing can be sent.
///
/// The buttons do not submit the form: a sandboxed frame without `allow-forms` blocks a form's
/// submission.
pub(super) fn actions(
    view: &View,
    is_disabled: bool,
    strings: &Strings,
    on_action: &Callback<Action>,
) -> Html {
    let is_disabled = is_disabled || view.wait_seconds.is_some();
    let press = |id, action| pressed(on_action, id, action);
    let send = |name| button(FIRST, name, is_disabled, None, press(FIRST, send));
    let as_new = |id| button(id, strings.send_as_new, is_disabled, Some(WARNING), press(id, send_as_new));
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
fn pressed(on_action: &Callback<Action>, id: &'static str, action: fn() -> Action) -> Callback<MouseEvent> {
    let on_action = on_action.clone();
    Callback::from(move |event: MouseEvent| {
        if event.detail() > 1 {
            return;
        }
        if id == SECOND {
            focus_first(&event);
        }
        on_action.emit(action());
    })
}

/// Moves the focus from the second button, which disappears when it is pressed, to the first one.
fn focus_first(event: &MouseEvent) {
    let second: Element = event.target_unchecked_into();
    if let Some(first) = second.previous_element_sibling() {
        let first: HtmlElement = first.unchecked_into();
        let _ = first.focus();
    }
}
