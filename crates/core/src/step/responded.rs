use super::text::{clear_added, resume_earlier};
use crate::attempt::{Attempt, AttemptId, RequestId};
use crate::deadline::{Deadline, Timestamp};
use crate::outcome::Outcome;
use crate::state::{LateEnd, OtherTicket, State};
use crate::work::{Phase, Work};

/// Applies an outcome to the work that waits for it, or whose attempt has an unknown outcome. A late
/// response to an earlier request is ignored.
pub(super) fn responded(state: &mut State, request: RequestId, outcome: Outcome, now: Timestamp) -> bool {
    let shown = state.work.subject;
    let Some(work) = state.works_mut().find(|work| awaits(work, request, &outcome)) else { return false };
    let url = work.ticket_url.clone();
    let earlier = work.earlier.take_if(|attempt| attempt.id == request.attempt);
    let is_late = earlier.is_some() || work.subject != shown;
    let Some(attempt) = earlier.or_else(|| work.phase.attempt().cloned()) else { return false };
    let ticket = attempt.note.ticket;
    let end = if is_earlier(work, &attempt) {
        LateEnd::Saved
    } else {
        conclude(work, attempt, outcome, now);
        late_end(work)
    };
    // The text that returns may be that of another unknown note. The form then shows that one.
    let is_resumed = end == LateEnd::Saved && resume_earlier(work);
    state.now = now;
    if is_late || is_resumed {
        state.clear_other_ticket(ticket);
        state.other_tickets.push(OtherTicket { ticket, end, url });
        state.set_aside.retain(|work| work.draft().is_some());
    }
    true
}

/// Returns whether the phase of the work is about another attempt.
fn is_earlier(work: &Work, attempt: &Attempt) -> bool {
    work.phase.attempt().is_none_or(|own| own.id != attempt.id)
}

fn late_end(work: &Work) -> LateEnd {
    match &work.phase {
        Phase::Saved { .. } => LateEnd::Saved,
        phase if phase.unresolved_attempt().is_some() => LateEnd::Unknown,
        _ => LateEnd::Refused,
    }
}

/// Applies the proxy's statement that it has no record of an unknown attempt. An earlier note stays as it
/// is, so that its text is not lost.
pub(super) fn not_arrived(state: &mut State, id: AttemptId) -> bool {
    // The proxy has no record of another caller's attempt, whether or not it arrived.
    if !state.unknown().any(|attempt| attempt.id == id) {
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
    match &work.phase {
        Phase::Sending { attempt, .. } => attempt.request_id() == request,
        // The work was restored from a draft while its request was in flight.
        Phase::Unknown { attempt } if attempt.id == request.attempt => !matches!(outcome, Outcome::Unknown),
        _ => {
            let is_saved = matches!(outcome, Outcome::Saved { .. });
            is_saved && work.earlier.as_ref().is_some_and(|attempt| attempt.id == request.attempt)
        }
    }
}

fn conclude(work: &mut Work, attempt: Attempt, outcome: Outcome, now: Timestamp) {
    work.phase = match outcome {
        Outcome::Saved { .. } => {
            clear_added(work, &attempt);
            Phase::Saved { at: now }
        }
        Outcome::Refused(refusal) => {
            let deadline = refusal.retry_after.map(|wait| Deadline::after(wait, now));
            Phase::Refused { attempt, refusal, deadline, early: None }
        }
        Outcome::Unknown => Phase::Unknown { attempt },
    };
}
