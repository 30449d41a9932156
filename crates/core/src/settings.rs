//! What the page asks for, already checked.

use crate::note::{NoteType, TicketId, UserId};

/// Whose note a text is to be: the ticket, and the author as the page names them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Subject {
    /// The ticket that gets the note.
    pub ticket: TicketId,
    /// The author, where the page names one.
    pub author: Option<UserId>,
}

/// What the page asks for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NoteSettings {
    /// Whom and what the note is for.
    pub subject: Subject,
    /// The types that the person may choose from, at least one.
    pub offered: Vec<NoteType>,
    /// The type that is chosen to begin with; one of those offered.
    pub preselected: Option<NoteType>,
    /// Whether the preselected type stays as it is.
    pub type_locked: bool,
    /// The most characters of a text, 5 to 20000.
    pub max_chars: usize,
}
