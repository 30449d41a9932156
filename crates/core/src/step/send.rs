use super::{Effect, Stop, Transition, changed};
use crate::attempt::{Attempt, AttemptId};
use crate::deadline::Timestamp;
use crate::note::Note;
use crate::outcome::Refusal;
use crate::problem::{Field, FieldProblem, Problem};
use crate::settings::NoteSettings;
use crate::state::State;
use crate::wire::Code;
use crate::work::{Phase, Work};

pub(super) fn send(state: &State, fresh: AttemptId, now: Timestamp) -> Transition {
    let Some(settings) = &state.settings else { return only(Effect::Stopped(None)) };
    let phase = &state.work.phase;
    match (phase, phase.unresolved_attempt()) {
        (Phase::Sending { attempt, .. }, _) => only(Effect::Joined(attempt.id)),
        _ if must_wait(phase, now) => only(Effect::Cancelled),
        (_, Some(attempt)) if state.work.matches_attempt(settings) => {
            begin(state, Attempt { may_be_saved: true, ..attempt.retry() }, now)
        }
        (_, Some(_)) => only(Effect::Cancelled),
        (_, None) => match state.work.note(settings) {
            Ok(note) => begin(state, attempt_for(&state.work, note, fresh), now),
            Err(problems) => stop(state, &problems),
        },
    }
}

pub(super) fn send_as_new(state: &State, fresh: AttemptId, now: Timestamp) -> Transition {
    let Some(settings) = &state.settings else { return only(Effect::Stopped(None)) };
    let phase = &state.work.phase;
    let is_offered = phase.in_flight().is_none() && phase.unresolved_attempt().is_some();
    if !is_offered || must_wait(phase, now) {
        return only(Effect::Cancelled);
    }
    send_new(state, settings, fresh, now)
}

fn send_new(state: &State, settings: &NoteSettings, fresh: AttemptId, now: Timestamp) -> Transition {
    match state.work.note(settings) {
        Ok(note) => begin(state, Attempt::new(fresh, note), now),
        Err(problems) => stop(state, &problems),
    }
}

const fn only(effect: Effect) -> Transition {
    Transition { state: None, effect: Some(effect) }
}

fn must_wait(phase: &Phase, now: Timestamp) -> bool {
    phase.deadline().is_some_and(|deadline| deadline.left(now).is_some())
}

fn begin(state: &State, attempt: Attempt, now: Timestamp) -> Transition {
    let effect = Some(Effect::Joined(attempt.id));
    let state = changed(state, |state| {
        state.now = now;
        state.work.shows_problems = false;
        state.work.phase = Phase::Sending { attempt, is_slow: false };
        state.clear_draft_notice();
    });
    Transition { state, effect }
}

fn stop(state: &State, problems: &[FieldProblem]) -> Transition {
    let stop = problems.first().map(|&problem| Stop {
        problem,
        selection: match problem {
            FieldProblem { field: Field::Text, problem: Problem::ControlCharacter } => {
                state.work.text.refused_character()
            }
            _ => None,
        },
    });
    let state = changed(state, |state| state.work.shows_problems = true);
    Transition { state, effect: Some(Effect::Stopped(stop)) }
}

/// Retries the refused attempt if the note is the same. Otherwise the attempt has the ID that belongs to
/// the text, unless a request used that ID before: an ID is bound to one note.
fn attempt_for(work: &Work, note: Note, fresh: AttemptId) -> Attempt {
    let tried = work.phase.attempt();
    if let Some(attempt) = tried.filter(|attempt| attempt.is_bound_to(&note) && !is_spent(&work.phase)) {
        return attempt.retry();
    }
    let unused = work.attempt_id.filter(|&id| tried.is_none_or(|attempt| attempt.id != id));
    Attempt::new(unused.unwrap_or(fresh), note)
}

/// The key of this attempt was used for another note.
const fn is_spent(phase: &Phase) -> bool {
    matches!(phase, Phase::Refused { refusal: Refusal { code: Some(Code::KeyReused), .. }, .. })
}
