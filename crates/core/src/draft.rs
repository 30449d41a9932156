//! The part of a user's work that outlives the form.

use crate::attempt::{Attempt, AttemptId, Caller};
use crate::note::{MAX_CHARS, Note, NoteText, NoteType, TypedText};
use crate::settings::Subject;
use crate::work::{Hidden, Phase, Work};
use std::rc::Rc;

/// Unsaved text, and the attempt that may have added it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Draft {
    /// The text in the form.
    pub text: Rc<str>,
    /// The ID of the first attempt with this text.
    pub attempt_id: Option<AttemptId>,
    /// The type in the form.
    pub note_type: Option<NoteType>,
    /// The last attempt to add the note. If the user never sent the note, an earlier note whose outcome is unknown.
    /// `None` if there is neither.
    pub tried: Option<Tried>,
}

/// An attempt, as a draft holds it. Its ticket and author are those of the draft.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Tried {
    /// The attempt ID, which is the idempotency key of its requests.
    pub id: AttemptId,
    /// The type that was sent.
    pub note_type: NoteType,
    /// The text that was sent.
    pub text: Rc<str>,
    /// Whether the attempt may have added the note, because its request was in flight or its outcome was unknown.
    pub is_unresolved: bool,
    /// Whether an earlier request of the attempt may have added the note, whatever the outcome of the last one.
    pub may_be_saved: bool,
    /// The caller of the attempt, if it is known.
    pub caller: Option<Caller>,
    /// An earlier note whose outcome is unknown.
    pub earlier: Option<Box<Self>>,
}

impl Work {
    /// Returns the draft to save. `None` if the form has no text and no attempt that may have added a note.
    #[must_use]
    pub fn draft(&self) -> Option<Draft> {
        let shows_unresolved = self.phase.unresolved_attempt().is_some();
        let mut tried = None;
        for hidden in self.earlier.iter().chain(&self.later) {
            if let Some(attempt) = &hidden.unknown {
                tried = Some(Tried::new(attempt, true, tried));
            }
        }
        let is_unresolved = tried.is_some() || shows_unresolved;
        if let Some(attempt) = self.phase.attempt() {
            tried = Some(Tried::new(attempt, shows_unresolved, tried));
        }
        // If the form shows an unknown note in place of a later text, the attempt contains the shown text. The text of
        // the draft is then the later one.
        let (text, attempt_id, note_type) = match &self.later {
            Some(later) if shows_unresolved => (&later.text, later.attempt_id, later.note_type),
            _ => (&self.text, self.attempt_id, self.note_type),
        };
        (is_unresolved || !self.text.is_blank()).then(|| Draft {
            text: text.as_rc().clone(),
            attempt_id,
            note_type,
            tried,
        })
    }

    /// Restores a draft. If a request was in flight when the draft was saved, its outcome is unknown. If the
    /// text of the draft does not resemble that of an unknown note, the unknown note becomes an earlier one.
    pub(crate) fn restore(&mut self, draft: Draft, subject: Subject) {
        self.text = TypedText::new(draft.text, true);
        self.attempt_id = draft.attempt_id;
        self.note_type = draft.note_type.or(self.note_type);
        (self.earlier, self.later, self.draft_saved) = (Vec::new(), None, None);
        self.phase = Phase::Editing { tried: None };
        let mut next = draft.tried.as_ref();
        while let Some(tried) = next {
            next = tried.earlier.as_deref();
            let Some(attempt) = tried.attempt(subject) else { continue };
            if !tried.is_unresolved {
                self.phase = Phase::Editing { tried: Some(attempt) };
            } else if attempt.note.text.resembles(&self.text) && self.phase.attempt().is_none() {
                self.phase = Phase::Unknown { attempt };
            } else {
                self.earlier.insert(0, Hidden::sent(attempt));
            }
        }
    }
}

impl Tried {
    fn new(attempt: &Attempt, is_unresolved: bool, earlier: Option<Self>) -> Self {
        Self {
            id: attempt.id,
            note_type: attempt.note.note_type,
            text: Rc::from(attempt.note.text.as_str()),
            is_unresolved,
            may_be_saved: attempt.may_be_saved,
            caller: attempt.caller,
            earlier: earlier.map(Box::new),
        }
    }

    fn attempt(&self, subject: Subject) -> Option<Attempt> {
        let text = NoteText::new(&self.text, MAX_CHARS).ok()?;
        let note = Note { ticket: subject.ticket, author: subject.author, note_type: self.note_type, text };
        Some(Attempt { may_be_saved: self.may_be_saved, caller: self.caller, ..Attempt::new(self.id, note) })
    }
}
