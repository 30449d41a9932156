//! Changes of the text, and the unknown notes that they leave behind.

use crate::attempt::{Attempt, AttemptId};
use crate::note::TypedText;
use crate::state::State;
use crate::work::{Later, Phase, Work};

pub(super) fn text_changed(state: &mut State, text: TypedText, fresh: AttemptId) -> bool {
    let work = &mut state.work;
    if text == work.text {
        return false;
    }
    work.attempt_id = (!text.is_blank()).then_some(fresh);
    if text.is_blank() {
        work.draft_saved = None;
    }
    work.text = text;
    leave_phase(work);
    state.clear_draft_notice();
    true
}

/// Ends a phase that the text no longer belongs to. A text that shares nothing with an unknown note is
/// another note.
fn leave_phase(work: &mut Work) {
    if resume_earlier(work) {
        return;
    }
    let tried = match &work.phase {
        Phase::Saved { .. } => None,
        Phase::Missing { attempt } => Some(attempt.clone()),
        Phase::Unknown { attempt } | Phase::Refused { attempt, .. } if is_left(work, attempt) => {
            let former = work.earlier.replace(attempt.clone());
            if work.text.is_blank() {
                restore_later(work);
            }
            if let Some(attempt) = former.filter(|former| former.note.text.is_of(&work.text)) {
                work.phase = Phase::Unknown { attempt };
                return;
            }
            None
        }
        _ => return,
    };
    work.phase = Phase::Editing { tried };
}

/// If the form holds the text of the earlier note, it is that note again. Returns whether it is.
pub(super) fn resume_earlier(work: &mut Work) -> bool {
    let Some(attempt) = work.earlier.take_if(|attempt| attempt.note.text.is_of(&work.text)) else {
        return false;
    };
    work.phase = Phase::Unknown { attempt };
    true
}

fn is_left(work: &Work, attempt: &Attempt) -> bool {
    work.phase.unresolved_attempt().is_some() && !attempt.note.text.resembles(&work.text)
}

/// The user has found the note in the ticket: it was added.
pub(super) fn found_in_ticket(work: &mut Work) -> bool {
    let unresolved = work.phase.unresolved_attempt().filter(|_| work.phase.in_flight().is_none()).cloned();
    if let Some(attempt) = &unresolved {
        clear_added(work, attempt);
        work.phase = Phase::Editing { tried: None };
        resume_earlier(work);
    }
    unresolved.is_some()
}

/// Puts the earlier note back into the form. The text of the form returns when that note has ended. If the
/// outcome of that text is unknown, too, its note is the earlier one meanwhile.
pub(super) fn earlier_shown(work: &mut Work) -> bool {
    let is_busy = work.phase.in_flight().is_some();
    let Some(attempt) = work.earlier.take_if(|_| !is_busy) else { return false };
    let edited = work.later.take().filter(|later| attempt.note.text.resembles(&later.text));
    let sent = || TypedText::new(attempt.note.text.as_str().into(), true);
    let text = edited.map_or_else(sent, |later| later.text);
    let current = std::mem::replace(&mut work.text, text);
    work.earlier = work.phase.unresolved_attempt().cloned();
    let attempt_id = work.earlier.as_ref().map(|own| own.id).or(work.attempt_id.take());
    let later = Later { text: current, attempt_id, note_type: work.note_type };
    work.later = (!later.text.is_blank()).then_some(later);
    work.note_type = Some(attempt.note.note_type);
    work.shows_problems = false;
    work.phase = Phase::Unknown { attempt };
    true
}

/// Clears the text that was added. Text that was typed meanwhile stays.
pub(super) fn clear_added(work: &mut Work, attempt: &Attempt) {
    work.shows_problems = false;
    if attempt.note.text.is_of(&work.text) {
        restore_later(work);
        work.draft_saved = None;
    }
}

/// Puts back what the form held before it showed the earlier note, or empties it.
fn restore_later(work: &mut Work) {
    match work.later.take() {
        Some(Later { text, attempt_id, note_type }) => {
            (work.text, work.attempt_id, work.note_type) = (text, attempt_id, note_type);
        }
        None => (work.text, work.attempt_id) = (TypedText::default(), None),
    }
}
