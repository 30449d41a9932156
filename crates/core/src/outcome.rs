//! How a try ended: the three outcomes.

use crate::problem::FieldProblem;
use crate::wire::Code;
use std::time::Duration;

/// What is known after a try. There are three outcomes, not two.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// The vendor added the note and said so, in this sentence.
    Saved {
        /// The vendor's sentence.
        message: String,
    },
    /// The note was not added.
    Refused(Refusal),
    /// Nobody can say whether the note was added.
    Unknown,
}

/// Why a note was not added.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Refusal {
    /// The kind, where it is known: a 4xx from something between widget and proxy names none.
    pub code: Option<Code>,
    /// The status of the answer; 0 for an opaque redirect, which has none.
    pub status: u16,
    /// What the other side said of it, as plain text and shortened.
    pub message: Option<String>,
    /// The fields at fault, where there are any.
    pub fields: Vec<FieldProblem>,
    /// How long to wait before the next try.
    pub retry_after: Option<Duration>,
}
