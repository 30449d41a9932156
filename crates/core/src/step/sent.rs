use super::changed;
use crate::attempt::{Attempt, AttemptId};
use crate::outcome::Refusal;
use crate::settings::NoteSettings;
use crate::state::State;
use crate::wire::Code;
use crate::work::{Phase, Visited};

pub(super) fn send(state: &State, fresh: AttemptId) -> Option<State> {
    let settings = ready(state)?;
    let phase = &state.work.phase;
    match (phase, phase.unresolved_attempt()) {
        (Phase::Sending { .. }, _) => None,
        (_, Some(attempt)) if state.work.matches_attempt(settings) => {
            let attempt = Attempt { may_be_saved: true, ..attempt.again() };
            changed(state, |state| state.work.phase = Phase::Sending { attempt, is_long: false })
        }
        (_, Some(_)) => None,
        (_, None) => start(state, settings, fresh),
    }
}

pub(super) fn send_as_new(state: &State, fresh: AttemptId) -> Option<State> {
    let settings = ready(state)?;
    let phase = &state.work.phase;
    let is_wanted = phase.sending().is_none() && phase.unresolved_attempt().is_some();
    if is_wanted { start(state, settings, fresh) } else { None }
}

/// Nothing is sent with settings that are not acceptable, without a network, or before its time.
fn ready(state: &State) -> Option<&NoteSettings> {
    let may_send = !state.is_offline && state.work.phase.wait().is_none();
    state.settings.as_ref().filter(|_| may_send)
}

/// Begins to send what the form holds, or shows what is wrong with it.
fn start(state: &State, settings: &NoteSettings, fresh: AttemptId) -> Option<State> {
    changed(state, |state| match state.work.note(settings) {
        Ok(note) => {
            let attempt = refused_attempt(&state.work.phase)
                .filter(|attempt| attempt.is_bound_to(&note))
                .map_or_else(|| Attempt::new(fresh, note), Attempt::again);
            state.work.phase = Phase::Sending { attempt, is_long: false };
            state.clear_draft_notice();
        }
        Err(_) => {
            state.work.visited = Visited::BOTH;
            state.stopped_sends = state.stopped_sends.wrapping_add(1);
        }
    })
}

/// The refused attempt that another try belongs to. A key that was used for another note is spent, and
/// what may have been added is tried again as it is or not at all.
fn refused_attempt(phase: &Phase) -> Option<&Attempt> {
    match phase {
        Phase::Refused { refusal: Refusal { code: Some(Code::KeyReused), .. }, .. } => None,
        other if other.unresolved_attempt().is_some() => None,
        other => other.attempt(),
    }
}
