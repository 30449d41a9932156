//! Authentication and rate limiting (`docs/specification.md`, section 7).

mod address;
mod cidr;
mod identity;
mod rate_limiter;
mod users;

pub use address::PeerAddress;
pub use cidr::{Cidr, InvalidCidr};
pub use identity::{IdentityHeader, InvalidIdentityHeader};
pub use rate_limiter::RateLimiter;
pub use users::{InvalidLine, Users, UsersError};

use address::{nearest_untrusted, network_key};
use axum::http::HeaderMap;
use std::net::IpAddr;
use ticket_note_core::note::UserId;
use ticket_note_core::wire::Code;

/// The sender of a request, as the proxy identifies it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Caller {
    /// The identity that the authentication proxy asserts. Empty without authentication.
    pub name: String,
    /// The author that belongs to the identity. `None`: the `userID` of the body is used.
    pub author: Option<UserId>,
    /// The rate-limit key: the identity, or else the network address.
    pub rate_limit_key: String,
}

/// Identifies callers by the identity header, or else by their address.
#[derive(Debug)]
pub struct Authenticator {
    /// The identity header. `None` (`--anonymous`): any caller can post as any author.
    pub identity: Option<IdentityHeader>,
    /// The peers whose identity header and `X-Forwarded-For` are accepted.
    pub trusted: Vec<Cidr>,
}

impl Authenticator {
    /// Identifies the caller from the peer's address and the request headers.
    ///
    /// # Errors
    /// Returns [`Code::Unauthenticated`] if an identity header is configured, unless a trusted peer
    /// sent exactly one valid, known value.
    pub fn authenticate(&self, peer: IpAddr, headers: &HeaderMap) -> Result<Caller, Code> {
        match &self.identity {
            Some(_) if !self.trusts(peer) => Err(Code::Unauthenticated),
            Some(header) => {
                let (name, author) = header.read(headers).ok_or(Code::Unauthenticated)?;
                Ok(Caller { rate_limit_key: name.clone(), name, author: Some(author) })
            }
            None => {
                Ok(Caller { name: String::new(), author: None, rate_limit_key: self.address(peer, headers) })
            }
        }
    }

    fn trusts(&self, peer: IpAddr) -> bool {
        self.trusted.iter().any(|range| range.contains(peer))
    }

    /// Returns the rate-limit key of a caller without an identity.
    fn address(&self, peer: IpAddr, headers: &HeaderMap) -> String {
        let forwarded = self.trusts(peer).then(|| nearest_untrusted(headers, |hop| self.trusts(hop)));
        network_key(forwarded.flatten().unwrap_or(peer))
    }
}
