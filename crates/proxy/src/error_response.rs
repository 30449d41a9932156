//! Every response that is not a success.

use axum::Json;
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use std::borrow::Cow;
use std::time::Duration;
use ticket_note_core::problem::FieldProblem;
use ticket_note_core::wire::{Code, RefusalBody};

/// The reason why a note was not added, or may not have been (`docs/specification.md`, section 2).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ErrorResponse {
    code: Code,
    message: Cow<'static, str>,
    fields: Vec<FieldProblem>,
    retry_after: Option<Duration>,
    allow: Option<&'static str>,
    caller: Option<String>,
}

impl ErrorResponse {
    /// Creates a response with the default message of its code.
    #[must_use]
    pub const fn new(code: Code) -> Self {
        let message = Cow::Borrowed(default_message(code));
        Self { code, message, fields: Vec::new(), retry_after: None, allow: None, caller: None }
    }

    /// Creates the response to a note with invalid fields.
    #[must_use]
    pub fn invalid_note(fields: Vec<FieldProblem>) -> Self {
        Self { fields, ..Self::new(Code::InvalidNote) }
    }

    /// Creates the response to a method that the path does not support. `allow` lists the supported
    /// ones.
    #[must_use]
    pub const fn method_not_allowed(allow: &'static str) -> Self {
        let mut error = Self::new(Code::MethodNotAllowed);
        error.allow = Some(allow);
        error
    }

    /// Replaces the message, unless `message` is empty. It must be plain text of at most 500
    /// characters.
    #[must_use]
    pub fn with_message(self, message: String) -> Self {
        if message.is_empty() { self } else { Self { message: Cow::Owned(message), ..self } }
    }

    /// Adds `Retry-After`, rounded up to whole seconds.
    #[must_use]
    pub fn with_retry_after(self, wait: Duration) -> Self {
        Self { retry_after: Some(wait), ..self }
    }

    /// Adds the opaque caller that the request belongs to.
    #[must_use]
    pub fn of_caller(self, caller: Option<String>) -> Self {
        Self { caller, ..self }
    }

    /// Returns the code.
    #[must_use]
    pub const fn code(&self) -> Code {
        self.code
    }

    /// Returns the message: plain text of at most 500 characters.
    #[must_use]
    pub fn message(&self) -> &str {
        &self.message
    }

    /// Returns the time after which a retry may succeed.
    #[must_use]
    pub const fn retry_after(&self) -> Option<Duration> {
        self.retry_after
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
        let body =
            Json(RefusalBody::new(self.code, &self.message, &self.fields).of_caller(self.caller.as_deref()));
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

/// Rounds up. A client that retries before the wait is over would be refused again.
fn whole_seconds(wait: Duration) -> u64 {
    wait.as_secs() + u64::from(wait.subsec_nanos() > 0)
}

/// Returns a message for developers who read the response. The widget has its own text for each
/// code.
const fn default_message(code: Code) -> &'static str {
    match code {
        Code::InvalidJson => "The body is not a note in JSON.",
        Code::InvalidKey => "Idempotency-Key must be one quoted UUID, version 4.",
        Code::IncompleteRequest => "The request was not complete in time.",
        Code::Unauthenticated => "You are not signed in.",
        Code::TwoIdentities => "The request has identities of two users.",
        Code::OtherCaller => "You are signed in as another user than the form shows. Nothing was sent.",
        Code::UnknownUser => "You are signed in, but no user of Omnidesk belongs to your login.",
        Code::CrossSite => "The request does not come from a page of this origin.",
        Code::NotFound => "There is nothing at this path.",
        Code::MethodNotAllowed => "This path does not support the method.",
        Code::TooLarge => "The body exceeds the size limit.",
        Code::UnsupportedMediaType => "The body must be uncompressed application/json in UTF-8.",
        Code::InvalidNote => "At least one field is not valid.",
        Code::KeyReused => "The Idempotency-Key was used with another note.",
        Code::RateLimited => "Too many requests. Wait, then retry.",
        Code::Internal => "The proxy failed. Nothing was sent.",
        Code::UpstreamRefused => "Omnidesk refused the note.",
        Code::UpstreamUnreachable => "The proxy could not reach Omnidesk. Nothing was sent.",
        Code::UpstreamMisconfigured => "Omnidesk refused the proxy's API key. Nothing was added.",
        Code::OutcomeUnknown => "The proxy could not confirm that the note was added.",
        Code::OutcomeUnknownTimeout => "Omnidesk did not respond in time. The note may have been added.",
        Code::Unavailable => "The proxy cannot accept notes now. Nothing was sent.",
    }
}
