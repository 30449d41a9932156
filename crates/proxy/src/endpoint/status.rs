//! Handles `GET /api/ticket-note/attempts/{attemptId}`: the state of an attempt in the ledger
//! (`docs/specification.md`, section 2.8).

use super::NoteService;
use super::expected_caller::require_expected_caller;
use super::recognition::Recognition;
use crate::edge::require_same_origin;
use crate::error_response::ErrorResponse;
use crate::exchange::AttemptStatus;
use crate::ledger::{Finding, Key};
use crate::sessions::unix_now;
use axum::Json;
use axum::extract::{Path, Request, State};
use axum::http::request::Parts;
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Response};
use jiff::Timestamp;
use serde_json::{Value, json};
use std::sync::Arc;
use ticket_note_core::attempt::AttemptId;
use ticket_note_core::wire::Code;

/// The path of the endpoint.
pub const ATTEMPT_STATUS: &str = "/api/ticket-note/attempts/{attempt}";

/// The maximum number of requests from one caller in a minute. The form sends four for an attempt, and
/// another one when its page becomes visible.
pub const MAX_STATUS_REQUESTS: u32 = 120;

/// Responds with the status of an attempt of this caller. For an attempt of another caller, the
/// response is `not_found`.
pub async fn attempt_status(
    State(service): State<Arc<NoteService>>,
    Path(attempt): Path<String>,
    request: Request,
) -> Response {
    let (parts, _) = request.into_parts();
    let mut recognition = Recognition::default();
    let response = match service.status(&parts, &attempt, &mut recognition).await {
        Ok((attempt, Some(status))) => found(attempt, &status, recognition.caller()),
        Ok((attempt, None)) => absent(attempt, recognition.caller()),
        Err(error) => error.of_caller(recognition.caller().map(str::to_owned)).into_response(),
    };
    recognition.delete_invalid_cookie(response)
}

impl NoteService {
    async fn status(
        &self,
        parts: &Parts,
        attempt: &str,
        recognition: &mut Recognition,
    ) -> Result<(AttemptId, Option<AttemptStatus>), ErrorResponse> {
        if self.shutdown.is_closed() {
            return Err(Code::Unavailable.into());
        }
        self.refuse_foreign_page(parts)?;
        let caller = self.identify(parts, recognition).await.map_err(|refused| {
            let reason = refused.reason.as_str();
            tracing::info!(reason, login = refused.login, way = refused.way, "the status was refused");
            refused.reason.code()
        })?;
        self.status_limiter.acquire(&caller.rate_limit_key).await?;
        require_expected_caller(&parts.headers, recognition.caller())?;
        let attempt: AttemptId = attempt.parse().map_err(|_| Code::NotFound)?;
        // If the login is also an author, the state of a row does not tell to whom the row belongs.
        let former = caller.former.filter(|former| !former.is_author).map(|former| former.name);
        let callers = std::iter::once(caller.name).chain(former);
        for caller in callers {
            let status = self.exchanges.status(&Key { caller, attempt }).await.map_err(|error| {
                tracing::error!(%error, "the ledger cannot be read");
                Code::Unavailable
            })?;
            if status.is_some() {
                return Ok((attempt, status));
            }
        }
        Ok((attempt, None))
    }

    /// Refuses a GET of a page of another origin. A GET that names no page is accepted.
    pub(super) fn refuse_foreign_page(&self, parts: &Parts) -> Result<(), Code> {
        match names_a_page(&parts.headers) {
            true => require_same_origin(&self.public_origins, &parts.uri, &parts.headers),
            false => Ok(()),
        }
    }
}

/// Returns whether the browser states which page sent the request. Browsers do not do so for every GET,
/// and `none` means that the user opened the address.
fn names_a_page(headers: &HeaderMap) -> bool {
    let mut sites = headers.get_all("sec-fetch-site").iter();
    sites.any(|site| site != "none") || headers.contains_key(header::ORIGIN)
}

fn found(attempt: AttemptId, status: &AttemptStatus, caller: Option<&str>) -> Response {
    let (word, message) = match status {
        AttemptStatus::InFlight => ("in_flight", "The proxy is sending the note."),
        AttemptStatus::Saved(message) => ("saved", message.as_str()),
        AttemptStatus::Unknown(_) => ("unknown", "The proxy could not confirm that the note was added."),
    };
    let mut body = json!({
        "attempt": attempt.to_text(), "status": word, "message": message, "checkedAt": now(),
    });
    if let AttemptStatus::Unknown(Some(Finding { ticket, at })) = status {
        body["ticket"] = ticket.as_str().into();
        body["ticketReadAt"] = to_rfc3339(*at).into();
    }
    Json(with_caller(body, caller)).into_response()
}

/// The body names the attempt, so the form can distinguish this response from a 404 of a reverse proxy.
fn absent(attempt: AttemptId, caller: Option<&str>) -> Response {
    let body = json!({
        "status": "error",
        "code": Code::NotFound.as_str(),
        "message": "The proxy has no record of this attempt.",
        "sent": Code::NotFound.sent().as_str(),
        "attempt": attempt.to_text(),
        "checkedAt": now(),
    });
    (StatusCode::NOT_FOUND, Json(with_caller(body, caller))).into_response()
}

/// Adds the opaque caller, if there is one.
fn with_caller(mut body: Value, caller: Option<&str>) -> Value {
    if let Some(caller) = caller {
        body["caller"] = caller.into();
    }
    body
}

fn now() -> String {
    to_rfc3339(unix_now())
}

/// Returns a time in UTC as RFC 3339 writes it.
pub(super) fn to_rfc3339(seconds: i64) -> String {
    Timestamp::from_second(seconds).unwrap_or(Timestamp::MAX).to_string()
}
