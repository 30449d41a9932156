//! Changes of the text, and the unknown notes that they leave behind.

use crate::attempt::{Attempt, AttemptId};
use crate::note::TypedText;
use crate::state::State;
use crate::work::{Hidden, Phase, Work};

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
/// another note. An emptied form shows the text that waits for it.
fn leave_phase(work: &mut Work) {
    let tried = match &work.phase {
        Phase::Sending { .. } => return,
        Phase::Saved { .. } => Some(None),
        Phase::Missing { attempt } => Some(Some(attempt.clone())),
        Phase::Unknown { attempt } | Phase::Refused { attempt, .. } if is_left(work, attempt) => {
            work.earlier.push(Hidden::sent(attempt.clone()));
            Some(None)
        }
        _ => None,
    };
    if let Some(tried) = tried {
        work.phase = Phase::Editing { tried };
    }
    if work.text.is_blank() && work.later.is_some() {
        restore_later(work);
    } else {
        resume_earlier(work);
    }
}

/// If the form holds the text of an earlier note, it is that note again.
pub(super) fn resume_earlier(work: &mut Work) {
    let is_shown =
        |hidden: &Hidden| hidden.unknown.as_ref().is_some_and(|attempt| attempt.note.text.is_of(&work.text));
    let Some(index) = work.earlier.iter().position(is_shown) else { return };
    let Some(attempt) = work.earlier.remove(index).unknown else { return };
    if let Some(left) = work.phase.unresolved_attempt() {
        work.earlier.push(Hidden::sent(left.clone()));
    }
    work.phase = Phase::Unknown { attempt };
}

impl Hidden {
    /// A note as it was sent.
    pub(crate) fn sent(attempt: Attempt) -> Self {
        Self {
            text: TypedText::new(attempt.note.text.as_str().into(), true),
            attempt_id: Some(attempt.id),
            note_type: Some(attempt.note.note_type),
            unknown: Some(attempt),
        }
    }
}

fn is_left(work: &Work, attempt: &Attempt) -> bool {
    work.phase.unresolved_attempt().is_some() && !attempt.note.text.resembles(&work.text)
}

/// The user has found the note in the ticket: it was added.
pub(super) fn found_in_ticket(work: &mut Work) -> bool {
    let unresolved = work.phase.unresolved_attempt().filter(|_| work.phase.in_flight().is_none()).cloned();
    if let Some(attempt) = &unresolved {
        work.phase = Phase::Editing { tried: None };
        clear_added(work, attempt);
    }
    unresolved.is_some()
}

/// Shows an earlier note in place of the text of the form. The text returns when that note has ended. If its
/// outcome is unknown, too, it can be shown again before that.
pub(super) fn earlier_shown(work: &mut Work) -> bool {
    if work.phase.in_flight().is_some() || !work.can_show_earlier() {
        return false;
    }
    let returning = work.later.take_if(|later| later.unknown.is_some());
    let is_return = returning.is_some();
    let Some(shown) = returning.or_else(|| work.earlier.pop()) else { return false };
    let current = Hidden {
        text: std::mem::take(&mut work.text),
        attempt_id: work.attempt_id,
        note_type: work.note_type,
        unknown: work.phase.unresolved_attempt().cloned(),
    };
    if is_return || work.later.is_some() {
        work.earlier.insert(0, current);
    } else if !current.text.is_blank() {
        work.later = Some(current);
    }
    work.shows_problems = false;
    show(work, shown);
    true
}

/// Clears the text that was added. Text that was typed meanwhile stays.
pub(super) fn clear_added(work: &mut Work, attempt: &Attempt) {
    work.shows_problems = false;
    if attempt.note.text.is_of(&work.text) {
        restore_later(work);
        work.draft_saved = None;
    }
    resume_earlier(work);
}

/// Puts back what the form held before it showed an earlier note, or empties it.
fn restore_later(work: &mut Work) {
    match work.later.take() {
        Some(later) => show(work, later),
        None => (work.text, work.attempt_id) = (TypedText::default(), None),
    }
}

fn show(work: &mut Work, hidden: Hidden) {
    (work.text, work.attempt_id, work.note_type) = (hidden.text, hidden.attempt_id, hidden.note_type);
    if let Some(attempt) = hidden.unknown {
        work.phase = Phase::Unknown { attempt };
    }
}
