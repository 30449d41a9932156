//! The ticket with its timeline, as docs/specification.md, section 1.3, describes it. Contents are
//! HTML and IDs differ in their JSON type, so that the proxy has to read both.

use super::SharedState;
use super::behaviour::Fault;
use super::note::StoredNote;
use super::upstream::{error, has_key};
use axum::Json;
use axum::extract::{Path, Request, State};
use axum::http::StatusCode;
use axum::response::{Html, IntoResponse, Response};
use serde_json::{Value, json};
use std::sync::Arc;
use std::time::{Duration, Instant};

/// The time after which a note with the fault `ticket_late` is in its ticket.
pub(super) const LATE: Duration = Duration::from_secs(20);

/// The user who edits the notes with the fault `ticket_edited`.
const EDITOR: u64 = 99;

pub(super) async fn read_ticket(
    State((state, key)): State<(SharedState, Arc<str>)>,
    Path(ticket): Path<u64>,
    request: Request,
) -> Response {
    let behaviour = state.behaviour();
    tokio::time::sleep(Duration::from_millis(behaviour.delay_ms)).await;
    if !has_key(&request, &key) {
        return error(StatusCode::UNAUTHORIZED, "Invalid API key");
    }
    match behaviour.fault {
        Fault::TicketForbidden => error(StatusCode::FORBIDDEN, "No permission for this ticket"),
        Fault::TicketHtml => Html("<!doctype html><h1>Sign in</h1>").into_response(),
        _ => Json(item(ticket, &state)).into_response(),
    }
}

fn item(ticket: u64, state: &SharedState) -> Value {
    let state = state.lock();
    let is_shown = |note: &&StoredNote| note.ticket == ticket && note.shown_at <= Instant::now();
    let event = json!({"id": 4_090_647, "item_type": "assigned_group_id", "type": "event", "value": null});
    let notes = state.notes.iter().filter(is_shown).map(entry);
    let timeline: Vec<Value> = std::iter::once(event).chain(notes).collect();
    json!({"type": "item", "item": {"id": ticket, "subject": "Sandbox", "group_id": null, "timeline": timeline}})
}

fn entry(note: &StoredNote) -> Value {
    let (content, user) = match note.is_edited {
        true => (html(&format!("{} (corrected)", note.message)), Some(EDITOR)),
        false => (html(&note.message), note.user),
    };
    let id = if note.id.is_multiple_of(2) { json!(note.id) } else { json!(note.id.to_string()) };
    // `receivedAt` is in UTC: `2026-01-31T10:32:00.000Z`.
    let created_at = note.received_at.get(..19).unwrap_or_default().replace('T', " ");
    json!({
        "id": id, "type": "note", "user_id": user, "content": content, "created_at": created_at,
        "ticket_id": note.ticket, "channel_id": 0, "source": null,
    })
}

/// Returns a text as HTML, with a line break for each line.
fn html(text: &str) -> String {
    let escaped = text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;");
    format!("<p>{}</p>", escaped.replace('\n', "<br />\n"))
}
