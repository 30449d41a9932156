//! Sends a note to the proxy: docs/specification.md, sections 2.1 to 2.5, in the shortest form.

use crate::note::Note;
use gloo_net::{Error, http::Request};
use serde::Deserialize;
use web_sys::RequestRedirect;

const UNKNOWN: &str = "We could not confirm that the note was added. Check the ticket.";

#[derive(Deserialize)]
struct Reply {
    #[serde(default, rename = "type")]
    kind: String,
    #[serde(default)]
    message: String,
    #[serde(default)]
    sent: String,
}

/// Returns the sentence for the user: `Ok` if the note was saved.
pub async fn send(endpoint: &str, note: &Note, id: &str) -> Result<String, String> {
    match reply_to(endpoint, note, id).await {
        Ok((true, reply)) if reply.kind == "result" => Ok(reply.message),
        Ok((_, reply)) if reply.sent == "no" => Err(format!("Nothing was added. {}", reply.message)),
        _ => Err(UNKNOWN.into()),
    }
}

async fn reply_to(endpoint: &str, note: &Note, id: &str) -> Result<(bool, Reply), Error> {
    let request = Request::post(endpoint)
        .header("accept", "application/json")
        .header("idempotency-key", &format!("\"{id}\""))
        .redirect(RequestRedirect::Manual);
    let response = request.json(note)?.send().await?;
    Ok((response.ok(), response.json().await?))
}
