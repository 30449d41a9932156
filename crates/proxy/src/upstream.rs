//! The conversation with the vendor: one request, read to its end (contract, section 1).

mod classify;
mod key;
mod retry_after;
mod scrub;

pub use classify::{NoteResult, UpstreamBody};
pub use key::{ApiKey, InvalidApiKey};

use crate::error_response::ErrorResponse;
use futures_util::future::BoxFuture;
use reqwest::header::{ACCEPT, CONTENT_TYPE, HeaderValue};
use reqwest::multipart::Form;
use reqwest::redirect::Policy;
use reqwest::{Client, RequestBuilder, Response};
use scrub::Scrubber;
use std::error::Error;
use std::fmt;
use std::time::Duration;
use ticket_note_core::note::Note;
use ticket_note_core::wire::{Code, NoteBody};
use url::Url;

/// The most of an answer that is read. The documented one has a hundred bytes.
const MAX_RESPONSE: usize = 64 * 1024;

/// Longer than any healthy connection takes.
const CONNECT_TIMEOUT: Duration = Duration::from_secs(5);

/// A note that meets the vendor's close of an idle connection halfway has an unknown outcome for
/// nothing, and how long the vendor keeps one open is not known. A person's notes come minutes
/// apart, so there is little to gain; under load connections are used again all the same.
const IDLE_TIMEOUT: Duration = Duration::from_secs(1);

/// Where the vendor takes its key.
#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
pub enum KeyLocation {
    /// `?apiKey=…`, by the vendor's page "Authentication".
    Query,
    /// A header `apiKey`, by the vendor's OpenAPI.
    Header,
}

/// How the vendor takes a note.
#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
pub enum Encoding {
    /// `multipart/form-data`, by the vendor's OpenAPI.
    Multipart,
    /// `application/json`.
    Json,
}

/// How the vendor is spoken to.
#[derive(Clone, Copy, Debug)]
pub struct UpstreamOptions {
    /// Where the key goes.
    pub key_location: KeyLocation,
    /// How the note goes.
    pub encoding: Encoding,
    /// The whole exchange, from the first packet to the last.
    pub timeout: Duration,
}

/// Whoever adds notes: the vendor, or what stands in for it in a test.
pub trait AddNote: Send + Sync + fmt::Debug {
    /// Adds a note once. The future does not depend on who awaits it.
    fn add(&self, note: Note) -> BoxFuture<'static, NoteResult>;
}

/// The vendor, reached over HTTP.
#[derive(Clone)]
pub struct Upstream {
    client: Client,
    endpoint: Url,
    key: ApiKey,
    options: UpstreamOptions,
    scrubber: Scrubber,
}

impl Upstream {
    /// Makes ready, without a request. `base` is scheme, host and port.
    ///
    /// # Errors
    /// When there is no usable TLS, or no certificate of an authority on the machine.
    pub fn new(base: Url, key: ApiKey, options: UpstreamOptions) -> Result<Self, reqwest::Error> {
        let mut endpoint = base;
        endpoint.set_path("/api/v2/message");
        let client = client(options.timeout).map_err(reqwest::Error::without_url)?;
        let scrubber = Scrubber::new(&key);
        Ok(Self { client, endpoint, key, options, scrubber })
    }

    fn request(&self, note: &Note) -> Result<RequestBuilder, ErrorResponse> {
        let mut url = self.endpoint.clone();
        if self.options.key_location == KeyLocation::Query {
            url.query_pairs_mut().append_pair("apiKey", self.key.expose());
        }
        let mut request = self.client.post(url).header(ACCEPT, "application/json");
        if self.options.key_location == KeyLocation::Header {
            request = request.header("apiKey", self.key.to_header());
        }
        match self.options.encoding {
            Encoding::Multipart => Ok(request.multipart(form(note))),
            Encoding::Json => {
                let body = serde_json::to_vec(&NoteBody::from(note)).map_err(|_| Code::Internal)?;
                Ok(request.header(CONTENT_TYPE, HeaderValue::from_static("application/json")).body(body))
            }
        }
    }

    async fn send(self, note: Note) -> NoteResult {
        let request = self.request(&note)?;
        match request.send().await {
            Ok(response) => self.read_response(response).await,
            Err(error) => {
                let error = error.without_url();
                tracing::warn!(cause = self.scrubber.clean(&causes(&error)), "no answer from the helpdesk");
                Err(classify::failure(&error))
            }
        }
    }

    async fn read_response(&self, mut response: Response) -> NoteResult {
        let status = response.status().as_u16();
        let wait = retry_after::read(response.headers());
        let body = match read_body(&mut response).await {
            Ok(body) => UpstreamBody::parse(status, &body),
            Err(broken) => broken,
        };
        let result = classify::response(status, wait, &body, &self.scrubber);
        if result.is_err() {
            tracing::warn!(status, "the helpdesk did not say that it added the note");
        }
        result
    }
}

impl AddNote for Upstream {
    fn add(&self, note: Note) -> BoxFuture<'static, NoteResult> {
        Box::pin(self.clone().send(note))
    }
}

impl fmt::Debug for Upstream {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_struct("Upstream").field("host", &self.endpoint.host_str()).finish_non_exhaustive()
    }
}

/// A client that does one request when told to: it follows nothing, repeats nothing, and passes
/// nothing on that it was not given.
fn client(timeout: Duration) -> reqwest::Result<Client> {
    Client::builder()
        .user_agent(concat!("ticket-note-proxy/", env!("CARGO_PKG_VERSION")))
        .http1_only()
        .redirect(Policy::none())
        .retry(reqwest::retry::never())
        .referer(false)
        .no_proxy()
        // Before the whole time is up: who could not even connect knows that nothing was sent.
        .connect_timeout(CONNECT_TIMEOUT.min(timeout.mul_f64(0.75)))
        .timeout(timeout)
        .pool_idle_timeout(IDLE_TIMEOUT)
        .build()
}

fn form(note: &Note) -> Form {
    let form = Form::new()
        .text("ticketID", note.ticket.to_string())
        .text("type", note.note_type.code())
        .text("message", note.text.as_str().to_owned());
    match note.author {
        Some(author) => form.text("userID", author.to_string()),
        None => form,
    }
}

/// An error with what is behind it: the first line alone is always the same.
fn causes(error: &reqwest::Error) -> String {
    let chain = std::iter::successors(error.source(), |&error| error.source());
    chain.map(ToString::to_string).collect::<Vec<_>>().join(": ")
}

async fn read_body(response: &mut Response) -> Result<Vec<u8>, UpstreamBody> {
    let mut body = Vec::new();
    loop {
        match response.chunk().await {
            Ok(None) => return Ok(body),
            Ok(Some(chunk)) if body.len() + chunk.len() <= MAX_RESPONSE => body.extend_from_slice(&chunk),
            Err(error) if error.is_timeout() => return Err(UpstreamBody::TimedOut),
            Ok(Some(_)) | Err(_) => return Err(UpstreamBody::Unusable),
        }
    }
}
