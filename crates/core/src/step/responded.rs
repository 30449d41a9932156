use super::text::clear_added;
use crate::attempt::{Attempt, AttemptId, RequestId};
use crate::deadline::{Deadline, Timestamp};
use crate::outcome::Outcome;
use crate::state::{LateEnd, OtherTicket, State};
use crate::work::{Hidden, Phase, Work};

/// Applies an outcome to the work that waits for it, or whose attempt has an unknown outcome. A late
/// response to an earlier request is ignored.
pub(super) fn responded(state: &mut State, request: RequestId, outcome: Outcome, now: Timestamp) -> bool {
    let shown = state.work.subject;
    let Some(work) = state.works_mut().find(|work| awaits(work, request, &outcome)) else { return false };
    let url = work.ticket_url.clone();
    let hidden = take_hidden(work, request.attempt);
    let was_hidden = hidden.is_some();
    let is_late = was_hidden || work.subject != shown;
    let Some(attempt) = hidden.or_else(|| work.phase.attempt().cloned()) else { return false };
    let ticket = attempt.note.ticket;
    let end = if was_hidden { LateEnd::Saved } else { conclude(work, attempt, outcome, now) };
    // The form may show another unknown note now, instead of the success.
    let is_replaced = end == LateEnd::Saved && matches!(work.phase, Phase::Unknown { .. });
    state.now = now;
    if is_late || is_replaced {
        state.clear_other_ticket(ticket);
        state.other_tickets.push(OtherTicket { ticket, end, url });
        state.set_aside.retain(|work| work.draft().is_some());
    }
    true
}

/// Takes an attempt that was added from the hidden notes. If the user had edited its text, the text stays.
fn take_hidden(work: &mut Work, id: AttemptId) -> Option<Attempt> {
    let is_it = |hidden: &Hidden| hidden.unknown.as_ref().is_some_and(|attempt| attempt.id == id);
    if let Some(index) = work.earlier.iter().position(is_it) {
        return work.earlier.remove(index).unknown;
    }
    let later = work.later.as_mut().filter(|later| is_it(later))?;
    let attempt = later.unknown.take();
    work.later.take_if(|later| attempt.as_ref().is_some_and(|attempt| attempt.note.text.is_of(&later.text)));
    attempt
}

/// Applies the proxy's statement that it has no record of an unknown attempt. An earlier note stays as it
/// is, so that its text is not lost.
pub(super) fn not_arrived(state: &mut State, id: AttemptId) -> bool {
    // The proxy has no record of another caller's attempt, whether or not it arrived.
    if !state.unknown().iter().any(|attempt| attempt.id == id) {
        return false;
    }
    for work in state.works_mut() {
        if let Phase::Unknown { attempt } = &work.phase
            && attempt.id == id
        {
            work.phase = Phase::Missing { attempt: attempt.clone() };
            return true;
        }
    }
    false
}

fn awaits(work: &Work, request: RequestId, outcome: &Outcome) -> bool {
    let is_shown = match &work.phase {
        Phase::Sending { attempt, .. } => attempt.request_id() == request,
        // The work was restored from a draft while its request was in flight.
        Phase::Unknown { attempt } => attempt.id == request.attempt && !matches!(outcome, Outcome::Unknown),
        _ => false,
    };
    let is_saved = matches!(outcome, Outcome::Saved { .. });
    is_shown || (is_saved && work.unknown().iter().any(|attempt| attempt.id == request.attempt))
}

fn conclude(work: &mut Work, attempt: Attempt, outcome: Outcome, now: Timestamp) -> LateEnd {
    match outcome {
        Outcome::Saved { .. } => {
            work.phase = Phase::Saved { at: now };
            clear_added(work, &attempt);
            LateEnd::Saved
        }
        Outcome::Refused(refusal) => {
            let end = if attempt.may_be_saved { LateEnd::Unknown } else { LateEnd::Refused };
            let deadline = refusal.retry_after.map(|wait| Deadline::after(wait, now));
            work.phase = Phase::Refused { attempt, refusal, deadline, early: None };
            end
        }
        Outcome::Unknown => {
            work.phase = Phase::Unknown { attempt };
            LateEnd::Unknown
        }
    }
}
