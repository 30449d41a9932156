//! The HTTP request to Omnidesk (`docs/specification.md`, section 1).

mod body;
mod classify;
mod key;
mod probe;
mod retry_after;
mod scrub;
mod ticket;

pub use classify::{NoteResult, UpstreamBody};
pub use key::{ApiKey, InvalidApiKey};
pub use probe::ProbedResponse;
pub use ticket::{ReadFailure, ReadTicket};

use crate::error_response::ErrorResponse;
use crate::metrics::METRICS;
use crate::reloadable::Reloadable;
use futures_util::future::BoxFuture;
use reqwest::header::{ACCEPT, ACCEPT_ENCODING, CONTENT_TYPE, HeaderValue};
use reqwest::multipart::Form;
use reqwest::redirect::Policy;
use reqwest::{Client, Method, RequestBuilder, Response};
use scrub::Scrubber;
use std::error::Error;
use std::fmt;
use std::time::Duration;
use ticket_note_core::note::Note;
use ticket_note_core::wire::{Code, NoteBody};
use url::Url;

/// The time limit for a connection. Any healthy connection is faster.
const CONNECT_TIMEOUT: Duration = Duration::from_secs(5);

/// The time that an idle connection is kept. If Omnidesk closes one while a note is being sent, the
/// outcome becomes unknown unnecessarily. How long Omnidesk keeps a connection is not documented.
/// One user's notes are minutes apart, so a longer time would gain little. Under load, connections
/// are reused anyway.
const IDLE_TIMEOUT: Duration = Duration::from_secs(1);

/// The place of the API key in the request to Omnidesk.
#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
pub enum KeyLocation {
    /// In the query, `?apiKey=KEY`, as Omnidesk's page "Authentication" documents it
    Query,
    /// In a header `apiKey: KEY`, as Omnidesk's OpenAPI document shows it
    Header,
}

/// The encoding of a note in the request to Omnidesk.
#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
pub enum Encoding {
    /// `multipart/form-data`, as Omnidesk's OpenAPI document shows it
    Multipart,
    /// `application/json`
    Json,
}

/// Options of the requests to Omnidesk.
#[derive(Clone, Copy, Debug)]
pub struct UpstreamOptions {
    /// The place of the API key.
    pub key_location: KeyLocation,
    /// The encoding of the note.
    pub encoding: Encoding,
    /// The time limit for the whole request, from the connection to the end of the response.
    pub timeout: Duration,
}

/// Adds notes. Implemented by [`Upstream`], and by substitutes in tests.
pub trait AddNote: Send + Sync + fmt::Debug {
    /// Sends a note once. The future does not borrow from `self`.
    fn add(&self, note: Note) -> BoxFuture<'static, NoteResult>;
}

/// Omnidesk, or the sandbox, reached over HTTP.
#[derive(Clone)]
pub struct Upstream {
    client: Client,
    endpoint: Url,
    credentials: Reloadable<Credentials>,
    /// The credentials for reading tickets. `None`: the same ones.
    read_credentials: Option<Reloadable<Credentials>>,
    options: UpstreamOptions,
}

/// The API key, and what recognises it in a text.
#[derive(Debug)]
struct Credentials {
    key: ApiKey,
    scrubber: Scrubber,
}

impl Credentials {
    fn new(key: &ApiKey) -> Self {
        Self { key: key.clone(), scrubber: Scrubber::new(key) }
    }
}

impl Upstream {
    /// Creates a client, without sending a request. `base` is scheme, host and port.
    ///
    /// # Errors
    /// [`reqwest::Error`] if TLS or the root certificates of the machine are not usable.
    pub fn new(base: Url, key: &ApiKey, options: UpstreamOptions) -> Result<Self, reqwest::Error> {
        let mut endpoint = base;
        endpoint.set_path("/api/v2/message");
        let client = client(options.timeout).map_err(reqwest::Error::without_url)?;
        let credentials = Reloadable::new(Credentials::new(key));
        Ok(Self { client, endpoint, credentials, read_credentials: None, options })
    }

