use crate::attempt::{Attempt, RequestId};
use crate::deadline::{Deadline, Timestamp};
use crate::note::{TicketId, TypedText};
use crate::outcome::Outcome;
use crate::state::{OtherTicket, State};
use crate::work::{Phase, Work};

/// Applies an outcome to the work that waits for it, or whose attempt has an unknown outcome. A late
/// response to an earlier request is ignored.
pub(super) fn responded(state: &mut State, request: RequestId, outcome: Outcome, now: Timestamp) -> bool {
    let shown = state.work.subject;
    let Some(work) = state.works_mut().find(|work| awaits(work, request, &outcome)) else { return false };
    let Some(attempt) = work.phase.attempt().cloned() else { return false };
    let ticket = attempt.note.ticket;
    conclude(work, attempt, outcome, now);
    let notice = notice(work, ticket);
    let is_set_aside = work.subject != shown;
    state.now = now;
    if is_set_aside {
        state.clear_other_ticket(ticket);
        state.other_tickets.extend(notice);
        state.set_aside.retain(|work| work.draft().is_some());
    }
    true
}

/// Returns the notice about a note on another ticket. A saved note needs none.
fn notice(work: &Work, ticket: TicketId) -> Option<OtherTicket> {
    match &work.phase {
        Phase::Saved { .. } => None,
        phase if phase.unresolved_attempt().is_some() => Some(OtherTicket::Unknown(ticket)),
        _ => Some(OtherTicket::Refused(ticket)),
    }
}

fn awaits(work: &Work, request: RequestId, outcome: &Outcome) -> bool {
    match &work.phase {
        Phase::Sending { attempt, .. } => attempt.request_id() == request,
        // The work was restored from a draft while its request was in flight.
        Phase::Unknown { attempt } => attempt.id == request.attempt && !matches!(outcome, Outcome::Unknown),
        _ => false,
    }
}

fn conclude(work: &mut Work, attempt: Attempt, outcome: Outcome, now: Timestamp) {
    work.phase = match outcome {
        Outcome::Saved { message } => {
            clear_what_was_sent(work, &attempt);
            Phase::Saved { message }
        }
        Outcome::Refused(refusal) => {
            let deadline = refusal.retry_after.map(|wait| Deadline::after(wait, now));
            Phase::Refused { attempt, refusal, deadline }
        }
        Outcome::Unknown => Phase::Unknown { attempt },
    };
}

/// Clears the text that was added. Text that was typed meanwhile stays.
fn clear_what_was_sent(work: &mut Work, attempt: &Attempt) {
    work.shows_problems = false;
    if attempt.note.text.is_of(&work.text) {
        work.text = TypedText::default();
        work.attempt_id = None;
    }
}
