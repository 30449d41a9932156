//! Handles `/api/ticket-note/session`: reports who is signed in, and starts and ends sessions
//! (`docs/specification.md`, section 2.9).

use super::NoteService;
use super::media_type::require_plain_json;
use super::recognition::{Recognition, count};
use super::status::to_rfc3339;
use crate::caller::{Caller, Reason, Refused, SignedIn, Way, logged_login};
use crate::edge::{RequestBody, require_same_origin};
use crate::error_response::ErrorResponse;
use crate::metrics::METRICS;
use crate::sessions::{DELETED_COOKIE, Session, Sessions, Verifier, set_cookie, unix_now};
use crate::tokens::TOKEN_HEADER;
use axum::Json;
use axum::extract::{Request, State};
use axum::http::header;
use axum::http::request::Parts;
use axum::response::{IntoResponse, Response};
use serde::Deserialize;
use serde_json::{Value, json};
use std::sync::Arc;
use ticket_note_core::wire::Code;

/// The path of the endpoint.
pub const SESSION: &str = "/api/ticket-note/session";

/// The maximum number of requests of one author in a minute. The form asks when its window is shown.
pub const MAX_SESSION_REQUESTS: u32 = 120;

/// The maximum number of requests from one address in a minute whose identity or code is not valid.
pub const MAX_FAILED_REQUESTS: u32 = 60;

/// The maximum size of a body, in bytes.
const MAX_BODY: usize = 8 * 1024;

/// The body by which the form redeems a code.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Redemption {
    code: String,
    verifier: String,
    #[serde(rename = "as")]
    kind: Kind,
}

/// The text that holds the session.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
enum Kind {
    Cookie,
    Bearer,
}

/// Responds with the signed-in user.
pub async fn get_session(State(service): State<Arc<NoteService>>, request: Request) -> Response {
    let (parts, _) = request.into_parts();
    let mut recognition = Recognition::default();
    let response = match service.session(&parts, &mut recognition).await {
        Ok(Some(signed_in)) => Json(service.body(&signed_in)).into_response(),
        Ok(None) => signed_out(),
        Err(error) => error.into_response(),
    };
    recognition.add_cookie(response)
}

/// Redeems a code.
pub async fn begin_session(State(service): State<Arc<NoteService>>, request: Request) -> Response {
    let (parts, _) = request.into_parts();
    service.redeem(&parts).await.unwrap_or_else(ErrorResponse::into_response)
}

/// Ends the sessions that the request carries.
pub async fn end_session(State(service): State<Arc<NoteService>>, request: Request) -> Response {
    let (parts, _) = request.into_parts();
    service.end(&parts).unwrap_or_else(|code| ErrorResponse::new(code).into_response())
}

fn signed_out() -> Response {
    Json(json!({"signedIn": false})).into_response()
}

impl NoteService {
    /// Returns the signed-in user. `None`: the request has no identity.
    async fn session(
        &self,
        parts: &Parts,
        recognition: &mut Recognition,
    ) -> Result<Option<SignedIn>, ErrorResponse> {
        self.refuse_foreign_page(parts)?;
        if !self.authenticator.is_required() {
            return Err(Code::NotFound.into());
        }
        let authentication =
            self.authenticator.authenticate(super::peer(parts), &parts.headers, unix_now()).await;
        let has_dropped_cookie = authentication.set_cookie.as_ref() == Some(&DELETED_COOKIE);
        let refused = match recognition.record(authentication, &self.caller_tags) {
            Ok(Caller { signed_in, rate_limit_key, .. }) => {
                self.session_limiter.acquire(&rate_limit_key).await?;
                return Ok(signed_in);
            }
            Err(refused) => refused,
        };
        match refused.reason {
            Reason::Missing => Ok(None),
            reason
                if has_dropped_cookie && reason != Reason::UnknownLogin && !self.states_identity(parts) =>
            {
                log_refused(&refused);
                Ok(None)
            }
            _ => Err(self.refuse(parts, &refused).await),
        }
    }

    /// Returns whether the request carries an identity other than a session cookie.
    fn states_identity(&self, parts: &Parts) -> bool {
        let own = TOKEN_HEADER;
        let token = self.authenticator.tokens.as_ref().map(|tokens| &tokens.header);
        let header = self.authenticator.identity.as_ref().map(|identity| identity.name());
        let mut names = [Some(&own), token, header].into_iter().flatten();
        names.any(|name| parts.headers.contains_key(name))
    }

