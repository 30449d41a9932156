//! What a note is: values that are valid once built.
//!
//! The rules are the vendor's (contract, section 1), and this is the one place that decides them:
//! the widget shows what is said here, and the proxy enforces it.

mod id;
mod note_type;
mod text;

pub use id::{MAX_ID, TicketId, UserId};
pub use note_type::NoteType;
pub use text::{MAX_CHARS, MIN_CHARS, NoteText, char_count};

/// A note that may be sent: every field is there and acceptable.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Note {
    /// The ticket that gets the note.
    pub ticket: TicketId,
    /// The channel that the note is filed under.
    pub note_type: NoteType,
    /// What is said.
    pub text: NoteText,
    /// Who is said to have written it; the vendor files a note without one under 'Agent Anonymous'.
    pub author: Option<UserId>,
}
