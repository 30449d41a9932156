//! Every answer that is not a success, as one value with one way to become a response.

use axum::Json;
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use std::borrow::Cow;
use std::time::Duration;
use ticket_note_core::problem::FieldProblem;
use ticket_note_core::wire::{Code, RefusalBody};

/// Why a note was not added, or is not known to be (contract, section 2).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ErrorResponse {
    code: Code,
    message: Cow<'static, str>,
    fields: Vec<FieldProblem>,
    retry_after: Option<Duration>,
    allow: Option<&'static str>,
}

impl ErrorResponse {
    /// A refusal that says no more than its code.
    #[must_use]
    pub const fn new(code: Code) -> Self {
        let message = Cow::Borrowed(default_message(code));
        Self { code, message, fields: Vec::new(), retry_after: None, allow: None }
    }

    /// A post whose fields break a rule.
    #[must_use]
    pub fn invalid_note(fields: Vec<FieldProblem>) -> Self {
        Self { fields, ..Self::new(Code::InvalidNote) }
    }

    /// A method that the path does not take; `allow` lists those that it does.
    #[must_use]
    pub const fn method_not_allowed(allow: &'static str) -> Self {
        let mut error = Self::new(Code::MethodNotAllowed);
        error.allow = Some(allow);
        error
    }

    /// The same with another's words: plain text, already short and safe to show.
    #[must_use]
    pub fn with_message(self, message: String) -> Self {
        if message.is_empty() { self } else { Self { message: Cow::Owned(message), ..self } }
    }

    /// The same with the time after which another try makes sense.
    #[must_use]
    pub fn with_retry_after(self, wait: Duration) -> Self {
        Self { retry_after: Some(wait), ..self }
    }

    /// The kind.
    #[must_use]
    pub const fn code(&self) -> Code {
        self.code
    }
}

impl From<Code> for ErrorResponse {
    fn from(code: Code) -> Self {
        Self::new(code)
    }
}

impl IntoResponse for ErrorResponse {
    fn into_response(self) -> Response {
        let status = StatusCode::from_u16(self.code.status()).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
        let body = Json(RefusalBody::new(self.code, &self.message, &self.fields));
        let mut response = (status, body).into_response();
        let headers = response.headers_mut();
        if let Some(wait) = self.retry_after {
            headers.insert(header::RETRY_AFTER, HeaderValue::from(whole_seconds(wait)));
        }
        if let Some(allow) = self.allow {
            headers.insert(header::ALLOW, HeaderValue::from_static(allow));
        }
        response
    }
}

/// Rounds up: who comes back earlier than asked is refused again.
fn whole_seconds(wait: Duration) -> u64 {
    wait.as_secs() + u64::from(wait.subsec_nanos() > 0)
}

/// A line for whoever reads the answer itself. The widget has its own sentences, by code.
const fn default_message(code: Code) -> &'static str {
    match code {
        Code::InvalidJson => "The body is not the JSON of a note.",
        Code::InvalidKey => "Idempotency-Key must be one quoted UUID of version 4.",
        Code::IncompleteRequest => "The request was not all there in time.",
        Code::Unauthenticated => "Nobody vouches for who you are. Sign in.",
        Code::CrossSite => "The request does not come from this origin.",
        Code::NotFound => "Nothing is here.",
        Code::MethodNotAllowed => "This method is not taken here.",
        Code::TooLarge => "The body is over the limit.",
        Code::UnsupportedMediaType => "The body must be application/json, in UTF-8, not compressed.",
        Code::InvalidNote => "A field is not acceptable.",
        Code::KeyReused => "The Idempotency-Key was used with another note.",
        Code::RateLimited => "Too many posts. Wait, then try again.",
        Code::Internal => "A fault of the proxy's. Nothing was sent.",
        Code::UpstreamRefused => "The helpdesk refused the note.",
        Code::UpstreamUnreachable => "The helpdesk could not be reached. Nothing was sent.",
        Code::UpstreamMisconfigured => "The helpdesk refused the proxy's key.",
        Code::OutcomeUnknown => "It could not be confirmed that the note was added.",
        Code::OutcomeUnknownTimeout => "No answer came in time: the note may have been added.",
        Code::Unavailable => "Not now. Nothing was sent.",
    }
}
