//! Handles `/api/ticket-note/session`: reports who is signed in, and starts and ends sessions
//! (`docs/specification.md`, section 2.9).

mod redemption;

use super::NoteService;
use super::recognition::Recognition;
use super::status::to_rfc3339;
use crate::caller::{Caller, Reason, Refused, SignedIn, logged_login};
use crate::edge::require_same_origin;
use crate::error_response::ErrorResponse;
use crate::metrics::METRICS;
use crate::sessions::{DELETED_COOKIE, Session, Sessions, unix_now};
use crate::tokens::TOKEN_HEADER;
use axum::Json;
use axum::extract::{Request, State};
use axum::http::header;
use axum::http::request::Parts;
use axum::response::{IntoResponse, Response};
use serde_json::{Value, json};
use std::sync::Arc;
use ticket_note_core::wire::Code;

/// The path of the endpoint.
pub const SESSION: &str = "/api/ticket-note/session";

/// The maximum number of requests of one author in a minute. The form asks when its window is shown.
pub const MAX_SESSION_REQUESTS: u32 = 120;

/// The maximum number of requests from one address in a minute whose identity or code is not valid.
pub const MAX_FAILED_REQUESTS: u32 = 60;

/// Responds with the signed-in user.
pub async fn get_session(State(service): State<Arc<NoteService>>, request: Request) -> Response {
    let (parts, _) = request.into_parts();
    let mut recognition = Recognition::default();
    let response = match service.session(&parts, &mut recognition).await {
        Ok(Some(signed_in)) => {
            let mut response = Json(service.body(&signed_in)).into_response();
            recognition.renew_cookie(service.authenticator.sessions.as_deref(), unix_now(), &mut response);
            response
        }
        Ok(None) => service.signed_out(),
        Err(error) => error.into_response(),
    };
    recognition.delete_invalid_cookie(response)
}

/// Redeems a code.
pub async fn begin_session(State(service): State<Arc<NoteService>>, request: Request) -> Response {
    let (parts, _) = request.into_parts();
    service.redeem(&parts).await.unwrap_or_else(ErrorResponse::into_response)
}

/// Ends the sessions that the request carries.
pub async fn end_session(State(service): State<Arc<NoteService>>, request: Request) -> Response {
    let (parts, _) = request.into_parts();
    service.end(&parts).await.unwrap_or_else(ErrorResponse::into_response)
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
        let refused = match self.identify(parts, recognition).await {
            Ok(Caller { signed_in, rate_limit_key, .. }) => {
                self.session_limiter.acquire(&rate_limit_key).await?;
                return Ok(signed_in);
            }
            Err(refused) => refused,
        };
        let is_of_cookie = recognition.has_invalid_cookie()
            && refused.reason != Reason::UnknownLogin
            && !self.states_identity(parts);
        match refused.reason {
            Reason::Missing => Ok(None),
            _ if is_of_cookie => self.count_failure(parts, &refused).await.map(|()| None),
            _ => Err(self.refuse(parts, &refused).await),
        }
    }

    fn signed_out(&self) -> Response {
        let can_sign_in = self.authenticator.sessions.is_some();
        Json(json!({"signedIn": false, "canSignIn": can_sign_in})).into_response()
    }

    /// Returns whether the request carries an identity other than a session cookie.
    fn states_identity(&self, parts: &Parts) -> bool {
        let own = TOKEN_HEADER;
        let token = self.authenticator.tokens.as_ref().map(|tokens| &tokens.header);
        let header = self.authenticator.identity.as_ref().map(|identity| identity.name());
        let mut names = [Some(&own), token, header].into_iter().flatten();
        names.any(|name| parts.headers.contains_key(name))
    }

    /// Counts a failed request for its address, and logs it. Returns its response.
    pub(super) async fn refuse(&self, parts: &Parts, refused: &Refused) -> ErrorResponse {
        match self.count_failure(parts, refused).await {
            Ok(()) => refused.reason.code().into(),
            Err(limited) => limited,
        }
    }

    /// Counts a failed request for its address, and logs it. Over the limit, it logs nothing, so that an
    /// attacker cannot fill the log.
    async fn count_failure(&self, parts: &Parts, refused: &Refused) -> Result<(), ErrorResponse> {
        let address = self.authenticator.address(super::peer(parts), &parts.headers);
        self.failure_limiter.acquire(&address).await?;
        log_refused(refused);
        Ok(())
    }

    /// Ends the sessions of the cookie and of the bearer, and deletes the cookie. Another identity in the
    /// request, even of another user, does not prevent this.
    async fn end(&self, parts: &Parts) -> Result<Response, ErrorResponse> {
        require_same_origin(&self.public_origins, &parts.uri, &parts.headers)?;
        let sessions = self.authenticator.sessions.as_ref().ok_or(Code::NotFound)?;
        let now = unix_now();
        let sent = self.authenticator.sent_sessions(&parts.headers, now);
        for session in sent.cookie.iter().chain(&sent.bearer) {
            end(sessions, session, now);
        }
        let response = match sent.invalid {
            Some(refused) => match self.count_failure(parts, &refused).await {
                Ok(()) => self.signed_out(),
                Err(limited) => limited.into_response(),
            },
            None => self.signed_out(),
        };
        Ok(([(header::SET_COOKIE, DELETED_COOKIE)], response).into_response())
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

fn end(sessions: &Sessions, session: &Session, now: i64) {
    sessions.end(session, now);
    METRICS.count_session("ended");
    tracing::info!(login = logged_login(&session.login), way = session.way, "the session ended");
}

fn log_refused(refused: &Refused) {
    let reason = refused.reason.as_str();
    METRICS.count_session("refused");
    tracing::info!(reason, login = refused.login, way = refused.way, "the session was refused");
}
