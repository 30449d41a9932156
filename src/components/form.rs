//! The parts of the form, in the order of the page.

use super::actions::actions;
use super::below_text::below_text;
use super::config_notice::config_notice;
use super::problem::problem_line;
use super::status::status;
use crate::i18n::{Strings, of_problem};
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
    /// The part above the fields: the notice about an invalid attribute.
    pub(crate) above: Html,
    /// The part below the type: its problem.
    pub(crate) below_type: Html,
    /// The parts below the text: its problem, counter and hint, the buttons, and the status.
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
    Parts {
        above: config_notice(settings.err(), strings),
        below_type: problem_line("type-error", problem(Field::Type)),
        below_text: html! {
            <>
                { below_text(problem(Field::Text), view.characters_left, strings) }
                { actions(view, is_disabled, strings) }
                { status(view, phase, strings) }
            </>
        },
    }
}
