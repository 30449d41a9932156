use super::{Effect, Stop};
use crate::attempt::{Attempt, AttemptId};
use crate::deadline::Timestamp;
use crate::note::Note;
use crate::outcome::Refusal;
use crate::problem::{Field, FieldProblem, Problem};
use crate::state::{LateEnd, State};
use crate::wire::Code;
use crate::work::{Phase, Work};

/// Whether a send changed the state, and its effect.
type Sent = (bool, Option<Effect>);

pub(super) fn send(state: &mut State, fresh: AttemptId, now: Timestamp) -> Sent {
    if let Phase::Sending { attempt, .. } = &state.work.phase {
        return only(Effect::Joined(attempt.id));
    }
    let Some(settings) = &state.settings else { return only(Effect::Stopped(None)) };
    if let Phase::Refused { deadline: Some(deadline), early, .. } = &mut state.work.phase
        && let Some(seconds) = deadline.seconds_left(now)
    {
        return (super::replace(early, Some(seconds)), Some(Effect::Cancelled));
    }
    let phase = &state.work.phase;
    match phase.unresolved_attempt() {
        Some(attempt) if state.work.matches_attempt(settings) && !state.is_of_other_caller(attempt) => {
            only(Effect::Ready(Attempt { may_be_saved: true, ..attempt.retry() }))
        }
        Some(_) => only(Effect::Cancelled),
        None => ready_or_stop(state, |work, note| attempt_for(work, note, fresh)),
    }
}

pub(super) fn send_as_new(state: &mut State, fresh: AttemptId, now: Timestamp) -> Sent {
    let phase = &state.work.phase;
    let is_offered = phase.in_flight().is_none() && phase.unresolved_attempt().is_some();
    if !is_offered || must_wait(phase, now) {
        return only(Effect::Cancelled);
    }
    ready_or_stop(state, |_, note| Attempt::new(fresh, note))
}

fn only(effect: Effect) -> Sent {
    (false, Some(effect))
}

fn must_wait(phase: &Phase, now: Timestamp) -> bool {
    phase.deadline().is_some_and(|deadline| deadline.left(now).is_some())
}

fn ready_or_stop(state: &mut State, attempt: impl FnOnce(&Work, Note) -> Attempt) -> Sent {
    match state.settings.as_ref().map(|settings| state.work.note(settings)) {
        Some(Ok(note)) => only(Effect::Ready(attempt(&state.work, note))),
        Some(Err(problems)) => stop(state, &problems),
        None => only(Effect::Stopped(None)),
    }
}

/// Begins the request of an attempt that the page allowed.
pub(super) fn begin(state: &mut State, mut attempt: Attempt, now: Timestamp) -> bool {
    if !attempt.may_be_saved {
        attempt.caller = state.caller;
    }
    state.now = now;
    state.other_tickets.retain(|other| other.end != LateEnd::Saved);
    state.work.draft_saved = None;
    state.work.shows_problems = false;
    state.work.phase = Phase::Sending { attempt, is_slow: false };
    state.clear_draft_notice();
    true
}

fn stop(state: &mut State, problems: &[FieldProblem]) -> Sent {
    let stop = problems.first().map(|&problem| Stop { problem, selection: selection(&state.work, problem) });
    (super::replace(&mut state.work.shows_problems, true), Some(Effect::Stopped(stop)))
}

fn selection(work: &Work, problem: FieldProblem) -> Option<std::ops::Range<u32>> {
    let is_character = problem == FieldProblem::new(Field::Text, Problem::ControlCharacter);
    if is_character { work.text.refused_character() } else { None }
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

/// The proxy does not accept the key of this attempt, or not for this note.
const fn is_spent(phase: &Phase) -> bool {
    matches!(
        phase,
        Phase::Refused { refusal: Refusal { code: Some(Code::KeyReused | Code::InvalidKey), .. }, .. }
    )
}
