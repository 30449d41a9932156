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
    /// The last attempt to add the note; `None` if the user never sent it.
    pub tried: Option<Tried>,
}

/// The last attempt, as a draft holds it. Its ticket and author are those of the draft.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Tried {
    /// The attempt ID, which is the idempotency key of its requests.
    pub id: AttemptId,
    /// The type that was sent.
    pub note_type: NoteType,
    /// The text that was sent.
    pub text: Rc<str>,
    /// Whether it may have added the note: its request was in flight, or its outcome was unknown.
    pub is_unresolved: bool,
    /// Whether an earlier request may have added the note, whatever the outcome of the last one.
    pub may_be_saved: bool,
    /// The caller of the attempt, if it is known.
    pub caller: Option<Caller>,
}

impl Work {
    /// Returns the draft to save; `None` if nothing was typed, or all of it was added.
    #[must_use]
    pub fn draft(&self) -> Option<Draft> {
        let own = self.phase.attempt();
        let earlier = self.earlier.last().or(self.later.as_ref()).and_then(|hidden| hidden.unknown.as_ref());
        let shows_unresolved = self.phase.unresolved_attempt().is_some();
        let tried = own.or(earlier).map(|attempt| Tried {
            id: attempt.id,
            note_type: attempt.note.note_type,
            text: Rc::from(attempt.note.text.as_str()),
            is_unresolved: own.is_none() || shows_unresolved,
            may_be_saved: attempt.may_be_saved,
            caller: attempt.caller,
        });
        let is_unresolved = tried.as_ref().is_some_and(|tried| tried.is_unresolved);
        // If the form shows an unknown note, its attempt has the text. The draft then keeps the text that waits.
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

    /// Restores a draft. If a request was in flight when the draft was saved, its outcome is unknown. A
    /// draft with another text than the unknown note is another note.
    pub(crate) fn restore(&mut self, draft: Draft, subject: Subject) {
        let tried = draft.tried.and_then(|tried| Some((tried.is_unresolved, tried.attempt(subject)?)));
        self.text = TypedText::new(draft.text, true);
        self.attempt_id = draft.attempt_id;
        self.note_type = draft.note_type.or(self.note_type);
        (self.earlier, self.later, self.draft_saved) = (Vec::new(), None, None);
        self.phase = match tried {
            Some((true, attempt)) if attempt.note.text.resembles(&self.text) => Phase::Unknown { attempt },
            Some((true, attempt)) => {
                self.earlier.push(Hidden::sent(attempt));
                Phase::Editing { tried: None }
            }
            Some((false, attempt)) => Phase::Editing { tried: Some(attempt) },
            None => Phase::Editing { tried: None },
        };
    }
}

impl Tried {
    fn attempt(&self, subject: Subject) -> Option<Attempt> {
        let text = NoteText::new(&self.text, MAX_CHARS).ok()?;
        let note = Note { ticket: subject.ticket, author: subject.author, note_type: self.note_type, text };
        Some(Attempt { may_be_saved: self.may_be_saved, caller: self.caller, ..Attempt::new(self.id, note) })
    }
}
