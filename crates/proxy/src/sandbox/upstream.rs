//! The vendor's side of the conversation.

use super::Shared;
use super::behaviour::Fault;
use super::note;
use axum::Router;
use axum::extract::{Query, Request, State};
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{Html, IntoResponse, Redirect, Response};
use axum::routing::post;
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

/// Answers until the process ends.
pub(super) async fn serve(listener: TcpListener, state: Shared, key: Arc<str>) {
    let router = Router::new().route("/api/v2/message", post(add)).with_state((state, key));
    while let Ok((stream, _)) = listener.accept().await {
        tokio::spawn(talk(stream, router.clone()));
    }
}

/// Marks an answer that is not to be given: the connection closes in its place.
#[derive(Clone, Copy, Debug)]
struct HangUp;

async fn talk(stream: TcpStream, router: Router) {
    let service = service_fn(|request: hyper::Request<hyper::body::Incoming>| {
        let router = router.clone();
        async move {
            let response = router.oneshot(request).await.unwrap_or_else(|never| match never {});
            match response.extensions().get::<HangUp>() {
                Some(HangUp) => Err(io::Error::from(io::ErrorKind::ConnectionAborted)),
                None => Ok(response),
            }
        }
    });
    // A connection that ends in an error is what some faults are for.
    let _ = http1::Builder::new().serve_connection(TokioIo::new(stream), service).await;
}

#[derive(Deserialize)]
struct Credentials {
    #[serde(rename = "apiKey")]
    key: Option<String>,
}

async fn add(
    State((state, key)): State<(Shared, Arc<str>)>,
    Query(credentials): Query<Credentials>,
    request: Request,
) -> Response {
    let behaviour = state.behaviour();
    tokio::time::sleep(Duration::from_millis(behaviour.delay_ms)).await;
    if let Some(answer) = wrong_answer(behaviour.fault).await {
        return answer;
    }
    let sent = header_key(request.headers()).or(credentials.key);
    if sent.as_deref() != Some(&key) {
        return error(StatusCode::UNAUTHORIZED, "Invalid API key");
    }
    match note::read(request).await {
        Err(why) => error(StatusCode::BAD_REQUEST, &why),
        Ok(note) => {
            state.keep(note);
            if behaviour.fault == Fault::ResetAfter { hang_up() } else { success() }
        }
    }
}

fn header_key(headers: &HeaderMap) -> Option<String> {
    Some(headers.get("apiKey")?.to_str().ok()?.to_owned())
}

fn success() -> Response {
    let message = "Message has been sent and the ticket status was updated.";
    axum::Json(json!({"type": "result", "message": message})).into_response()
}

fn error(status: StatusCode, message: &str) -> Response {
    (status, axum::Json(json!({"status": "error", "message": message}))).into_response()
}

fn hang_up() -> Response {
    (axum::Extension(HangUp), ()).into_response()
}

/// What a fault answers in place of taking the note, if it does.
async fn wrong_answer(fault: Fault) -> Option<Response> {
    let page = Html("<!doctype html><h1>Service</h1><script>alert(1)</script>");
    Some(match fault {
        Fault::None | Fault::ResetAfter => return None,
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
        Fault::ResetBefore => hang_up(),
        Fault::Hang => std::future::pending().await,
        Fault::Redirect => (StatusCode::FOUND, Redirect::to("/login")).into_response(),
    })
}
