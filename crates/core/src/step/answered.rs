use crate::answer::Answer;
use crate::attempt::{Attempt, Try};
use crate::session::{Phase, Session, Visited};
use crate::state::{Elsewhere, State};
use std::rc::Rc;

/// Takes an answer to the session that awaits it. A late answer, to a try that nobody awaits any
/// more, is ignored.
pub(super) fn answered(state: &State, of: Try, answer: Answer) -> Option<State> {
    let mut next = state.clone();
    if let Some(attempt) = awaited(&next.session, of) {
        conclude(&mut next.session, attempt, answer);
        return Some(next);
    }
    let (session, attempt) = next
        .set_aside
        .iter_mut()
        .find_map(|(_, session)| awaited(session, of).map(|attempt| (session, attempt)))?;
    next.elsewhere = elsewhere(&attempt, &answer).or(next.elsewhere);
    conclude(session, attempt, answer);
    next.set_aside.retain(|(_, session)| session.draft().is_some());
    Some(next)
}

/// What the form says of a note on another ticket: good news is no news.
fn elsewhere(attempt: &Attempt, answer: &Answer) -> Option<Elsewhere> {
    match answer {
        Answer::Saved { .. } => None,
        Answer::Refused(_) => Some(Elsewhere::Refused(attempt.note.ticket)),
        Answer::Unknown => Some(Elsewhere::Unknown(attempt.note.ticket)),
    }
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
