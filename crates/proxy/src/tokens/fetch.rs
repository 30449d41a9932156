//! Fetches a key set over https.

use super::key_set::{InvalidKeySet, KeySet};
use reqwest::Client;
use reqwest::header::{ACCEPT, ACCEPT_ENCODING};
use reqwest::redirect::Policy;
use std::fmt;
use std::time::Duration;
use tokio::time::timeout;
use url::Url;

/// The time limit for a whole fetch.
const TIMEOUT: Duration = Duration::from_secs(5);

/// The maximum size of a key set, in bytes.
const MAX_BYTES: usize = 256 * 1024;

/// The reason why a key set could not be fetched.
#[derive(Debug)]
pub(super) enum FetchError {
    /// There was no complete response in time.
    Timeout,
    /// The connection failed, or the response was not HTTP.
    Http(reqwest::Error),
    /// The response has another status than 200. A redirect is not followed.
    Status(u16),
    /// The response is larger than 256 KiB.
    TooLarge,
    /// The response is not a key set.
    Invalid(InvalidKeySet),
}

impl fmt::Display for FetchError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Timeout => formatter.write_str("no complete response within 5 seconds"),
            Self::Http(error) => write!(formatter, "{}", cause(error)),
            Self::Status(status) => write!(formatter, "status {status} instead of 200"),
            Self::TooLarge => formatter.write_str("the response is larger than 256 KiB"),
            Self::Invalid(error) => write!(formatter, "the response {error}"),
        }
    }
}

/// Returns the innermost cause, such as the problem with a certificate.
fn cause(error: &reqwest::Error) -> String {
    let mut cause: &dyn std::error::Error = error;
    while let Some(source) = cause.source() {
        cause = source;
    }
    cause.to_string()
}

/// Creates a client, without sending a request.
pub(super) fn client() -> Result<Client, reqwest::Error> {
    Client::builder()
        .timeout(TIMEOUT)
        .https_only(true)
        .redirect(Policy::none())
        .referer(false)
        .no_proxy()
        .build()
        .map_err(reqwest::Error::without_url)
}

/// Fetches the key set.
pub(super) async fn fetch(client: &Client, url: &Url) -> Result<KeySet, FetchError> {
    timeout(TIMEOUT, read(client, url)).await.unwrap_or(Err(FetchError::Timeout))
}

async fn read(client: &Client, url: &Url) -> Result<KeySet, FetchError> {
    let http = |error: reqwest::Error| match error.is_timeout() {
        true => FetchError::Timeout,
        false => FetchError::Http(error.without_url()),
    };
    let request =
        client.get(url.clone()).header(ACCEPT, "application/json").header(ACCEPT_ENCODING, "identity");
    let mut response = request.send().await.map_err(http)?;
    if response.status() != 200 {
        return Err(FetchError::Status(response.status().as_u16()));
    }
    let mut body = Vec::new();
    while let Some(chunk) = response.chunk().await.map_err(http)? {
        if body.len() + chunk.len() > MAX_BYTES {
            return Err(FetchError::TooLarge);
        }
        body.extend_from_slice(&chunk);
    }
    KeySet::read(&body).map_err(FetchError::Invalid)
}
