use super::changed;
use crate::answer::Answer;
use crate::attempt::{Attempt, Try};
use crate::note::TicketId;
use crate::session::{Phase, Session, Visited};
use crate::state::{Elsewhere, State};
use std::rc::Rc;

/// Takes an answer to the session that awaits it, or that does not know how its attempt ended. A late
/// answer, to a try that nobody asks after any more, is ignored.
pub(super) fn answered(state: &State, of: Try, answer: Answer) -> Option<State> {
    changed(state, |state| {
        if let Some(attempt) = awaited(&state.session, of) {
            return conclude(&mut state.session, attempt, answer);
        }
        let mut aside = state.set_aside.iter_mut();
        let found = aside.find_map(|(_, session)| awaited(session, of).map(|attempt| (session, attempt)));
        if let Some((session, attempt)) = found {
            let before = session.phase.clone();
            let ticket = attempt.note.ticket;
            conclude(session, attempt, answer);
            if session.phase != before {
                let news = bad_news(session, ticket);
                state.elsewhere.retain(|known| known.ticket() != ticket);
                state.elsewhere.extend(news);
            }
            state.set_aside.retain(|(_, session)| session.draft().is_some());
        }
    })
}

/// What the form says of a note on another ticket: good news is no news.
fn bad_news(session: &Session, ticket: TicketId) -> Option<Elsewhere> {
    let is_saved = matches!(session.phase, Phase::Saved { .. });
    let news = if session.phase.open_attempt().is_some() { Elsewhere::Unknown } else { Elsewhere::Refused };
    (!is_saved).then(|| news(ticket))
}

fn awaited(session: &Session, of: Try) -> Option<Attempt> {
    let is_awaited = |attempt: &&Attempt| match session.phase {
        Phase::Sending { .. } => attempt.to_try() == of,
        // It came back as a draft while its request was under way.
        Phase::Unknown { .. } => attempt.id == of.id,
        _ => false,
    };
    session.phase.attempt().filter(is_awaited).cloned()
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
