//! The three outcomes of a request (docs/specification.md, section 3).

use crate::problem::FieldProblem;
use crate::wire::Code;
use std::time::Duration;

/// The outcome of a request.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// Omnidesk added the note.
    Saved {
        /// Omnidesk's sentence, as plain text of at most 500 characters.
        message: String,
    },
    /// The note was not added.
    Refused(Refusal),
    /// The response was lost or is not clear: the note may have been added.
    Unknown,
}

/// The reason why a note was not added.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Refusal {
    /// The code; `None` if the response has none, such as a reverse proxy's own 4xx.
    pub code: Option<Code>,
    /// The HTTP status; 0 for an opaque redirect, which has none.
    pub status: u16,
    /// The sentence in the response, as plain text of at most 500 characters.
    pub message: Option<String>,
    /// The fields that were rejected.
    pub fields: Vec<FieldProblem>,
    /// The wait before the next request, at most five minutes.
    pub retry_after: Option<Duration>,
}