    /// Logs and counts a failed request. Returns its response.
    pub(super) async fn refuse(&self, parts: &Parts, refused: &Refused) -> ErrorResponse {
        log_refused(refused);
        let address = self.authenticator.address(super::peer(parts), &parts.headers);
        match self.failure_limiter.acquire(&address).await {
            Ok(()) => refused.reason.code().into(),
            Err(limited) => limited,
        }
    }

    /// Redeems the code of the body.
    async fn redeem(&self, parts: &Parts) -> Result<Response, ErrorResponse> {
        if self.shutdown.is_closed() {
            return Err(Code::Unavailable.into());
        }
        require_same_origin(&self.public_origins, &parts.uri, &parts.headers)?;
        let sessions = self.authenticator.sessions.as_ref().ok_or(Code::NotFound)?;
        require_plain_json(&parts.headers)?;
        let Redemption { code, verifier, kind } = read_redemption(parts).await?;
        let now = unix_now();
        let opened = match Verifier::read(&verifier) {
            Some(verifier) => sessions.redeem(&code, &verifier, now).map_err(Refused::from),
            None => Err(Reason::WrongVerifier.into()),
        };
        let known = opened.and_then(|session| {
            let author = self.authenticator.author(&session.login)?;
            Ok((session, author))
        });
        let (session, author) = match known {
            Ok(known) => known,
            Err(refused) => {
                count(refused.reason);
                return Err(self.refuse(parts, &refused.by_code()).await);
            }
        };
        self.session_limiter.acquire(&author.get().to_string()).await?;
        let response = self.begin(sessions, session.used_at(now), author, kind, now);
        response.ok_or_else(|| Code::Internal.into())
    }

    /// Returns the response that holds the session. `None` if it cannot be sealed.
    fn begin(
        &self,
        sessions: &Sessions,
        session: Session,
        author: ticket_note_core::note::UserId,
        kind: Kind,
        now: i64,
    ) -> Option<Response> {
        let login = logged_login(&session.login);
        tracing::info!(login, way = session.way, session = ?kind, "the session began");
        match kind {
            Kind::Cookie => {
                METRICS.count_session("cookie");
                let cookie = set_cookie(&sessions.seal_cookie(&session).ok()?)?;
                let body = self.body(&SignedIn::by_session(&session, Way::Cookie, author));
                Some(([(header::SET_COOKIE, cookie)], Json(body)).into_response())
            }
            Kind::Bearer => {
                METRICS.count_session("bearer");
                let (token, session) = sessions.seal_bearer(session, now).ok()?;
                let mut body = self.body(&SignedIn::by_session(&session, Way::Bearer, author));
                body["token"] = Value::String(token);
                Some(Json(body).into_response())
            }
        }
    }

    /// Ends the sessions of the cookie and of the bearer, and deletes the cookie.
    fn end(&self, parts: &Parts) -> Result<Response, Code> {
        require_same_origin(&self.public_origins, &parts.uri, &parts.headers)?;
        let sessions = self.authenticator.sessions.as_ref().ok_or(Code::NotFound)?;
        let now = unix_now();
        for session in self.authenticator.sent_sessions(&parts.headers, now) {
            sessions.end(&session, now);
            METRICS.count_session("ended");
            tracing::info!(login = logged_login(&session.login), way = session.way, "the session ended");
        }
        Ok(([(header::SET_COOKIE, DELETED_COOKIE)], signed_out()).into_response())
    }

    fn body(&self, signed_in: &SignedIn) -> Value {
        json!({
            "signedIn": true,
            "name": signed_in.name,
            "expiresAt": signed_in.expires.map(to_rfc3339),
            "way": signed_in.way.as_str(),
            "caller": self.caller_tags.of(signed_in.author),
        })
    }
}

/// Reads the body. Only an object is accepted.
async fn read_redemption(parts: &Parts) -> Result<Redemption, Code> {
    let body = parts.extensions.get::<RequestBody>().cloned().ok_or(Code::Internal)?;
    let bytes = body.read(MAX_BODY).await.map_err(Code::from)?;
    let is_object = bytes.trim_ascii_start().starts_with(b"{");
    is_object.then(|| serde_json::from_slice(&bytes).ok()).flatten().ok_or(Code::InvalidJson)
}

fn log_refused(refused: &Refused) {
    let reason = refused.reason.as_str();
    METRICS.count_session("refused");
    tracing::info!(reason, login = refused.login, way = refused.way, "the session was refused");
}
