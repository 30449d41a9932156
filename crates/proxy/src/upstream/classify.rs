//! The one place that says what an end of the conversation means: saved, not sent, or unknown.
//!
//! The question is always the same: could the vendor have acted on the request? Only a request that
//! was never body, and an answer that refuses it, say no.

use super::scrub::Scrubber;
use crate::error_response::ErrorResponse;
use serde::Deserialize;
use serde_json::Value;
use std::time::Duration;
use ticket_note_core::wire::{Code, shorten};

/// The vendor's sentence, or why there is none.
pub type NoteResult = Result<String, ErrorResponse>;

/// What an answer's body says, as far as it can be read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum UpstreamBody {
    /// `"type":"result"`, with a sentence.
    Result(String),
    /// `"status":"error"`, or any message in an answer that refuses by its status.
    Error(String),
    /// Anything else: not JSON, cut short, contradictory, over the limit.
    Unusable,
    /// The rest of it did not come in time.
    TimedOut,
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

impl UpstreamBody {
    /// Reads the body of an answer with this status.
    #[must_use]
    pub fn parse(status: u16, body: &[u8]) -> Self {
        let Ok(body) = serde_json::from_slice::<Body>(body) else { return Self::Unusable };
        let message = body.message.as_ref().and_then(Value::as_str).unwrap_or_default().to_owned();
        let is = |field: &Option<Value>, word| field.as_ref().and_then(Value::as_str) == Some(word);
        match (is(&body.kind, "result"), is(&body.status, "error")) {
            (true, false) => Self::Result(message),
            (false, true) => Self::Error(message),
            (false, false) if status != 200 => Self::Error(message),
            _ => Self::Unusable,
        }
    }

    fn message(&self, scrubber: &Scrubber) -> String {
        match self {
            Self::Result(text) | Self::Error(text) => shorten(scrubber.clean(text)),
            Self::Unusable | Self::TimedOut => String::new(),
        }
    }
}

/// What an answer means. `wait` is what its `Retry-After` asks for.
pub(super) fn response(status: u16, wait: Duration, body: &UpstreamBody, scrubber: &Scrubber) -> NoteResult {
    let message = body.message(scrubber);
    match (status, body) {
        (200, UpstreamBody::Result(_)) => Ok(message),
        // Its guard turned the key down before the note was looked at.
        (401 | 403, _) => Err(Code::UpstreamMisconfigured.into()),
        (429, _) => Err(ErrorResponse::new(Code::RateLimited).with_retry_after(wait)),
        // The vendor looked at the note and turned it down: by its message in a 200, by its status in
        // a 4xx. The status alone is enough there, whatever became of the body.
        (200, UpstreamBody::Error(_)) | (400..=499, _) => {
            Err(ErrorResponse::new(Code::UpstreamRefused).with_message(message))
        }
        (_, UpstreamBody::TimedOut) => Err(Code::OutcomeUnknownTimeout.into()),
        // A redirect may come after the note was kept; a 5xx may be a front's, with the vendor still
        // at work behind it; any other success is not the documented one.
        _ => Err(Code::OutcomeUnknown.into()),
    }
}

/// What it means that no answer came.
pub(super) fn failure(error: &reqwest::Error) -> ErrorResponse {
    if error.is_builder() {
        // The request could not even be put together.
        Code::Internal.into()
    } else if error.is_connect() {
        // No name, no connection, no trusted certificate: not a byte of the request was body.
        Code::UpstreamUnreachable.into()
    } else if error.is_timeout() {
        Code::OutcomeUnknownTimeout.into()
    } else {
        // Something was body, or may have been: a reset, a close, an answer that is not HTTP.
        Code::OutcomeUnknown.into()
    }
}
