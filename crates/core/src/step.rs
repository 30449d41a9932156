//! The pure transition from a state to the next.

use crate::answer::{Answer, Refusal};
use crate::attempt::{Attempt, AttemptId, Try};
use crate::context::Context;
use crate::note::NoteType;
use crate::problem::Field;
use crate::session::{Phase, Session, Visited};
use crate::state::{Action, State};
use crate::wire::Code;
use std::rc::Rc;

/// The state after an action; `None` where the action changes nothing, and then nothing renders.
#[must_use]
pub fn step(state: &State, action: Action) -> Option<State> {
    match action {
        Action::Configured(context) => configured(state, context),
        Action::Typed(text) => in_form(state, |session| typed(session, text)),
        Action::Chose(note_type) => chose(state, note_type),
        Action::Left(field) => in_form(state, |session| left(session, field)),
        Action::Send { fresh } => send(state, fresh),
        Action::SendAsNew { fresh } => send_as_new(state, fresh),
        Action::Answered { of, answer } => answered(state, of, answer),
        Action::Reset => reset(state),
    }
}

/// Changes the session in the form; a change that changes nothing is ignored.
fn in_form(state: &State, change: impl FnOnce(&mut Session)) -> Option<State> {
    let mut session = state.session.clone();
    change(&mut session);
    (session != state.session).then(|| State { session, ..state.clone() })
}

fn configured(state: &State, context: Option<Context>) -> Option<State> {
    if context == state.context {
        return None;
    }
    let mut next = state.clone();
    if let Some(context) = &context {
        turn_to(&mut next, context);
        retype(&mut next.session, state.context.as_ref(), context);
    }
    next.context = context;
    Some(next)
}

/// Puts the work on another subject aside and takes up what there is for this one.
fn turn_to(state: &mut State, context: &Context) {
    let subject = context.subject;
    let Some(former) = state.subject.replace(subject).filter(|&former| former != subject) else {
        return;
    };
    let found = state.set_aside.iter().position(|&(of, _)| of == subject);
    let next = match found {
        Some(index) => state.set_aside.swap_remove(index).1,
        None => Session::new(context.preselected),
    };
    let former_session = std::mem::replace(&mut state.session, next);
    state.set_aside.push((former, former_session));
}

/// A type that the page now preselects is chosen; one that it no longer offers is not kept.
fn retype(session: &mut Session, former: Option<&Context>, context: &Context) {
    let is_new = former.is_none_or(|former| former.preselected != context.preselected);
    let is_offered = session.note_type.is_some_and(|chosen| context.offered.contains(&chosen));
    if context.type_locked || !is_offered || (is_new && context.preselected.is_some()) {
        session.note_type = context.preselected;
    }
}

fn typed(session: &mut Session, text: Rc<str>) {
    if session.text == text {
        return;
    }
    session.text = text;
    if matches!(session.phase, Phase::Saved { .. }) {
        session.phase = Phase::Editing;
    }
}

fn chose(state: &State, note_type: Option<NoteType>) -> Option<State> {
    if state.context.as_ref().is_some_and(|context| context.type_locked) {
        return None;
    }
    in_form(state, |session| session.note_type = note_type)
}

const fn left(session: &mut Session, field: Field) {
    match field {
        Field::Type => session.visited.note_type = true,
        Field::Text => session.visited.text = true,
        Field::Ticket | Field::Author => {}
    }
}

fn send(state: &State, fresh: AttemptId) -> Option<State> {
    let context = state.context.as_ref()?;
    match &state.session.phase {
        Phase::Sending { .. } => None,
        Phase::Unknown { attempt } => {
            let again = state.session.may_try_again(context).then(|| attempt.again())?;
            in_form(state, |session| session.phase = Phase::Sending { attempt: again })
        }
        Phase::Editing | Phase::Saved { .. } | Phase::Refused { .. } => start(state, context, fresh),
    }
}

fn send_as_new(state: &State, fresh: AttemptId) -> Option<State> {
    let context = state.context.as_ref()?;
    match state.session.phase {
        Phase::Unknown { .. } => start(state, context, fresh),
        _ => None,
    }
}

/// Begins to send what the form holds, or shows what is wrong with it.
fn start(state: &State, context: &Context, fresh: AttemptId) -> Option<State> {
    in_form(state, |session| match session.note(context) {
        Ok(note) => {
            let attempt = refused_attempt(&session.phase)
                .filter(|attempt| attempt.is_for(&note))
                .map_or_else(|| Attempt::new(fresh, note), Attempt::again);
            session.phase = Phase::Sending { attempt };
        }
        Err(_) => {
            session.visited = Visited::BOTH;
            session.stopped_sends = session.stopped_sends.wrapping_add(1);
        }
    })
}

/// The refused attempt that another try belongs to. A key that was used for another note is spent.
fn refused_attempt(phase: &Phase) -> Option<&Attempt> {
    match phase {
        Phase::Refused { refusal: Refusal { code: Some(Code::KeyReused), .. }, .. } => None,
        Phase::Refused { attempt, .. } => Some(attempt),
        _ => None,
    }
}

/// Takes an answer to the session that awaits it. A late answer, to a try that nobody awaits any
/// more, is ignored.
fn answered(state: &State, of: Try, answer: Answer) -> Option<State> {
    let mut next = state.clone();
    if let Some(attempt) = awaited(&next.session, of) {
        conclude(&mut next.session, attempt, answer);
        return Some(next);
    }
    let (session, attempt) = next
        .set_aside
        .iter_mut()
        .find_map(|(_, session)| awaited(session, of).map(|attempt| (session, attempt)))?;
    conclude(session, attempt, answer);
    Some(next)
}

fn awaited(session: &Session, of: Try) -> Option<Attempt> {
    session.phase.sending().filter(|attempt| attempt.to_try() == of).cloned()
}

fn conclude(session: &mut Session, attempt: Attempt, answer: Answer) {
    session.phase = match answer {
        Answer::Saved { message } => {
            clear_what_was_sent(session, &attempt);
            Phase::Saved { message }
        }
        Answer::Refused(refusal) => Phase::Refused { attempt, refusal },
        Answer::Unknown => Phase::Unknown { attempt },
    };
}

/// Clears the text that was added, and only that: what was typed meanwhile stays.
fn clear_what_was_sent(session: &mut Session, attempt: &Attempt) {
    if attempt.note.text.is_of(&session.text) {
        session.text = Rc::from("");
        session.visited = Visited::default();
    }
}

fn reset(state: &State) -> Option<State> {
    if state.session.phase.sending().is_some() {
        return None;
    }
    let preselected = state.context.as_ref().and_then(|context| context.preselected);
    in_form(state, |session| *session = Session::new(preselected))
}

#[cfg(test)]
#[path = "step_tests.rs"]
mod tests;
