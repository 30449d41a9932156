//! Handles `GET /api/ticket-note/attempts/{attemptId}`: the state of an attempt in the ledger
//! (`docs/specification.md`, section 2.8).

use super::NoteService;
use crate::edge::require_same_origin;
use crate::error_response::ErrorResponse;
use crate::exchange::AttemptStatus;
use crate::ledger::{Finding, Key};
use axum::Json;
use axum::extract::{Path, Request, State};
use axum::http::request::Parts;
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Response};
use jiff::Timestamp;
use serde_json::json;
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
    match service.status(&parts, &attempt).await {
        Ok((attempt, Some(status))) => found(attempt, &status),
        Ok((attempt, None)) => absent(attempt),
        Err(error) => error.into_response(),
    }
}

impl NoteService {
    async fn status(
        &self,
        parts: &Parts,
        attempt: &str,
    ) -> Result<(AttemptId, Option<AttemptStatus>), ErrorResponse> {
        if self.shutdown.is_closed() {
            return Err(Code::Unavailable.into());
        }
        if names_a_page(&parts.headers) {
            require_same_origin(&self.public_origins, &parts.uri, &parts.headers)?;
        }
        let caller = self.identify(parts)?;
        self.status_limiter.acquire(&caller.rate_limit_key).await?;
        let attempt: AttemptId = attempt.parse().map_err(|_| Code::NotFound)?;
        let key = Key { caller: caller.name, attempt };
        let status = self.exchanges.status(&key).await.map_err(|error| {
            tracing::error!(%error, "the ledger cannot be read");
            Code::Unavailable
        })?;
        Ok((attempt, status))
    }
}

/// Returns whether the browser states which page sent the request. Browsers do not do so for every GET,
/// and `none` means that the user opened the address.
fn names_a_page(headers: &HeaderMap) -> bool {
    let mut sites = headers.get_all("sec-fetch-site").iter();
    sites.any(|site| site != "none") || headers.contains_key(header::ORIGIN)
}

fn found(attempt: AttemptId, status: &AttemptStatus) -> Response {
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
        body["ticketReadAt"] = utc(*at).into();
    }
    Json(body).into_response()
}

/// The body names the attempt, so the form can distinguish this response from a 404 of a reverse proxy.
fn absent(attempt: AttemptId) -> Response {
    let body = json!({
        "status": "error",
        "code": Code::NotFound.as_str(),
        "message": "The proxy has no record of this attempt.",
        "sent": Code::NotFound.sent().as_str(),
        "attempt": attempt.to_text(),
        "checkedAt": now(),
    });
    (StatusCode::NOT_FOUND, Json(body)).into_response()
}

/// Returns the current time.
fn now() -> String {
    utc(Timestamp::now().as_second())
}

/// Returns a time, given in seconds since 1970, in UTC as RFC 3339 writes it.
fn utc(seconds: i64) -> String {
    Timestamp::from_second(seconds).unwrap_or_default().to_string()
}
