use super::changed;
use crate::answer::Refusal;
use crate::attempt::{Attempt, AttemptId};
use crate::context::Context;
use crate::session::{Phase, Visited};
use crate::state::State;
use crate::wire::Code;

pub(super) fn send(state: &State, fresh: AttemptId) -> Option<State> {
    let context = ready(state)?;
    let phase = &state.session.phase;
    match (phase, phase.open_attempt()) {
        (Phase::Sending { .. }, _) => None,
        (_, Some(attempt)) if state.session.holds_attempted(context) => {
            let attempt = Attempt { has_open_try: true, ..attempt.again() };
            changed(state, |state| state.session.phase = Phase::Sending { attempt, is_long: false })
        }
        (_, Some(_)) => None,
        (_, None) => start(state, context, fresh),
    }
}

pub(super) fn send_as_new(state: &State, fresh: AttemptId) -> Option<State> {
    let context = ready(state)?;
    let phase = &state.session.phase;
    let is_wanted = phase.sending().is_none() && phase.open_attempt().is_some();
    if is_wanted { start(state, context, fresh) } else { None }
}

/// Nothing is sent with settings that are not acceptable, without a network, or before its time.
fn ready(state: &State) -> Option<&Context> {
    let may_send = !state.is_offline && state.session.phase.wait().is_none();
    state.context.as_ref().filter(|_| may_send)
}

/// Begins to send what the form holds, or shows what is wrong with it.
fn start(state: &State, context: &Context, fresh: AttemptId) -> Option<State> {
    changed(state, |state| match state.session.note(context) {
        Ok(note) => {
            let attempt = refused_attempt(&state.session.phase)
                .filter(|attempt| attempt.is_for(&note))
                .map_or_else(|| Attempt::new(fresh, note), Attempt::again);
            state.session.phase = Phase::Sending { attempt, is_long: false };
            state.forget_draft_news();
        }
        Err(_) => {
            state.session.visited = Visited::BOTH;
            state.stopped_sends = state.stopped_sends.wrapping_add(1);
        }
    })
}

/// The refused attempt that another try belongs to. A key that was used for another note is spent, and
/// what may have been added is tried again as it is or not at all.
fn refused_attempt(phase: &Phase) -> Option<&Attempt> {
    match phase {
        Phase::Refused { refusal: Refusal { code: Some(Code::KeyReused), .. }, .. } => None,
        other if other.open_attempt().is_some() => None,
        other => other.attempt(),
    }
}
