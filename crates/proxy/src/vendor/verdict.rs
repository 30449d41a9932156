//! The one place that says what an end of the conversation means: saved, not sent, or unknown.
//!
//! The question is always the same: could the vendor have acted on the request? Only a request that
//! was never written, and an answer that refuses it, say no.

use super::scrub::Scrubber;
use crate::refusal::Refusal;
use serde::Deserialize;
use serde_json::Value;
use std::time::Duration;
use ticket_note_core::wire::{Code, shorten};

/// The vendor's sentence, or why there is none.
pub type Verdict = Result<String, Refusal>;

/// What an answer's body says, as far as it can be read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Written {
    /// `"type":"result"`, with a sentence.
    Result(String),
    /// `"status":"error"`, or any words in an answer that refuses by its status.
    Error(String),
    /// Anything else: not JSON, cut short, contradictory, over the limit.
    Garbage,
    /// The rest of it did not come in time.
    TooLate,
}

#[derive(Deserialize)]
#[serde(default)]
#[derive(Default)]
struct Body {
    #[serde(rename = "type")]
    kind: Option<Value>,
    status: Option<Value>,
    message: Option<Value>,
}

impl Written {
    /// Reads the body of an answer with this status.
    #[must_use]
    pub fn of(status: u16, body: &[u8]) -> Self {
        let Ok(body) = serde_json::from_slice::<Body>(body) else { return Self::Garbage };
        let message = body.message.as_ref().and_then(Value::as_str).unwrap_or_default().to_owned();
        let is = |field: &Option<Value>, word| field.as_ref().and_then(Value::as_str) == Some(word);
        match (is(&body.kind, "result"), is(&body.status, "error")) {
            (true, false) => Self::Result(message),
            (false, true) => Self::Error(message),
            (false, false) if status != 200 => Self::Error(message),
            _ => Self::Garbage,
        }
    }

    fn words(&self, scrubber: &Scrubber) -> String {
        match self {
            Self::Result(text) | Self::Error(text) => shorten(scrubber.clean(text)),
            Self::Garbage | Self::TooLate => String::new(),
        }
    }
}

/// What an answer means. `wait` is what its `Retry-After` asks for.
pub(super) fn of_answer(status: u16, wait: Duration, written: &Written, scrubber: &Scrubber) -> Verdict {
    let words = written.words(scrubber);
    match (status, written) {
        (200, Written::Result(_)) => Ok(words),
        // Its guard turned the key down before the note was looked at.
        (401 | 403, _) => Err(Code::UpstreamMisconfigured.into()),
        (429, _) => Err(Refusal::new(Code::RateLimited).after(wait)),
        // The vendor looked at the note and turned it down: by its words in a 200, by its status in
        // a 4xx. The status alone is enough there, whatever became of the body.
        (200, Written::Error(_)) | (400..=499, _) => Err(Refusal::new(Code::UpstreamRefused).saying(words)),
        (_, Written::TooLate) => Err(Code::OutcomeUnknownTimeout.into()),
        // A redirect may come after the note was kept; a 5xx may be a front's, with the vendor still
        // at work behind it; any other success is not the documented one.
        _ => Err(Code::OutcomeUnknown.into()),
    }
}

/// What it means that no answer came.
pub(super) fn of_failure(error: &reqwest::Error) -> Refusal {
    if error.is_builder() {
        // The request could not even be put together.
        Code::Internal.into()
    } else if error.is_connect() {
        // No name, no connection, no trusted certificate: not a byte of the request was written.
        Code::UpstreamUnreachable.into()
    } else if error.is_timeout() {
        Code::OutcomeUnknownTimeout.into()
    } else {
        // Something was written, or may have been: a reset, a close, an answer that is not HTTP.
        Code::OutcomeUnknown.into()
    }
}
