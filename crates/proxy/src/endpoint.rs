//! One post: from its headers to a note, and from the exchange's answer to a response.

mod line;
mod media_type;
mod posts;

pub use posts::Posts;

use crate::caller::{Caller, Peer, Reception, Turnstile};
use crate::edge::{Hosts, Intake, Passage, require_same_origin};
use crate::exchange::{Answer, Exchanges};
use crate::ledger::Key;
use crate::refusal::Refusal;
use axum::Json;
use axum::extract::{Request, State};
use axum::http::request::Parts;
use axum::http::{HeaderMap, HeaderName, HeaderValue};
use axum::response::{IntoResponse, Response};
use line::Line;
use media_type::require_plain_json;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use ticket_note_core::attempt::AttemptId;
use ticket_note_core::note::{Note, UserId};
use ticket_note_core::wire::{Code, IDEMPOTENCY_KEY, IDEMPOTENCY_REPLAYED, RawNote, ResultBody, read_key};
use tracing::Instrument;

/// What a post meets: who may come, what is acceptable, and where it goes.
#[derive(Debug)]
pub struct Desk {
    /// The exchanges with the vendor.
    pub exchanges: Exchanges,
    /// The posts that are being answered.
    pub posts: Posts,
    /// The origins and hosts that the desk answers to.
    pub hosts: Hosts,
    /// How callers are told apart.
    pub reception: Reception,
    /// How often each may come.
    pub turnstile: Turnstile,
    /// The most characters of a text.
    pub max_chars: usize,
    /// Whether the desk takes no more posts.
    pub is_closing: AtomicBool,
}

impl Desk {
    /// Takes no more posts. Those under way go on.
    pub fn close(&self) {
        self.is_closing.store(true, Ordering::Relaxed);
    }

    /// Whether a post could be taken now.
    pub async fn is_ready(&self) -> bool {
        !self.is_closing.load(Ordering::Relaxed) && self.exchanges.can_record().await
    }

    /// Every character of a text may be written as two escapes of six bytes.
    const fn max_body(&self) -> usize {
        self.max_chars * 12 + 1024
    }

    async fn take(&self, parts: Parts, line: &Line) -> Result<Answer, Refusal> {
        if self.is_closing.load(Ordering::Relaxed) {
            return Err(Code::Unavailable.into());
        }
        require_same_origin(&self.hosts, &parts.uri, &parts.headers)?;
        let caller = self.admit(&parts)?;
        require_plain_json(&parts.headers)?;
        let attempt = attempt(&parts.headers)?;
        let note = self.read_note(&parts, caller.author).await?;
        let key = Key { caller: caller.name, attempt };
        line.is_of(&key, &note);
        parts.extensions.get::<Passage>().ok_or(Code::Internal)?.goes_out();
        Ok(self.exchanges.add(key, note).await)
    }

    fn admit(&self, parts: &Parts) -> Result<Caller, Refusal> {
        let Peer(peer) = *parts.extensions.get::<Peer>().ok_or(Code::Internal)?;
        let caller = self.reception.receive(peer, &parts.headers)?;
        match self.turnstile.pass(&caller.counted_as) {
            Ok(()) => Ok(caller),
            Err(wait) => Err(Refusal::new(Code::RateLimited).after(wait)),
        }
    }

    async fn read_note(&self, parts: &Parts, vouched: Option<UserId>) -> Result<Note, Refusal> {
        let intake = parts.extensions.get::<Intake>().cloned().ok_or(Code::Internal)?;
        let body = intake.read(self.max_body()).await.map_err(Code::from)?;
        let raw = raw_note(&body)?;
        match vouched {
            Some(author) => raw.check_by(author, self.max_chars),
            None => raw.check(self.max_chars),
        }
        .map_err(Refusal::of_fields)
    }
}

/// `POST` of a note.
pub async fn add_note(State(desk): State<Arc<Desk>>, request: Request) -> Response {
    let (parts, _) = request.into_parts();
    desk.posts.run(answer(desk.clone(), parts)).await
}

async fn answer(desk: Arc<Desk>, parts: Parts) -> Response {
    let line = Line::begin();
    let span = line.span();
    let ended = desk.take(parts, &line).instrument(span.clone()).await;
    span.in_scope(|| line.end(&ended));
    ended.map_or_else(Refusal::into_response, respond)
}

/// A derived `Deserialize` takes an array of the fields for the object, too.
fn raw_note(body: &[u8]) -> Result<RawNote, Code> {
    let is_object = body.trim_ascii_start().starts_with(b"{");
    let read = is_object.then(|| serde_json::from_slice(body).ok());
    read.flatten().ok_or(Code::InvalidJson)
}

fn attempt(headers: &HeaderMap) -> Result<AttemptId, Code> {
    let mut values = headers.get_all(IDEMPOTENCY_KEY).iter();
    let (Some(value), None) = (values.next(), values.next()) else { return Err(Code::InvalidKey) };
    value.to_str().ok().and_then(|text| read_key(text).ok()).ok_or(Code::InvalidKey)
}

fn respond(answer: Answer) -> Response {
    let mut response = match answer.verdict {
        Ok(message) => Json(ResultBody::new(&message)).into_response(),
        Err(refusal) => refusal.into_response(),
    };
    if answer.replayed {
        let name = HeaderName::from_static(IDEMPOTENCY_REPLAYED);
        response.headers_mut().insert(name, HeaderValue::from_static("true"));
    }
    response
}
