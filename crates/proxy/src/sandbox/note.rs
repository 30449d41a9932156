//! Validates notes by docs/specification.md, section 1, without the code of the core. A mistake in
//! one of the two then fails a test.

use super::clock;
use axum::extract::{FromRequest, Multipart, Request};
use axum::http::header;
use serde::Serialize;
use serde_json::{Map, Value};
use std::time::Instant;

const TYPES: [&str; 11] = ["1", "3", "5", "7", "8", "9", "10", "12", "13", "calllog", "contactform"];

/// An accepted note.
#[derive(Clone, Debug, Serialize)]
pub(super) struct StoredNote {
    #[serde(rename = "ticketID")]
    pub(super) ticket: u64,
    #[serde(rename = "type")]
    channel: String,
    pub(super) message: String,
    #[serde(rename = "userID", skip_serializing_if = "Option::is_none")]
    pub(super) user: Option<u64>,
    #[serde(rename = "receivedAt")]
    pub(super) received_at: String,
    /// The ID of its entry in the timeline.
    #[serde(skip)]
    pub(super) id: u64,
    /// When its entry is in the timeline.
    #[serde(skip)]
    pub(super) shown_at: Instant,
    /// Whether another user has edited its entry.
    #[serde(skip)]
    pub(super) is_edited: bool,
}

/// Reads and validates the note of a request, as multipart form data or JSON.
///
/// # Errors
/// The message of the error response.
pub(super) async fn read(request: Request) -> Result<StoredNote, String> {
    let content_type = request.headers().get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok());
    let fields = match content_type.unwrap_or_default() {
        form if form.starts_with("multipart/form-data") => multipart_fields(request).await?,
        json if json.starts_with("application/json") => json_fields(request).await?,
        _ => return Err("Content type is not supported".to_owned()),
    };
    validate(&fields)
}

type Fields = Map<String, Value>;

async fn multipart_fields(request: Request) -> Result<Fields, String> {
    let mut parts = Multipart::from_request(request, &()).await.map_err(|error| error.body_text())?;
    let mut fields = Fields::new();
    while let Some(part) = parts.next_field().await.map_err(|error| error.body_text())? {
        let name = part.name().unwrap_or_default().to_owned();
        // `text()` would remove a byte order mark from the start of a note.
        let bytes = part.bytes().await.map_err(|error| error.body_text())?;
        let text = String::from_utf8(bytes.into()).map_err(|error| error.to_string())?;
        fields.insert(name, text.into());
    }
    Ok(fields)
}

async fn json_fields(request: Request) -> Result<Fields, String> {
    let body = axum::Json::<Fields>::from_request(request, &()).await;
    body.map(|body| body.0).map_err(|error| error.body_text())
}

fn validate(fields: &Fields) -> Result<StoredNote, String> {
    let ticket = integer(fields, "ticketID")?.ok_or("Parameter ticketID is required")?;
    let channel =
        text(fields, "type").filter(|name| TYPES.contains(name)).ok_or("Parameter type is invalid")?;
    let message = text(fields, "message").ok_or("Parameter message is required")?;
    if message.chars().count() < 5 {
        return Err("Message must have at least 5 characters".to_owned());
    }
    let user = integer(fields, "userID")?;
    let (channel, message) = (channel.to_owned(), message.to_owned());
    let (received_at, shown_at) = (clock::now(), Instant::now());
    Ok(StoredNote { ticket, channel, message, user, received_at, id: 0, shown_at, is_edited: false })
}

fn text<'a>(fields: &'a Fields, name: &str) -> Option<&'a str> {
    fields.get(name).and_then(Value::as_str)
}

fn integer(fields: &Fields, name: &str) -> Result<Option<u64>, String> {
    let number = match fields.get(name) {
        None => return Ok(None),
        Some(Value::String(digits)) => digits.parse().ok(),
        Some(other) => other.as_u64(),
    };
    number.filter(|&number| number > 0).map(Some).ok_or_else(|| format!("Parameter {name} is invalid"))
}
