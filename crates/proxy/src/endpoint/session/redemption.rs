//! Redeems the code of the sign-in page, as a cookie or as a bearer.

use super::end;
use crate::caller::{Reason, Refused, SignedIn, Way, logged_login};
use crate::edge::{RequestBody, require_same_origin};
use crate::endpoint::NoteService;
use crate::endpoint::media_type::require_plain_json;
use crate::endpoint::recognition::count;
use crate::error_response::ErrorResponse;
use crate::metrics::METRICS;
use crate::sessions::{Session, Sessions, Verifier, set_cookie, unix_now};
use axum::Json;
use axum::http::header;
use axum::http::request::Parts;
use axum::response::{IntoResponse, Response};
use serde::Deserialize;
use serde_json::Value;
use ticket_note_core::note::UserId;
use ticket_note_core::wire::Code;

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

impl NoteService {
    /// Redeems the code of the body.
    pub(super) async fn redeem(&self, parts: &Parts) -> Result<Response, ErrorResponse> {
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
        if kind == Kind::Cookie {
            self.end_former(sessions, parts, &session, now);
        }
        let response = self.begin(sessions, session.used_at(now), author, kind, now);
        response.ok_or_else(|| Code::Internal.into())
    }

    /// Ends the session whose cookie the new cookie replaces. Otherwise, a late response to an older request
    /// could bring the old cookie back. A repeated redemption carries the cookie of the same session.
    fn end_former(&self, sessions: &Sessions, parts: &Parts, new: &Session, now: i64) {
        let former = self.authenticator.sent_sessions(&parts.headers, now).cookie;
        if let Some(former) = former.filter(|former| !former.is_same(new)) {
            end(sessions, &former, now);
        }
    }

    /// Returns the response that holds the session. `None` if the session cannot be sealed.
    fn begin(
        &self,
        sessions: &Sessions,
        session: Session,
        author: UserId,
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
}

/// Reads the body. Only an object is accepted.
async fn read_redemption(parts: &Parts) -> Result<Redemption, Code> {
    let body = parts.extensions.get::<RequestBody>().cloned().ok_or(Code::Internal)?;
    let bytes = body.read(MAX_BODY).await.map_err(Code::from)?;
    let is_object = bytes.trim_ascii_start().starts_with(b"{");
    is_object.then(|| serde_json::from_slice(&bytes).ok()).flatten().ok_or(Code::InvalidJson)
}
