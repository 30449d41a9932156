//! What a person has typed for one subject, and how far it has come.

use crate::attempt::Attempt;
use crate::note::{Note, NoteText, NoteType};
use crate::outcome::Refusal;
use crate::problem::{Field, FieldProblem, Problem};
use crate::settings::NoteSettings;
use std::rc::Rc;
use std::time::Duration;

/// A person's work on one note.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Work {
    /// The text as it stands in the form.
    pub text: Rc<str>,
    /// Whether that is all of it: half of a character, a lone surrogate, has no place in a `str`.
    pub is_well_formed: bool,
    /// The type as it stands in the form.
    pub note_type: Option<NoteType>,
    /// The fields whose problems are shown: those that the person has left, or tried to send.
    pub visited: Visited,
    /// How far it has come.
    pub phase: Phase,
}

/// The fields that the person has been in, or tried to send.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Visited {
    /// The type.
    pub note_type: bool,
    /// The text.
    pub text: bool,
}

impl Visited {
    pub(crate) const BOTH: Self = Self { note_type: true, text: true };

    const fn includes(self, field: Field) -> bool {
        match field {
            Field::Type => self.note_type,
            Field::Text => self.text,
            Field::Ticket | Field::Author => false,
        }
    }
}

/// How far a note has come.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Phase {
    /// Nothing is under way.
    Editing {
        /// What was refused before the form was opened anew, or cancelled by the page.
        tried: Option<Attempt>,
    },
    /// A try is under way.
    Sending {
        /// What is tried.
        attempt: Attempt,
        /// Whether it takes longer than a person expects.
        is_long: bool,
    },
    /// The last note was added.
    Saved {
        /// The vendor's sentence.
        message: String,
    },
    /// The last try was refused: nothing was added.
    Refused {
        /// What was tried.
        attempt: Attempt,
        /// Why it was refused.
        refusal: Refusal,
    },
    /// Nobody can say whether the last try added the note.
    Unknown {
        /// What was tried.
        attempt: Attempt,
    },
}

impl Phase {
    /// The attempt that the next send of the same note belongs to.
    #[must_use]
    pub const fn attempt(&self) -> Option<&Attempt> {
        match self {
            Self::Editing { tried } => tried.as_ref(),
            Self::Saved { .. } => None,
            Self::Sending { attempt, .. } | Self::Refused { attempt, .. } | Self::Unknown { attempt } => {
                Some(attempt)
            }
        }
    }

    /// The try that is under way.
    #[must_use]
    pub const fn sending(&self) -> Option<&Attempt> {
        match self {
            Self::Sending { attempt, .. } => Some(attempt),
            _ => None,
        }
    }

    /// The attempt that may have added the note: its try is under way, or the outcome of one is unknown.
    #[must_use]
    pub const fn unresolved_attempt(&self) -> Option<&Attempt> {
        match self {
            Self::Sending { attempt, .. } | Self::Unknown { attempt } => Some(attempt),
            Self::Refused { attempt, .. } if attempt.may_be_saved => Some(attempt),
            _ => None,
        }
    }

    /// How long the person has to wait before the next send.
    #[must_use]
    pub const fn wait(&self) -> Option<Duration> {
        match self {
            Self::Refused { refusal, .. } => refusal.retry_after,
            _ => None,
        }
    }
}

impl Work {
    /// An empty form.
    #[must_use]
    pub fn new(note_type: Option<NoteType>) -> Self {
        Self {
            text: Rc::from(""),
            is_well_formed: true,
            note_type,
            visited: Visited::default(),
            phase: Phase::Editing { tried: None },
        }
    }

    /// The note that the form holds.
    ///
    /// # Errors
    /// Every problem of type and text, in the order of the form.
    pub fn note(&self, settings: &NoteSettings) -> Result<Note, Vec<FieldProblem>> {
        match (self.note_type, self.note_text(settings)) {
            (Some(note_type), Ok(text)) => {
                Ok(Note { ticket: settings.subject.ticket, author: settings.subject.author, note_type, text })
            }
            (note_type, text) => {
                let of_type = note_type.is_none().then_some(FieldProblem::new(Field::Type, Problem::Missing));
                let of_text = text.err().map(|problem| FieldProblem::new(Field::Text, problem));
                Err(of_type.into_iter().chain(of_text).collect())
            }
        }
    }

    fn note_text(&self, settings: &NoteSettings) -> Result<NoteText, Problem> {
        let text = NoteText::new(&self.text, settings.max_chars);
        if self.is_well_formed { text } else { text.and(Err(Problem::Malformed)) }
    }

    /// The problems to show now: the form's own where the person has been, and those that the last
    /// answer named, until the form is changed.
    #[must_use]
    pub fn visible_problems(&self, settings: &NoteSettings) -> Vec<FieldProblem> {
        match self.note(settings) {
            Err(problems) => {
                problems.into_iter().filter(|found| self.visited.includes(found.field)).collect()
            }
            Ok(note) => match &self.phase {
                Phase::Refused { attempt, refusal } if attempt.is_bound_to(&note) => refusal.fields.clone(),
                _ => Vec::new(),
            },
        }
    }

    /// Whether the form still holds the very note of the last attempt, which then may be tried again.
    #[must_use]
    pub fn matches_attempt(&self, settings: &NoteSettings) -> bool {
        match (self.phase.attempt(), self.note(settings)) {
            (Some(attempt), Ok(note)) => attempt.is_bound_to(&note),
            _ => false,
        }
    }
}
