//! Decides the outcome of a request to Omnidesk: saved, not sent, or unknown.
//!
//! The note was certainly not added in two cases only: the request was never written, or the response
//! refuses it.

use super::scrub::Scrubber;
use crate::error_response::ErrorResponse;
use serde::Deserialize;
use serde_json::Value;
use std::time::Duration;
use ticket_note_core::wire::{Code, shorten};

/// The message of Omnidesk, or the reason why there is none.
pub type NoteResult = Result<String, ErrorResponse>;

/// The content of a response body.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum UpstreamBody {
    /// `"type":"result"`, with its message.
    Result(String),
    /// `"status":"error"`, with its message. In a response with an error status, any JSON object.
    Error(String),
    /// Anything else: not JSON, incomplete, contradictory or too large.
    Unusable,
    /// The body was not complete in time.
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
    /// Parses the body of a response with this status.
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

/// Decides the outcome from a response. `wait` is the value of its `Retry-After`.
pub(super) fn response(status: u16, wait: Duration, body: &UpstreamBody, scrubber: &Scrubber) -> NoteResult {
    let message = body.message(scrubber);
    match (status, body) {
        (200, UpstreamBody::Result(_)) => Ok(message),
        // Omnidesk refused the key before it looked at the note.
        (401 | 403, _) => Err(Code::UpstreamMisconfigured.into()),
        (429, _) => Err(ErrorResponse::new(Code::RateLimited).with_retry_after(wait)),
        // Omnidesk refused the note: by the body of a 200, or by a status of 4xx. A status of 4xx
        // is sufficient, even if the body cannot be read.
        (200, UpstreamBody::Error(_)) | (400..=499, _) => {
            Err(ErrorResponse::new(Code::UpstreamRefused).with_message(message))
        }
        (_, UpstreamBody::TimedOut) => Err(Code::OutcomeUnknownTimeout.into()),
        // A redirect may follow after the note was added. A 5xx may come from a reverse proxy while
        // Omnidesk still processes the note. Any other success is not documented.
        _ => Err(Code::OutcomeUnknown.into()),
    }
}

/// Decides the outcome if there is no response.
pub(super) fn failure(error: &reqwest::Error) -> ErrorResponse {
    if error.is_builder() {
        // The request could not be built.
        Code::Internal.into()
    } else if error.is_connect() {
        // No address, no connection or no trusted certificate: nothing was written.
        Code::UpstreamUnreachable.into()
    } else if error.is_timeout() {
        Code::OutcomeUnknownTimeout.into()
    } else {
        // The request may have been written: a reset, a close, or a response that is not HTTP.
        Code::OutcomeUnknown.into()
    }
}
