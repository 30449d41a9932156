//! The paths that exist only with `--sandbox`: its notes, its behaviour and the demo page.

use super::behaviour::Behaviour;
use super::note::StoredNote;
use super::{Sandbox, SharedState};
use crate::app::only;
use crate::edge::RequestBody;
use crate::error_response::ErrorResponse;
use axum::extract::State;
use axum::http::{StatusCode, header};
use axum::response::IntoResponse;
use axum::routing::get;
use axum::{Extension, Json, Router};
use ticket_note_core::wire::Code;

/// The largest body of a request to these paths, in bytes.
const MAX_BODY: usize = 1024;

const HTML: &str = "text/html; charset=utf-8";
const CSS: &str = "text/css; charset=utf-8";
const SCRIPT: &str = "text/javascript; charset=utf-8";

/// The path, the media type and the text of each file of the demo.
const DEMO: [(&str, &str, &str); 8] = [
    ("/demo", HTML, include_str!("demo/demo.html")),
    ("/demo/demo.css", CSS, include_str!("demo/demo.css")),
    ("/demo/controls.css", CSS, include_str!("demo/controls.css")),
    ("/demo/layout.css", CSS, include_str!("demo/layout.css")),
    ("/demo/demo.js", SCRIPT, include_str!("demo/demo.js")),
    ("/demo/elements.js", SCRIPT, include_str!("demo/elements.js")),
    ("/demo/snippets.js", SCRIPT, include_str!("demo/snippets.js")),
    ("/demo/tickets.js", SCRIPT, include_str!("demo/tickets.js")),
];

/// Returns the routes of `/sandbox` and `/demo`.
pub fn routes(sandbox: Sandbox) -> Router {
    let routes = Router::new()
        .route("/sandbox/notes", only(get(list_notes).delete(delete_notes), "GET, HEAD, DELETE"))
        .route("/sandbox/behaviour", only(get(get_behaviour).put(set_behaviour), "GET, HEAD, PUT"))
        .with_state(sandbox.state);
    DEMO.into_iter()
        .fold(routes, |routes, (path, media_type, text)| routes.route(path, page(media_type, text)))
}

fn page(media_type: &'static str, text: &'static str) -> axum::routing::MethodRouter {
    only(get(move || async move { ([(header::CONTENT_TYPE, media_type)], text) }), "GET, HEAD")
}

async fn list_notes(State(state): State<SharedState>) -> Json<Vec<StoredNote>> {
    Json(state.lock().notes.iter().cloned().collect())
}

async fn delete_notes(State(state): State<SharedState>) -> StatusCode {
    state.lock().notes.clear();
    StatusCode::NO_CONTENT
}

async fn get_behaviour(State(state): State<SharedState>) -> Json<Behaviour> {
    Json(state.behaviour())
}

async fn set_behaviour(
    State(state): State<SharedState>,
    Extension(body): Extension<RequestBody>,
) -> Result<impl IntoResponse, ErrorResponse> {
    let bytes = body.read(MAX_BODY).await.map_err(Code::from)?;
    let behaviour: Behaviour = serde_json::from_slice(&bytes).map_err(|_| Code::InvalidJson)?;
    state.lock().behaviour = behaviour;
    Ok(Json(behaviour))
}
