//! Handles `POST /api/ticket-note/message`: from the request to a note, and from the outcome to the
//! response. [`attempt_status`] handles the requests for the status of an attempt; [`get_session`],
//! [`begin_session`] and [`end_session`] those for the session. [`sign_in_page`] is the page of the
//! sign-in window.

mod access_log;
mod expected_caller;
mod media_type;
mod recognition;
mod session;
mod sign_in;
mod status;

pub use session::{
    MAX_FAILED_REQUESTS, MAX_SESSION_REQUESTS, SESSION, begin_session, end_session, get_session,
};
pub use sign_in::{SIGN_IN, sign_in_page};
pub use status::{ATTEMPT_STATUS, MAX_STATUS_REQUESTS, attempt_status};

use crate::caller::{Authenticator, Caller, CallerTags, PeerAddress, RateLimiter, Refused};
use crate::edge::{
    PublicOrigins, RequestBody, RunningRequests, Shutdown, UpstreamStarted, require_same_origin,
};
use crate::error_response::ErrorResponse;
use crate::exchange::{ExchangeOutcome, Exchanges};
use crate::ledger::Key;
use crate::sessions::unix_now;
use access_log::AccessLog;
use axum::Json;
use axum::extract::{Request, State};
use axum::http::request::Parts;
use axum::http::{HeaderMap, HeaderName, HeaderValue};
use axum::response::{IntoResponse, Response};
use expected_caller::require_expected_caller;
use media_type::require_plain_json;
use recognition::Recognition;
use std::net::IpAddr;
use std::sync::Arc;
use ticket_note_core::attempt::AttemptId;
use ticket_note_core::note::{Note, UserId};
use ticket_note_core::wire::{Code, IDEMPOTENCY_KEY, IDEMPOTENCY_REPLAYED, RawNote, ResultBody, read_key};
use tracing::Instrument;

/// Checks a request, reads its note, and passes it on to [`Exchanges`].
#[derive(Debug)]
pub struct NoteService {
    /// The exchanges with Omnidesk.
    pub exchanges: Exchanges,
    /// The requests that have no response yet.
    pub running: RunningRequests,
    /// The origins and hosts that requests are accepted for.
    pub public_origins: PublicOrigins,
    /// Finds the identity and the author of a request.
    pub authenticator: Authenticator,
    /// Makes the opaque callers of responses.
    pub caller_tags: CallerTags,
    /// Limits the requests of each caller.
    pub rate_limiter: RateLimiter,
    /// Limits the requests of each caller for the status of an attempt.
    pub status_limiter: RateLimiter,
    /// Limits the requests of each author for the session.
    pub session_limiter: RateLimiter,
    /// Limits the requests from each address whose identity or code is not valid.
    pub failure_limiter: RateLimiter,
    /// Whether the bundle is served, so that the sign-in page can link to the form.
    pub has_bundle: bool,
    /// The maximum length of a note, in characters (Unicode scalar values).
    pub max_chars: usize,
    /// How far the shutdown has come. Once it is closed, new requests are refused with 503.
    pub shutdown: Shutdown,
}

impl NoteService {
    /// Returns whether a load balancer should send requests: not shutting down, and the ledger is
    /// writable.
    pub async fn is_ready(&self) -> bool {
        !self.shutdown.is_announced() && self.exchanges.can_record().await
    }

    /// Returns the maximum size of a body, in bytes. JSON can write each character as two escapes
    /// of six bytes.
    const fn max_body(&self) -> usize {
        self.max_chars * 12 + 1024
    }

    async fn handle(
        &self,
        parts: Parts,
        log: &AccessLog,
        recognition: &mut Recognition,
    ) -> Result<ExchangeOutcome, ErrorResponse> {
        if self.shutdown.is_closed() {
            return Err(Code::Unavailable.into());
        }
        require_same_origin(&self.public_origins, &parts.uri, &parts.headers)?;
        let caller = self.identify(&parts, recognition).await.map_err(|refused| {
            log.set_refused(&refused);
            refused.reason.code()
        })?;
        self.rate_limiter.acquire(&caller.rate_limit_key).await?;
        require_expected_caller(&parts.headers, recognition.caller())?;
        require_plain_json(&parts.headers)?;
        let attempt = read_attempt(&parts.headers)?;
        let note = self.read_note(&parts, caller.author()).await?;
        let key = Key { caller: caller.name, attempt };
        log.set_note(&key, &note);
        parts.extensions.get::<UpstreamStarted>().ok_or(Code::Internal)?.set();
        Ok(self.exchanges.add(key, caller.former, note).await)
    }

    /// Identifies the caller, and records what the response says about it.
    async fn identify(&self, parts: &Parts, recognition: &mut Recognition) -> Result<Caller, Refused> {
        let authentication = self.authenticator.authenticate(peer(parts), &parts.headers, unix_now()).await;
        recognition.record(authentication, &self.caller_tags)
    }

    async fn read_note(&self, parts: &Parts, author: Option<UserId>) -> Result<Note, ErrorResponse> {
        let body = parts.extensions.get::<RequestBody>().cloned().ok_or(Code::Internal)?;
        let bytes = body.read(self.max_body()).await.map_err(Code::from)?;
        let raw = raw_note(&bytes)?;
        match author {
            Some(author) => raw.check_by(author, self.max_chars),
            None => raw.check(self.max_chars),
        }
        .map_err(ErrorResponse::invalid_note)
    }
}

/// Handles the request and writes its log line.
pub async fn add_note(State(service): State<Arc<NoteService>>, request: Request) -> Response {
    let (parts, _) = request.into_parts();
    let log = AccessLog::start();
    let span = log.span();
    let mut recognition = Recognition::default();
    let result = service.handle(parts, &log, &mut recognition).instrument(span.clone()).await;
    span.in_scope(|| log.write(&result));
    let response = match result {
        Ok(outcome) => into_response(outcome, &recognition),
        Err(error) => error.of_caller(recognition.caller().map(str::to_owned)).into_response(),
    };
    recognition.delete_invalid_cookie(response)
}

/// Returns the address of the peer. Each connection adds it; without it, the peer is not trusted.
fn peer(parts: &Parts) -> IpAddr {
    parts.extensions.get().map_or(IpAddr::from([0; 4]), |PeerAddress(peer)| *peer)
}

/// Parses the body. Only an object is accepted; a derived `Deserialize` would also accept an array.
fn raw_note(body: &[u8]) -> Result<RawNote, Code> {
    let is_object = body.trim_ascii_start().starts_with(b"{");
    let read = is_object.then(|| serde_json::from_slice(body).ok());
    read.flatten().ok_or(Code::InvalidJson)
}

fn read_attempt(headers: &HeaderMap) -> Result<AttemptId, Code> {
    let mut values = headers.get_all(IDEMPOTENCY_KEY).iter();
    let (Some(value), None) = (values.next(), values.next()) else { return Err(Code::InvalidKey) };
    value.to_str().ok().and_then(|text| read_key(text).ok()).ok_or(Code::InvalidKey)
}

fn into_response(outcome: ExchangeOutcome, recognition: &Recognition) -> Response {
    let caller = recognition.caller();
    let mut response = match outcome.result {
        Ok(message) => Json(ResultBody::new(&message).of_caller(caller)).into_response(),
        Err(error) => error.of_caller(caller.map(str::to_owned)).into_response(),
    };
    if outcome.replayed {
        let name = HeaderName::from_static(IDEMPOTENCY_REPLAYED);
        response.headers_mut().insert(name, HeaderValue::from_static("true"));
    }
    response
}
