//! The API of Omnidesk that docs/specification.md, section 1, describes, with fault injection.

use super::SharedState;
use super::behaviour::Fault;
use super::note;
use super::ticket::{LATE, read_ticket};
use axum::Router;
use axum::extract::{Query, Request, State};
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{Html, IntoResponse, Redirect, Response};
use axum::routing::{get, post};
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper_util::rt::TokioIo;
use serde::Deserialize;
use serde_json::json;
use std::io;
use std::sync::Arc;
use std::time::Duration;
use tokio::net::{TcpListener, TcpStream};
use tower::ServiceExt;

/// Serves the API until the process ends.
pub(super) async fn serve(listener: TcpListener, state: SharedState, key: Arc<str>) {
    let router = Router::new()
        .route("/api/v2/message", post(add_note))
        .route("/api/v2/ticket/{ticket}", get(read_ticket))
        .with_state((state, key));
    while let Ok((stream, _)) = listener.accept().await {
        tokio::spawn(serve_connection(stream, router.clone()));
    }
}

/// Marks a response that is not sent: the connection closes instead.
#[derive(Clone, Copy, Debug)]
struct CloseConnection;

async fn serve_connection(stream: TcpStream, router: Router) {
    let service = service_fn(|request: hyper::Request<hyper::body::Incoming>| {
        let router = router.clone();
        async move {
            let response = router.oneshot(request).await.unwrap_or_else(|never| match never {});
            match response.extensions().get::<CloseConnection>() {
                Some(CloseConnection) => Err(io::Error::from(io::ErrorKind::ConnectionAborted)),
                None => Ok(response),
            }
        }
    });
    // Some faults close the connection with an error on purpose.
    let _ = http1::Builder::new().serve_connection(TokioIo::new(stream), service).await;
}

#[derive(Deserialize)]
struct Credentials {
    #[serde(rename = "apiKey")]
    key: Option<String>,
}

async fn add_note(State((state, key)): State<(SharedState, Arc<str>)>, request: Request) -> Response {
    let behaviour = state.behaviour();
    tokio::time::sleep(Duration::from_millis(behaviour.delay_ms)).await;
    if let Some(response) = fault_response(behaviour.fault).await {
        return response;
    }
    if !has_key(&request, &key) {
        return error(StatusCode::UNAUTHORIZED, "Invalid API key");
    }
    match note::read(request).await {
        Err(message) => error(StatusCode::BAD_REQUEST, &message),
        Ok(mut note) => {
            note.is_edited = behaviour.fault == Fault::TicketEdited;
            if behaviour.fault == Fault::TicketLate {
                note.shown_at += LATE;
            }
            state.store(note);
            if behaviour.fault.loses_response() { close_connection() } else { success() }
        }
    }
}

/// Returns whether a request has the API key, in its header or its query.
pub(super) fn has_key(request: &Request, key: &str) -> bool {
    let in_query = || Query::<Credentials>::try_from_uri(request.uri()).ok()?.0.key;
    let sent = header_key(request.headers()).or_else(in_query);
    sent.as_deref() == Some(key)
}

fn header_key(headers: &HeaderMap) -> Option<String> {
    Some(headers.get("apiKey")?.to_str().ok()?.to_owned())
}

fn success() -> Response {
    let message = "Message has been sent and the ticket status was updated.";
    axum::Json(json!({"type": "result", "message": message})).into_response()
}

pub(super) fn error(status: StatusCode, message: &str) -> Response {
    (status, axum::Json(json!({"status": "error", "message": message}))).into_response()
}

fn close_connection() -> Response {
    (axum::Extension(CloseConnection), ()).into_response()
}

/// Returns the response of a fault that does not store the note, or `None`.
async fn fault_response(fault: Fault) -> Option<Response> {
    let page = Html("<!doctype html><h1>Service</h1><script>alert(1)</script>");
    Some(match fault {
        Fault::None
        | Fault::ResetAfter
        | Fault::TicketForbidden
        | Fault::TicketHtml
        | Fault::TicketLate
        | Fault::TicketEdited => return None,
        Fault::Empty400 => StatusCode::BAD_REQUEST.into_response(),
        Fault::Error400 => error(StatusCode::BAD_REQUEST, "Ticket is closed for <b>new</b> messages"),
        Fault::Unauthorized => error(StatusCode::UNAUTHORIZED, "Invalid API key"),
        Fault::RateLimited => (StatusCode::TOO_MANY_REQUESTS, [(header::RETRY_AFTER, "7")]).into_response(),
        Fault::Http500 => (StatusCode::INTERNAL_SERVER_ERROR, page).into_response(),
        Fault::Html200 => page.into_response(),
        Fault::NotJson200 => {
            ([(header::CONTENT_TYPE, "application/json")], r#"{"type":"resul"#).into_response()
        }
        Fault::Error200 => error(StatusCode::OK, "Ticket was not found"),
        Fault::ResetBefore => close_connection(),
        Fault::Hang => std::future::pending().await,
        Fault::Redirect => (StatusCode::FOUND, Redirect::to("/login")).into_response(),
    })
}
