use super::changed;
use crate::attempt::{Attempt, RequestId};
use crate::note::TicketId;
use crate::outcome::Outcome;
use crate::state::{OtherTicket, State};
use crate::work::{Phase, Visited, Work};
use std::rc::Rc;

/// Takes an answer to the work that awaits it, or that does not know how its attempt ended. A late
/// answer, to a try that nobody asks after any more, is ignored.
pub(super) fn answered(state: &State, of: RequestId, answer: Outcome) -> Option<State> {
    changed(state, |state| {
        if let Some(attempt) = awaited(&state.work, of) {
            return conclude(&mut state.work, attempt, answer);
        }
        let mut aside = state.set_aside.iter_mut();
        let found = aside.find_map(|(_, work)| awaited(work, of).map(|attempt| (work, attempt)));
        if let Some((work, attempt)) = found {
            let before = work.phase.clone();
            let ticket = attempt.note.ticket;
            conclude(work, attempt, answer);
            if work.phase != before {
                let news = bad_news(work, ticket);
                state.elsewhere.retain(|known| known.ticket() != ticket);
                state.elsewhere.extend(news);
            }
            state.set_aside.retain(|(_, work)| work.draft().is_some());
        }
    })
}

/// What the form says of a note on another ticket: good news is no news.
fn bad_news(work: &Work, ticket: TicketId) -> Option<OtherTicket> {
    let is_saved = matches!(work.phase, Phase::Saved { .. });
    let news =
        if work.phase.unresolved_attempt().is_some() { OtherTicket::Unknown } else { OtherTicket::Refused };
    (!is_saved).then(|| news(ticket))
}

fn awaited(work: &Work, of: RequestId) -> Option<Attempt> {
    let is_awaited = |attempt: &&Attempt| match work.phase {
        Phase::Sending { .. } => attempt.request_id() == of,
        // It came back as a draft while its request was under way.
        Phase::Unknown { .. } => attempt.id == of.id,
        _ => false,
    };
    work.phase.attempt().filter(is_awaited).cloned()
}

fn conclude(work: &mut Work, attempt: Attempt, answer: Outcome) {
    work.phase = match answer {
        Outcome::Saved { message } => {
            clear_what_was_sent(work, &attempt);
            Phase::Saved { message }
        }
        Outcome::Refused(refusal) => Phase::Refused { attempt, refusal },
        Outcome::Unknown => Phase::Unknown { attempt },
    };
}

/// Clears the text that was added, and only that: what was typed meanwhile stays.
fn clear_what_was_sent(work: &mut Work, attempt: &Attempt) {
    if attempt.note.text.is_of(&work.text) {
        work.text = Rc::from("");
        work.visited = Visited::default();
    }
}
