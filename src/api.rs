//! The one user of fetch: posts an attempt and tells how it ended.

use crate::object::Properties;
use gloo_net::http::Headers;
use js_sys::Promise;
use js_sys::futures::JsFuture;
use std::time::Duration;
use ticket_note_core::attempt::Attempt;
use ticket_note_core::note::Note;
use ticket_note_core::outcome::Outcome;
use ticket_note_core::problem::{Field, FieldProblem, Problem};
use ticket_note_core::wire::{
    IDEMPOTENCY_KEY, NoteBody, ResponseBody, WIDGET_TIMEOUT_SECONDS, classify, write_key,
};
use wasm_bindgen::prelude::*;
use web_sys::{AbortSignal, RequestInit, RequestRedirect, Response};

/// Posts one try of an attempt, and waits for its end: 30 seconds at most (contract, section 2). The
/// page's credentials for its own origin go with it, as `fetch` has it by itself.
///
/// Whatever keeps an answer from coming, the request may have arrived: that is unknown, never
/// refused.
pub async fn post(endpoint: &str, attempt: &Attempt) -> Outcome {
    exchange(endpoint, attempt).await.unwrap_or(Outcome::Unknown)
}

async fn exchange(endpoint: &str, attempt: &Attempt) -> Option<Outcome> {
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
    let response = Promise::resolve(&fetch(endpoint, &init).ok()?);
    let response: Response = JsFuture::from(response).await.ok()?.dyn_into().ok()?;
    // An opaque redirect has the status 0 and no body: a sign-in wants to come between.
    Some(classify(response.status(), retry_after(&response), read(&response).await))
}

#[wasm_bindgen]
extern "C" {
    /// Whatever the page has in the place of `fetch`: it may throw, and it may answer with anything.
    #[wasm_bindgen(catch)]
    fn fetch(url: &str, init: &RequestInit) -> Result<JsValue, JsValue>;
}

/// JSON is the browser's work: a second JSON library would cost every page its bytes.
fn body(note: &Note) -> Option<JsValue> {
    let body = serde_wasm_bindgen::to_value(&NoteBody::from(note)).ok()?;
    js_sys::JSON::stringify(&body).ok().map(JsValue::from)
}

/// The body, where it is whole and is JSON: what of it has the documented shape. A body may end in
/// anything that the page's `fetch` likes to throw.
async fn read(response: &Response) -> Option<ResponseBody> {
    let body = Properties(JsFuture::from(response.json().ok()?).await.ok()?);
    let fields = body.object("fields");
    Some(ResponseBody {
        kind: body.text("type"),
        message: body.text("message"),
        code: body.text("code"),
        sent: body.text("sent"),
        fields: Field::ALL.into_iter().filter_map(|field| problem(&fields, field)).collect(),
    })
}

fn problem(fields: &Properties, field: Field) -> Option<FieldProblem> {
    let problem = Problem::from_code(&fields.text(field.wire_name())?)?;
    Some(FieldProblem::new(field, problem))
}

/// `Retry-After` in seconds or as a date (RFC 9110, section 10.2.3); what is neither says nothing.
fn retry_after(response: &Response) -> Option<Duration> {
    let value = response.headers().get("Retry-After").ok()??;
    let value = value.trim();
    if !value.is_empty() && value.bytes().all(|byte| byte.is_ascii_digit()) {
        return Some(Duration::from_secs(value.parse().unwrap_or(u64::MAX)));
    }
    let milliseconds = js_sys::Date::parse(value) - js_sys::Date::now();
    (milliseconds > 0.0).then(|| Duration::from_millis(milliseconds as u64))
}
