//! The pure transition from a state to the next one.

mod draft;
mod responded;
mod send;
mod settings_changed;
mod text;

use crate::attempt::{Attempt, AttemptId, Caller, RequestId};
use crate::deadline::Timestamp;
use crate::note::TypedText;
use crate::problem::FieldProblem;
use crate::state::{Action, DraftNotice, State};
use crate::work::{Phase, Work};
use std::ops::Range;

/// The result of an action.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Transition {
    /// The state after the action.
    pub state: State,
    /// Whether the action changed the state. If not, nothing renders.
    pub is_changed: bool,
    /// The effect to perform, which the state does not show.
    pub effect: Option<Effect>,
}

/// The result of a send. Each send has exactly one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Effect {
    /// The note can be sent as this attempt. The page is asked first; [`Action::SubmitAllowed`] or
    /// [`Action::SubmitCancelled`] follows.
    Ready(Attempt),
    /// The send joins this attempt, whose request is in flight, and gets its outcome.
    Joined(AttemptId),
    /// A problem stopped the send, and its field gets the focus. `None` if the page's settings are
    /// rejected.
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

/// Returns the result of an action.
#[must_use]
pub fn step(mut state: State, action: Action) -> Transition {
    let (is_changed, effect) = apply(&mut state, action);
    Transition { state, is_changed, effect }
}

/// Applies an action. Returns whether it changed the state, and its effect.
fn apply(state: &mut State, action: Action) -> (bool, Option<Effect>) {
    let is_changed = match action {
        Action::SettingsChanged(settings) => settings_changed::settings_changed(state, settings),
        Action::DraftRestored(restored) => draft::restored(state, restored),
        Action::DraftChangedElsewhere { subject, draft, previous_text } => {
            draft::changed_elsewhere(state, subject, draft, previous_text.as_ref())
        }
        Action::DraftNotSaved => replace(&mut state.draft_notice, Some(DraftNotice::NotSaved)),
        Action::TextChanged { text, is_well_formed, fresh } => {
            text::text_changed(state, TypedText::new(text, is_well_formed), fresh)
        }
        Action::DraftSaved { now } => draft_saved(&mut state.work, now),
        Action::FilePasted => replace(&mut state.draft_notice, Some(DraftNotice::OnlyText)),
        Action::FoundInTicket => text::found_in_ticket(&mut state.work),
        Action::EarlierShown => text::earlier_shown(&mut state.work),
        Action::NotArrived(attempt) => responded::not_arrived(state, attempt),
        Action::CallerSeen(caller) => caller_seen(state, caller),
        Action::TypeChosen(note_type) => !is_locked(state) && replace(&mut state.work.note_type, note_type),
        Action::Send { fresh, now } => return send::send(state, fresh, now),
        Action::SendAsNew { fresh, now } => return send::send_as_new(state, fresh, now),
        Action::SubmitAllowed { attempt, now } => send::begin(state, attempt, now),
        Action::SubmitCancelled(attempt) => submit_cancelled(&mut state.work, attempt),
        Action::SlowRequest(request) => slow_request(state, request),
        Action::Responded { request, outcome, now } => responded::responded(state, request, outcome, now),
        Action::Tick { now } => state.has_wait() && replace(&mut state.now, now),
        Action::NetworkChanged { is_offline } => replace(&mut state.is_offline, is_offline),
        Action::Reset => reset(state),
    };
    (is_changed, None)
}

/// Replaces a value. Returns whether it changed.
fn replace<T: PartialEq>(value: &mut T, next: T) -> bool {
    let is_changed = *value != next;
    *value = next;
    is_changed
}

fn is_locked(state: &State) -> bool {
    state.settings.as_ref().is_some_and(|settings| settings.type_locked)
}

/// The draft of an empty form, if there is one, holds an earlier note.
fn draft_saved(work: &mut Work, now: Timestamp) -> bool {
    let saved = (!work.text.is_blank()).then_some(now);
    replace(&mut work.draft_saved, saved)
}

/// The note keeps its attempt. A page that first asks the user, and sends then, sees the same
/// attempt ID.
fn submit_cancelled(work: &mut Work, attempt: Attempt) -> bool {
    let is_editing = matches!(work.phase, Phase::Editing { .. });
    if is_editing {
        work.phase = Phase::Editing { tried: Some(attempt) };
    }
    is_editing
}

/// If the form did not know the caller of an attempt when it was sent, the first response that names a caller
/// decides. That is usually the response to the note or to the first request for its status.
fn caller_seen(state: &mut State, caller: Caller) -> bool {
    let mut is_changed = replace(&mut state.caller, Some(caller));
    for work in state.works_mut() {
        if let Phase::Sending { attempt, .. } | Phase::Unknown { attempt } = &mut work.phase
            && attempt.caller.is_none()
        {
            is_changed = replace(&mut attempt.caller, Some(caller));
        }
    }
    is_changed
}

fn slow_request(state: &mut State, request: RequestId) -> bool {
    for work in state.works_mut() {
        if let Phase::Sending { attempt, is_slow } = &mut work.phase
            && attempt.request_id() == request
        {
            *is_slow = true;
            return true;
        }
    }
    false
}

fn reset(state: &mut State) -> bool {
    let work = Work::new(state.work.subject, state.settings.as_ref());
    let is_empty = state.work == work && state.other_tickets.is_empty();
    if state.work.phase.in_flight().is_some() || is_empty {
        return false;
    }
    state.work = work;
    state.other_tickets.clear();
    state.clear_draft_notice();
    true
}

#[cfg(test)]
mod tests;
