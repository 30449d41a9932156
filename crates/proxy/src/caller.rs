//! Who writes, and who vouches for it (contract, section 7).

mod address;
mod identity;
mod rate_limiter;
mod users;

pub use address::{Cidr, InvalidCidr, PeerAddress};
pub use identity::{IdentityHeader, InvalidIdentityHeader};
pub use rate_limiter::RateLimiter;
pub use users::{Users, UsersError};

use address::{nearest_untrusted, network_key};
use axum::http::HeaderMap;
use std::net::IpAddr;
use ticket_note_core::note::UserId;
use ticket_note_core::wire::Code;

/// Whoever writes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Caller {
    /// The identity that the sign-in vouches for; empty where there is no sign-in.
    pub name: String,
    /// The author that goes with it. Without one the body's own is taken.
    pub author: Option<UserId>,
    /// Whose posts are counted together: the identity, or else the address.
    pub rate_limit_key: String,
}

/// How callers are told apart.
#[derive(Debug)]
pub struct Authenticator {
    /// The header of the sign-in in front; without one, anyone may write as any author.
    pub identity: Option<IdentityHeader>,
    /// The peers that may say who is behind them.
    pub trusted: Vec<Cidr>,
}

impl Authenticator {
    /// Who sent a request, by its headers and the peer that it came from.
    ///
    /// # Errors
    /// [`Code::Unauthenticated`] where an identity is asked for, and the request does not have
    /// exactly one that is well formed, known, and from a trusted peer.
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

    /// The address that stands for a caller without a name.
    fn address(&self, peer: IpAddr, headers: &HeaderMap) -> String {
        let forwarded = self.trusts(peer).then(|| nearest_untrusted(headers, |hop| self.trusts(hop)));
        network_key(forwarded.flatten().unwrap_or(peer))
    }
}
