use super::classify::{self, NoteResult, UpstreamBody};
use super::scrub::Scrubber;
use super::{Upstream, body, causes, retry_after};
use reqwest::Response;
use reqwest::header::{CONTENT_ENCODING, CONTENT_TYPE, HeaderName, LOCATION, RETRY_AFTER, SERVER};
use std::fmt;
use ticket_note_core::note::Note;

/// The headers that help an operator.
const HEADERS: [HeaderName; 5] = [CONTENT_TYPE, CONTENT_ENCODING, LOCATION, RETRY_AFTER, SERVER];

/// The maximum length of the body in a report, in characters.
const MAX_SHOWN: usize = 2000;

/// Shown in place of a text that contains the API key.
const HIDDEN: &str = "(not shown, because it contains the API key)";

/// The response to a test note.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ProbedResponse {
    /// Status, headers and body, without the API key. Control characters are as received.
    pub lines: Vec<String>,
    /// How the proxy interprets the response.
    pub result: NoteResult,
}

impl Upstream {
    /// Sends a note once, and returns the response for an operator.
    pub async fn probe(&self, note: &Note) -> ProbedResponse {
        let credentials = self.credentials.get();
        let scrubber = &credentials.scrubber;
        let request = match self.request(note, &credentials.key) {
            Ok(request) => request,
            Err(error) => return ProbedResponse { lines: Vec::new(), result: Err(error) },
        };
        match request.send().await {
            Ok(response) => read(response, scrubber).await,
            Err(error) => {
                let error = error.without_url();
                let line = format!("no response: {}", shown(&causes(&error), scrubber));
                ProbedResponse { lines: vec![line], result: Err(classify::failure(&error)) }
            }
        }
    }
}

async fn read(mut response: Response, scrubber: &Scrubber) -> ProbedResponse {
    let (status, wait) = (response.status().as_u16(), retry_after::read(response.headers()));
    let mut lines = vec![format!("status {status}")];
    for name in HEADERS {
        for value in response.headers().get_all(&name) {
            let value = String::from_utf8_lossy(value.as_bytes());
            lines.push(format!("{name}: {}", shown(&value, scrubber)));
        }
    }
    let body = match body::read(&mut response, body::MAX_RESPONSE).await {
        Ok(bytes) => {
            let text = String::from_utf8_lossy(&bytes);
            lines.push(format!("body, {} bytes: {}", bytes.len(), shown(&text, scrubber)));
            UpstreamBody::parse(status, &bytes)
        }
        Err(UpstreamBody::TimedOut) => {
            lines.push("body: incomplete when the time limit was reached".to_owned());
            UpstreamBody::TimedOut
        }
        Err(broken) => {
            lines.push("body: cut off, over 64 KiB or in an unknown coding".to_owned());
            broken
        }
    };
    ProbedResponse { lines, result: classify::response(status, wait, &body, scrubber) }
}

/// Returns the beginning of a text, unless the text contains the key. Examines the whole text,
/// because its beginning could end within the key.
fn shown(text: &str, scrubber: &Scrubber) -> String {
    match scrubber.clean(text) {
        "" if !text.is_empty() => HIDDEN.to_owned(),
        clean => clean.chars().take(MAX_SHOWN).collect(),
    }
}

/// Displays the request without the API key.
impl fmt::Display for Upstream {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (location, encoding) = (self.options.key_location, self.options.encoding);
        write!(formatter, "POST {} (key in {location:?}, {encoding:?})", self.endpoint)
    }
}
