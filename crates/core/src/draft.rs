//! What of a person's work outlives the form.

use crate::attempt::{Attempt, AttemptId};
use crate::note::{MAX_CHARS, Note, NoteText, NoteType};
use crate::settings::Subject;
use crate::work::{Phase, Work};
use std::rc::Rc;

/// A text that was not added yet, and the attempt that may have added it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Draft {
    /// The text as it stood in the form.
    pub text: Rc<str>,
    /// The type as it stood in the form.
    pub note_type: Option<NoteType>,
    /// What was tried last.
    pub tried: Option<Tried>,
}

/// The last attempt, as far as a draft keeps it: ticket and author are the draft's own.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Tried {
    /// The idempotency key.
    pub id: AttemptId,
    /// The type that was tried.
    pub note_type: NoteType,
    /// The text that was tried.
    pub text: Rc<str>,
    /// Whether it may have been added: it was under way, or its outcome was unknown.
    pub is_unresolved: bool,
    /// Whether an earlier try may have added it, whatever becomes of the last one.
    pub may_be_saved: bool,
}

impl Work {
    /// What to keep of this work; `None` where nothing was typed, or all of it was added.
    #[must_use]
    pub fn draft(&self) -> Option<Draft> {
        let tried = self.phase.attempt().map(|attempt| Tried {
            id: attempt.id,
            note_type: attempt.note.note_type,
            text: Rc::from(attempt.note.text.as_str()),
            is_unresolved: self.phase.unresolved_attempt().is_some(),
            may_be_saved: attempt.may_be_saved,
        });
        let is_unresolved = tried.as_ref().is_some_and(|tried| tried.is_unresolved);
        (is_unresolved || !self.text.trim().is_empty()).then(|| Draft {
            text: self.text.clone(),
            note_type: self.note_type,
            tried,
        })
    }

    /// Takes up a draft. What was under way when it was kept, is unknown now.
    pub(crate) fn restore(&mut self, draft: Draft, subject: Subject) {
        let tried = draft.tried.and_then(|tried| Some((tried.is_unresolved, tried.attempt(subject)?)));
        self.text = draft.text;
        self.is_well_formed = true;
        self.note_type = draft.note_type.or(self.note_type);
        self.phase = match tried {
            Some((true, attempt)) => Phase::Unknown { attempt },
            Some((false, attempt)) => Phase::Editing { tried: Some(attempt) },
            None => Phase::Editing { tried: None },
        };
    }
}

impl Tried {
    fn attempt(&self, subject: Subject) -> Option<Attempt> {
        let text = NoteText::new(&self.text, MAX_CHARS).ok()?;
        let note = Note { ticket: subject.ticket, author: subject.author, note_type: self.note_type, text };
        Some(Attempt { may_be_saved: self.may_be_saved, ..Attempt::new(self.id, note) })
    }
}
