//! The unfinished note for one subject (a ticket and an author), and its progress.

use crate::attempt::{Attempt, AttemptId};
use crate::deadline::{Deadline, Timestamp};
use crate::note::{Note, NoteType, TypedText};
use crate::outcome::Refusal;
use crate::problem::{Field, FieldProblem, Problem};
use crate::settings::{NoteSettings, Subject};
use std::rc::Rc;

/// A note that a user writes for one subject.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Work {
    /// The ticket and author of the note; `None` until the page's settings are first valid.
    pub subject: Option<Subject>,
    /// The text in the form.
    pub text: TypedText,
    /// The ID of the first attempt with this text. A copy of the draft, for example in a window that
    /// `window.open` made, has the same ID. If both are sent, one note is added.
    pub attempt_id: Option<AttemptId>,
    /// The type in the form.
    pub note_type: Option<NoteType>,
    /// Whether problems of type and text are shown, because the user has tried to send.
    pub shows_problems: bool,
    /// The progress of the note.
    pub phase: Phase,
    /// The earlier notes whose outcome is unknown, the newest last. The form does not show them.
    pub earlier: Vec<Hidden>,
    /// The text that the form held before it showed an earlier note again.
    pub later: Option<Hidden>,
    /// The time at which the draft was last saved.
    pub draft_saved: Option<Timestamp>,
    /// The URL of the ticket's page.
    pub ticket_url: Option<Rc<str>>,
}

/// A text that the form keeps but does not show, with its type and its attempt.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Hidden {
    /// The text, as it last stood in the form.
    pub text: TypedText,
    /// The ID of the first attempt with this text.
    pub attempt_id: Option<AttemptId>,
    /// The type that was chosen for this text.
    pub note_type: Option<NoteType>,
    /// The attempt that may have added the note; `None` if the text was never sent.
    pub unknown: Option<Attempt>,
}

/// The progress of a note.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Phase {
    /// No request is in flight.
    Editing {
        /// The attempt to retry: one that the page cancelled, one that was refused in an earlier
        /// form, or one that did not arrive.
        tried: Option<Attempt>,
    },
    /// A request is in flight.
    Sending {
        /// The attempt that the request belongs to.
        attempt: Attempt,
        /// Whether the request has taken longer than 10 seconds.
        is_slow: bool,
    },
    /// The last note was added.
    Saved {
        /// The time of the response.
        at: Timestamp,
    },
    /// The last request was refused.
    Refused {
        /// The attempt that the request belongs to.
        attempt: Attempt,
        /// The reason for the refusal.
        refusal: Refusal,
        /// The end of the wait that `Retry-After` asks for.
        deadline: Option<Deadline>,
        /// The seconds that were left when the user last tried to send during the wait.
        early: Option<u64>,
    },
    /// The response was lost: the note may have been added.
    Unknown {
        /// The attempt that the request belongs to.
        attempt: Attempt,
    },
    /// The response was lost, and the proxy has no record of the attempt: the note did not arrive.
    Missing {
        /// The attempt to retry. If it arrives late, it and the retry are one note.
        attempt: Attempt,
    },
}

impl Phase {
    /// Returns the attempt that a retry would send.
    #[must_use]
    pub const fn attempt(&self) -> Option<&Attempt> {
        match self {
            Self::Editing { tried } => tried.as_ref(),
            Self::Saved { .. } => None,
            Self::Sending { attempt, .. }
            | Self::Refused { attempt, .. }
            | Self::Unknown { attempt }
            | Self::Missing { attempt } => Some(attempt),
        }
    }

    /// Returns the attempt whose request is in flight.
    #[must_use]
    pub const fn in_flight(&self) -> Option<&Attempt> {
        match self {
            Self::Sending { attempt, .. } => Some(attempt),
            _ => None,
        }
    }

    /// Returns the attempt that may have added the note: its request is in flight, or the outcome of
    /// one of its requests is unknown.
    #[must_use]
    pub const fn unresolved_attempt(&self) -> Option<&Attempt> {
        match self {
            Self::Sending { attempt, .. } | Self::Unknown { attempt } => Some(attempt),
            Self::Refused { attempt, .. } if attempt.may_be_saved => Some(attempt),
            _ => None,
        }
    }

