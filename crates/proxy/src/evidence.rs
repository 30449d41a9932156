//! Decides from the timeline of a ticket whether an attempt added its note (`docs/specification.md`,
//! section 3.6). These functions depend on nothing but their arguments.
//!
//! The decision is one-sided. If anything is in doubt, the outcome stays unknown.

mod decision;
mod mark;
mod scalar;
mod timeline;

pub use decision::{Contender, Decision, FAR, MAX_AGE, MAX_CONTENDERS, NEAR, Unsettled, decide};
pub use mark::{MIN_CHARS, TextMark, is_long};
pub use timeline::{Entry, EntryId, InvalidTicket, entries_with_text};