    /// Uses a key of its own for reading tickets.
    #[must_use]
    pub fn with_read_key(self, key: &ApiKey) -> Self {
        Self { read_credentials: Some(Reloadable::new(Credentials::new(key))), ..self }
    }

    /// Replaces the API key for later requests. A request in progress keeps its key.
    pub fn replace_key(&self, key: &ApiKey) {
        self.credentials.set(Credentials::new(key));
    }

    /// Replaces the API key for reading tickets, if it differs from the present one.
    pub fn replace_read_key(&self, key: &ApiKey) {
        if let Some(credentials) = &self.read_credentials {
            credentials.set(Credentials::new(key));
        }
    }

    /// Adds to a request what every request needs: the key, and that only an uncompressed response is
    /// accepted. Without `Accept-Encoding`, the request would permit any coding (RFC 9110, 12.5.3), and
    /// only gzip can be decoded.
    fn prepared(&self, method: Method, mut url: Url, key: &ApiKey) -> RequestBuilder {
        if self.options.key_location == KeyLocation::Query {
            url.query_pairs_mut().append_pair("apiKey", key.expose());
        }
        let request = self.client.request(method, url);
        let request = request.header(ACCEPT, "application/json").header(ACCEPT_ENCODING, "identity");
        match self.options.key_location {
            KeyLocation::Query => request,
            KeyLocation::Header => request.header("apiKey", key.to_header()),
        }
    }

    /// Builds the request that adds a note.
    fn request(&self, note: &Note, key: &ApiKey) -> Result<RequestBuilder, ErrorResponse> {
        let request = self.prepared(Method::POST, self.endpoint.clone(), key);
        match self.options.encoding {
            Encoding::Multipart => Ok(request.multipart(form(note))),
            Encoding::Json => {
                let body = serde_json::to_vec(&NoteBody::from(note)).map_err(|_| Code::Internal)?;
                Ok(request.header(CONTENT_TYPE, HeaderValue::from_static("application/json")).body(body))
            }
        }
    }

    async fn send(self, note: Note) -> NoteResult {
        let credentials = self.credentials.get();
        let request = self.request(&note, &credentials.key)?;
        match request.send().await {
            Ok(response) => read_response(response, &credentials.scrubber).await,
            Err(error) => {
                let error = error.without_url();
                tracing::warn!(
                    cause = credentials.scrubber.clean(&causes(&error)),
                    "no response from Omnidesk"
                );
                Err(classify::failure(&error))
            }
        }
    }
}

impl AddNote for Upstream {
    fn add(&self, note: Note) -> BoxFuture<'static, NoteResult> {
        Box::pin(METRICS.measure_upstream(self.clone().send(note)))
    }
}

impl fmt::Debug for Upstream {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_struct("Upstream").field("host", &self.endpoint.host_str()).finish_non_exhaustive()
    }
}

async fn read_response(mut response: Response, scrubber: &Scrubber) -> NoteResult {
    let status = response.status().as_u16();
    let wait = retry_after::read(response.headers());
    let body = match body::read(&mut response, body::MAX_RESPONSE).await {
        Ok(body) => UpstreamBody::parse(status, &body),
        Err(broken) => broken,
    };
    let result = classify::response(status, wait, &body, scrubber);
    if result.is_err() {
        tracing::warn!(status, "Omnidesk did not confirm that it added the note");
    }
    result
}

/// Builds a client that sends exactly the request that it is given: no redirect, no retry, no
/// referrer, no system proxy.
fn client(timeout: Duration) -> reqwest::Result<Client> {
    Client::builder()
        .user_agent(concat!("ticket-note-proxy/", env!("CARGO_PKG_VERSION")))
        .http1_only()
        .redirect(Policy::none())
        .retry(reqwest::retry::never())
        .referer(false)
        .no_proxy()
        // Shorter than the whole time limit. A failure to connect means that nothing was sent.
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

/// Returns the sources of an error. Its own text is always the same.
fn causes(error: &reqwest::Error) -> String {
    let chain = std::iter::successors(error.source(), |&error| error.source());
    chain.map(ToString::to_string).collect::<Vec<_>>().join(": ")
}
