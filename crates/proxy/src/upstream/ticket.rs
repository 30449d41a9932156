//! Reads a ticket: `GET /api/v2/ticket/{ticketID}` (`docs/specification.md`, section 1.3).

use super::classify::UpstreamBody;
use super::{Upstream, body, causes};
use futures_util::future::BoxFuture;
use reqwest::Method;
use std::fmt;
use std::time::Duration;
use ticket_note_core::note::TicketId;

/// The maximum size of a ticket, in bytes, before and after decompression.
const MAX_TICKET: usize = 4 * 1024 * 1024;

/// The time limit for reading a ticket. A retry waits for it, and the form gives up after 30 seconds.
const TIME_LIMIT: Duration = Duration::from_secs(10);

/// Reads tickets. Implemented by [`Upstream`], and by substitutes in tests.
pub trait ReadTicket: Send + Sync + fmt::Debug {
    /// Requests a ticket once, and returns the body of the response. The future does not borrow from
    /// `self`.
    fn read(&self, ticket: TicketId) -> BoxFuture<'static, Result<Vec<u8>, ReadFailure>>;
}

/// The reason why a ticket could not be read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ReadFailure {
    /// Omnidesk refuses the key (401).
    KeyRefused,
    /// Omnidesk refuses the ticket to this key (403).
    TicketRefused,
    /// Any other response, or none. Contains the cause, without the key.
    Failed(String),
}

impl ReadTicket for Upstream {
    fn read(&self, ticket: TicketId) -> BoxFuture<'static, Result<Vec<u8>, ReadFailure>> {
        Box::pin(self.clone().read_once(ticket))
    }
}

impl Upstream {
    async fn read_once(self, ticket: TicketId) -> Result<Vec<u8>, ReadFailure> {
        let credentials = self.read_credentials.as_ref().unwrap_or(&self.credentials).get();
        let mut url = self.endpoint.clone();
        url.set_path(&format!("/api/v2/ticket/{ticket}"));
        let request = self.prepared(Method::GET, url, &credentials.key);
        let request = request.timeout(TIME_LIMIT.min(self.options.timeout));
        let mut response = request.send().await.map_err(|error| {
            let causes = causes(&error.without_url());
            ReadFailure::Failed(credentials.scrubber.clean(&causes).to_owned())
        })?;
        match response.status().as_u16() {
            200 => body::read(&mut response, MAX_TICKET).await.map_err(|broken| {
                let is_late = broken == UpstreamBody::TimedOut;
                let cause = if is_late { "not complete in time" } else { "cut off or too large" };
                ReadFailure::Failed(cause.to_owned())
            }),
            401 => Err(ReadFailure::KeyRefused),
            403 => Err(ReadFailure::TicketRefused),
            status => Err(ReadFailure::Failed(format!("status {status}"))),
        }
    }
}
