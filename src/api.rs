//! Sends a request to the proxy and returns its outcome.

use crate::host::Host;
use crate::object::{Properties, Value, json};
use gloo_net::http::Headers;
use js_sys::futures::JsFuture;
use std::time::Duration;
use ticket_note_core::attempt::{Attempt, Caller};
use ticket_note_core::digits::parse_digits;
use ticket_note_core::note::Note;
use ticket_note_core::outcome::Outcome;
use ticket_note_core::problem::{Field, FieldProblem, Problem};
use ticket_note_core::wire::{IDEMPOTENCY_KEY, ResponseBody, WIDGET_TIMEOUT_SECONDS, classify, write_key};
use wasm_bindgen::prelude::*;
use web_sys::{AbortSignal, RequestInit, RequestRedirect, Response};

/// Sends one request of an attempt and waits for its outcome, 30 seconds at most (docs/specification.md,
/// section 2). The element's script adds the token, if there is one (`static/embed/requests.js`).
///
/// If no response comes, for whatever reason, the request may have arrived. The outcome is then
/// unknown, never refused.
pub(crate) async fn send(host: &Host, endpoint: &str, attempt: &Attempt) -> Outcome {
    outcome(host, endpoint, attempt).await.unwrap_or(Outcome::Unknown)
}

async fn outcome(host: &Host, endpoint: &str, attempt: &Attempt) -> Option<Outcome> {
    let headers = Headers::new();
    headers.set("Accept", "application/json");
    headers.set("Content-Type", "application/json");
    headers.set(IDEMPOTENCY_KEY, &write_key(attempt.id));
    let init = RequestInit::new();
    init.set_method("POST");
    init.set_headers(&headers.into_raw());
    init.set_redirect(RequestRedirect::Manual);
    init.set_signal(Some(&AbortSignal::timeout_with_u32(WIDGET_TIMEOUT_SECONDS * 1000)));
    init.set_body(&body(&attempt.note)?);
    let sender = attempt.caller.map_or(f64::NAN, |Caller(digest)| digest.into());
    let response: Response =
        JsFuture::from(host.request(endpoint, &init, sender)?).await.ok()?.dyn_into().ok()?;
    // An opaque redirect, such as one to a sign-in page, has status 0 and no body. A network error also
    // has status 0: a page may have replaced `fetch` by a function that returns one.
    let kind = Properties(JsValue::from(&response)).text("type");
    if response.status() == 0 && kind.as_deref() != Some("opaqueredirect") {
        return None;
    }
    Some(classify(response.status(), retry_after(&response), read_response(&response).await))
}

/// Returns the body of a request, as [`NoteBody`](ticket_note_core::wire::NoteBody) serialises it.
fn body(note: &Note) -> Option<JsValue> {
    let mut fields = vec![
        (Field::Ticket.wire_name(), Value::Number(note.ticket.get() as f64)),
        (Field::Type.wire_name(), Value::Text(note.note_type.code())),
        (Field::Text.wire_name(), Value::Text(note.text.as_str())),
    ];
    if let Some(author) = note.author {
        fields.push((Field::Author.wire_name(), Value::Number(author.get() as f64)));
    }
    json(&fields).map(JsValue::from)
}

/// Reads the documented fields of a body; `None` unless the body is complete and JSON.
async fn read_response(response: &Response) -> Option<ResponseBody> {
    let body = Properties(JsFuture::from(response.json().ok()?).await.ok()?);
    Some(ResponseBody {
        kind: body.text("type"),
        message: body.text("message"),
        code: body.text("code"),
        sent: body.text("sent"),
        fields: problems(&body.object("fields")),
    })
}

fn problems(fields: &Properties) -> Vec<FieldProblem> {
    let mut problems = Vec::new();
    for field in Field::ALL {
        let code = fields.text(field.wire_name());
        if let Some(problem) = code.as_deref().and_then(Problem::from_code) {
            problems.push(FieldProblem::new(field, problem));
        }
    }
    problems
}

/// Reads `Retry-After`, in seconds or as a date (RFC 9110, section 10.2.3).
fn retry_after(response: &Response) -> Option<Duration> {
    let value = response.headers().get("Retry-After").ok()??;
    if let Some(seconds) = parse_digits(value.trim()) {
        return Some(Duration::from_secs(seconds));
    }
    let milliseconds = js_sys::Date::parse(&value) - js_sys::Date::now();
    (milliseconds > 0.0).then(|| Duration::from_millis(milliseconds as u64))
}