    /// Returns the deadline before which nothing is sent.
    #[must_use]
    pub const fn deadline(&self) -> Option<Deadline> {
        match self {
            Self::Refused { deadline, .. } => *deadline,
            _ => None,
        }
    }
}

impl Work {
    /// Returns the work of an empty form.
    #[must_use]
    pub fn new(subject: Option<Subject>, settings: Option<&NoteSettings>) -> Self {
        Self {
            subject,
            text: TypedText::default(),
            attempt_id: None,
            note_type: settings.and_then(NoteSettings::initial_type),
            shows_problems: false,
            phase: Phase::Editing { tried: None },
            earlier: Vec::new(),
            later: None,
            draft_saved: None,
            ticket_url: settings.and_then(|settings| settings.ticket_url.clone()),
        }
    }

    /// Returns the attempts whose outcome is unknown, whether or not the form shows them.
    #[must_use]
    pub fn unknown(&self) -> Vec<&Attempt> {
        let mut found = Vec::new();
        for hidden in self.earlier.iter().chain(&self.later) {
            found.extend(&hidden.unknown);
        }
        if let Phase::Unknown { attempt } = &self.phase {
            found.push(attempt);
        }
        found
    }

    /// Returns whether an earlier unknown note can be shown in place of the text. `later` has room for one text
    /// only. While it is in use, a text in the form that was not sent stays there.
    #[must_use]
    pub fn can_show_earlier(&self) -> bool {
        match &self.later {
            None => !self.earlier.is_empty(),
            Some(later) if self.phase.unresolved_attempt().is_some() => {
                later.unknown.is_some() || !self.earlier.is_empty()
            }
            Some(_) => false,
        }
    }

    /// Builds the note that the form holds.
    ///
    /// # Errors
    /// Returns every problem of type and text, in the order of the controls in the form.
    pub fn note(&self, settings: &NoteSettings) -> Result<Note, Vec<FieldProblem>> {
        match (self.note_type, self.text.to_note_text(settings.max_chars)) {
            (Some(note_type), Ok(text)) => {
                let Subject { ticket, author } = settings.subject;
                Ok(Note { ticket, author, note_type, text })
            }
            _ => Err(self.problems(settings)),
        }
    }

    /// Returns whether the form holds a note that can be sent.
    #[must_use]
    pub fn is_valid(&self, settings: &NoteSettings) -> bool {
        self.note_type.is_some() && self.text.problem(settings.max_chars).is_none()
    }

    fn problems(&self, settings: &NoteSettings) -> Vec<FieldProblem> {
        let mut problems = Vec::new();
        if self.note_type.is_none() {
            problems.push(FieldProblem::new(Field::Type, Problem::Missing));
        }
        if let Some(problem) = self.text.problem(settings.max_chars) {
            problems.push(FieldProblem::new(Field::Text, problem));
        }
        problems
    }

    /// Returns the problems to show. While the form holds a refused note, they are the fields that
    /// the response named. Otherwise they are the problems of type and text, once the user has tried to send.
    #[must_use]
    pub fn visible_problems(&self, settings: &NoteSettings) -> Vec<FieldProblem> {
        match &self.phase {
            Phase::Refused { attempt, refusal, .. } if self.matches(attempt, settings) => {
                refusal.fields.clone()
            }
            _ if self.shows_problems => self.problems(settings),
            _ => Vec::new(),
        }
    }

    /// Returns whether the form still holds the note of the last attempt, which can then be retried.
    #[must_use]
    pub fn matches_attempt(&self, settings: &NoteSettings) -> bool {
        self.phase.attempt().is_some_and(|attempt| self.matches(attempt, settings))
    }

    fn matches(&self, attempt: &Attempt, settings: &NoteSettings) -> bool {
        let note = &attempt.note;
        self.is_valid(settings)
            && self.note_type == Some(note.note_type)
            && settings.subject == Subject { ticket: note.ticket, author: note.author }
            && note.text.is_of(&self.text)
    }
}
