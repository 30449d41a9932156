//! The whole form: its parts in order.

use super::actions::actions;
use super::config_notice::config_notice;
use super::status::status;
use super::text_field::text_field;
use super::type_field::type_field;
use crate::fresh::{fresh_attempt_id, now};
use crate::i18n::{Strings, fill_number, of_problem};
use crate::settings::{Rejection, Settings};
use std::rc::Rc;
use ticket_note_core::problem::Field;
use ticket_note_core::state::Action;
use ticket_note_core::view::View;
use ticket_note_core::work::Phase;
use yew::prelude::*;

/// Renders the form.
pub(crate) fn note_form(
    form: &NodeRef,
    view: &View,
    phase: &Phase,
    settings: Result<&Rc<Settings>, &Rejection>,
    strings: &'static Strings,
    on_action: &Callback<Action>,
) -> Html {
    let label = settings.map_or(strings.note_label.to_owned(), |settings| {
        fill_number(strings.form, settings.note.subject.ticket.get())
    });
    let is_over = view.characters_left.is_some_and(|left| left < 0);
    let max_chars = settings.ok().filter(|_| is_over).map(|settings| settings.note.max_chars);
    let problem = |field| {
        let found = view.problems.iter().find(|found| found.field == field);
        found.map(|&found| of_problem(found, max_chars, strings))
    };
    let is_sending = phase.in_flight().is_some();
    html! {
        <form
            ref={form}
            part="form"
            class="form"
            lang={strings.lang}
            dir={strings.dir}
            translate="no"
            aria-label={label}
            novalidate=true
            onsubmit={on_submit(on_action)}
            onreset={on_reset(on_action)}
        >
            { config_notice(settings.err(), strings) }
            { type_field(view.note_type.is_some(), settings.ok().map(Rc::as_ref), problem(Field::Type), strings, on_action) }
            { text_field(is_sending, problem(Field::Text), view.characters_left, strings, on_action) }
            { actions(view, is_sending || settings.is_err(), form, strings, on_action) }
            { status(view, phase, strings) }
        </form>
    }
}

/// Sends the note if a browser or an extension submits the form.
fn on_submit(on_action: &Callback<Action>) -> Callback<SubmitEvent> {
    let on_action = on_action.clone();
    Callback::from(move |event: SubmitEvent| {
        event.prevent_default();
        on_action.emit(Action::Send { fresh: fresh_attempt_id(), now: now() });
    })
}

/// Clears the form if a browser or an extension resets it.
fn on_reset(on_action: &Callback<Action>) -> Callback<Event> {
    let on_action = on_action.clone();
    Callback::from(move |event: Event| {
        event.prevent_default();
        on_action.emit(Action::Reset);
    })
}
