//! The parts of the form, in the order of the page.

use super::actions::actions;
use super::audience::{Audience, audience};
use super::config_notice::config_notice;
use super::problem::problem_line;
use super::row::row;
use super::sequence::sequence;
use super::status::status;
use crate::i18n::{Strings, fill_number, of_problem};
use crate::settings::{Rejection, Settings};
use std::rc::Rc;
use ticket_note_core::problem::Field;
use ticket_note_core::view::View;
use ticket_note_core::work::Phase;
use yew::prelude::*;

/// The parts of a form that Yew renders. The rest of the drawn form stays after the hand-over
/// (docs/decisions/0010-drawn-first.md).
#[derive(Debug, Default)]
pub(crate) struct Parts {
    /// The parts above the fields: the notice about an invalid attribute, and the heading.
    pub(crate) above: Html,
    /// The parts below the type: the readers of the note, and the problem of the type.
    pub(crate) below_type: Html,
    /// The parts below the text: the row, the buttons, and the status.
    pub(crate) below_text: Html,
}

/// Renders the parts of the form.
pub(crate) fn parts(
    view: &View,
    phase: &Phase,
    settings: Result<&Rc<Settings>, &Rejection>,
    strings: &'static Strings,
) -> Parts {
    let is_over = view.characters_left.is_some_and(|left| left < 0);
    let max_chars = settings.ok().filter(|_| is_over).map(|settings| settings.note.max_chars);
    let problem = |field| view.problem(field).map(|found| of_problem(found, max_chars, strings));
    let is_disabled = phase.in_flight().is_some() || settings.is_err();
    let offered = settings.ok().map(Rc::as_ref);
    let readers = Audience::of(view.note_type, offered);
    let ticket = offered.map(|settings| settings.note.subject.ticket);
    let type_problem = problem(Field::Type);
    let heading = ticket.map(|ticket| {
        html! { <h2 part="heading" class="heading">{ fill_number(strings.form, ticket.get()) }</h2> }
    });
    // The row is above the buttons. Tab goes from the text to the first button, not to "Discard".
    let foot = sequence(vec![
        actions(view, is_disabled, Audience::button(readers, strings), strings),
        row(view, phase, ticket, problem(Field::Text), strings),
    ]);
    Parts {
        above: sequence(vec![config_notice(settings.err(), strings), heading.unwrap_or_default()]),
        below_type: sequence(vec![
            audience(readers.filter(|_| type_problem.is_none()), strings),
            problem_line("type-error", type_problem),
        ]),
        below_text: sequence(vec![html! { <div class="foot">{ foot }</div> }, status(view, phase, strings)]),
    }
}
