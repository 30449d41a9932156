//! The page's settings that the rules of a form depend on.

use crate::note::{NoteType, TicketId, UserId};
use std::rc::Rc;

/// The ticket and the author that a note belongs to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Subject {
    /// The ticket that notes are added to.
    pub ticket: TicketId,
    /// The author, if the page names one.
    pub author: Option<UserId>,
}

/// The page's settings, resolved from its attributes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NoteSettings {
    /// The ticket and the author of notes.
    pub subject: Subject,
    /// The types that the user may choose from, at least one.
    pub offered: Vec<NoteType>,
    /// The preselected type; one of those offered.
    pub preselected: Option<NoteType>,
    /// The type of the last note that was added on this origin by this author; one of those offered.
    pub remembered: Option<NoteType>,
    /// Whether the user cannot change the preselected type.
    pub type_locked: bool,
    /// The maximum length of a text, 5 to 20000 characters.
    pub max_chars: usize,
    /// The page of the ticket, for links.
    pub ticket_url: Option<Rc<str>>,
}

impl NoteSettings {
    /// Returns the type of an empty form.
    #[must_use]
    pub fn initial_type(&self) -> Option<NoteType> {
        self.preselected.or(self.remembered)
    }
}
