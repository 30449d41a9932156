//! The pure transition from a state to the next one.

mod draft;
mod responded;
mod send;
mod settings_changed;

use crate::attempt::{Attempt, AttemptId, RequestId};
use crate::deadline::Timestamp;
use crate::note::{NoteType, TypedText};
use crate::problem::FieldProblem;
use crate::state::{Action, DraftNotice, State};
use crate::work::{Phase, Work};
use std::ops::Range;

/// The result of an action.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Transition {
    /// The next state; `None` if the action changes nothing, and then nothing renders.
    pub state: Option<State>,
    /// The effect that is not visible in the state.
    pub effect: Option<Effect>,
}

/// The answer to a send, which each send gets exactly once.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Effect {
    /// The send has the outcome of this attempt, whose request is in flight.
    Joined(AttemptId),
    /// A problem stopped the send; `None` if the page's settings are rejected. The field of the problem
    /// gets the focus.
    Stopped(Option<Stop>),
    /// Nothing can be sent now: a wait has not ended, or the note may have been added with another text.
    Cancelled,
}

/// The problem that stopped a send.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Stop {
    /// The first problem in the form.
    pub problem: FieldProblem,
    /// The characters to select in the text area, in UTF-16 code units.
    pub selection: Option<Range<u32>>,
}

impl From<Option<State>> for Transition {
    fn from(state: Option<State>) -> Self {
        Self { state, effect: None }
    }
}

/// Returns the result of an action.
#[must_use]
pub fn step(state: &State, action: Action) -> Transition {
    match action {
        Action::SettingsChanged(settings) => settings_changed::settings_changed(state, settings),
        Action::DraftRestored(restored) => draft::restored(state, restored),
        Action::DraftChangedElsewhere { subject, draft, previous_text } => {
            draft::changed_elsewhere(state, subject, draft, previous_text.as_ref())
        }
        Action::DraftNotSaved => changed(state, |state| state.draft_notice = Some(DraftNotice::NotSaved)),
        Action::TextChanged { text, is_well_formed, fresh } => {
            text_changed(state, TypedText::new(text, is_well_formed), fresh)
        }
        Action::TypeChosen(note_type) => type_chosen(state, note_type),
        Action::Send { fresh, now } => return send::send(state, fresh, now),
        Action::SendAsNew { fresh, now } => return send::send_as_new(state, fresh, now),
        Action::SubmitCancelled(attempt) => {
            changed(state, |state| submit_cancelled(&mut state.work, attempt))
        }
        Action::SlowRequest(request) => changed(state, |state| slow_request(state, request)),
        Action::Responded { request, outcome, now } => responded::responded(state, request, outcome, now),
        Action::Tick { now } => tick(state, now),
        Action::NetworkChanged { is_offline } => changed(state, |state| state.is_offline = is_offline),
        Action::Reset => reset(state),
    }
    .into()
}

/// Applies a change. A change that changes nothing is ignored.
fn changed(state: &State, change: impl FnOnce(&mut State)) -> Option<State> {
    let mut next = state.clone();
    change(&mut next);
    (next != *state).then_some(next)
}

fn text_changed(state: &State, text: TypedText, fresh: AttemptId) -> Option<State> {
    if text == state.work.text {
        return None;
    }
    changed(state, |state| {
        let work = &mut state.work;
        work.attempt_id = (!text.is_blank()).then_some(fresh);
        work.text = text;
        if matches!(work.phase, Phase::Saved { .. }) {
            work.phase = Phase::Editing { tried: None };
        }
        state.clear_draft_notice();
    })
}

fn type_chosen(state: &State, note_type: Option<NoteType>) -> Option<State> {
    if state.settings.as_ref().is_some_and(|settings| settings.type_locked) {
        return None;
    }
    changed(state, |state| state.work.note_type = note_type)
}

/// The note keeps its attempt when it is sent after all, so that the page recognises the attempt if it
/// asks the user first.
fn submit_cancelled(work: &mut Work, attempt: Attempt) {
    if let Phase::Editing { tried } = &mut work.phase {
        *tried = Some(attempt);
    }
}

fn slow_request(state: &mut State, request: RequestId) {
    for work in state.works_mut() {
        if let Phase::Sending { attempt, is_slow } = &mut work.phase {
            *is_slow |= attempt.request_id() == request;
        }
    }
}

fn tick(state: &State, now: Timestamp) -> Option<State> {
    if state.has_wait() { changed(state, |state| state.now = now) } else { None }
}

fn reset(state: &State) -> Option<State> {
    if state.work.phase.in_flight().is_some() {
        return None;
    }
    let preselected = state.settings.as_ref().and_then(|settings| settings.preselected);
    changed(state, |state| {
        state.work = Work::new(state.work.subject, preselected);
        state.other_tickets.clear();
        state.clear_draft_notice();
    })
}

#[cfg(test)]
mod tests;
