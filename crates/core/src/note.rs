//! Notes: values that are valid once built.
//!
//! The rules are those of Omnidesk (docs/specification.md, section 1). The widget shows the problems that
//! this module finds, and the proxy enforces them.

mod id;
mod note_type;
mod text;
mod typed_text;

pub use id::{MAX_ID, TicketId, UserId};
pub use note_type::NoteType;
pub use text::{MAX_CHARS, MIN_CHARS, NoteText, char_count};
pub use typed_text::TypedText;

/// A note with valid fields.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Note {
    /// The ticket that the note is added to.
    pub ticket: TicketId,
    /// The channel that Omnidesk shows for the note.
    pub note_type: NoteType,
    /// The text as it is sent to Omnidesk.
    pub text: NoteText,
    /// The author. Omnidesk assigns a note without an author to 'Agent Anonymous'.
    pub author: Option<UserId>,
}
