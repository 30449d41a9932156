//! Origins over https, on sites of their own.
//!
//! Cookies and storages ignore ports, so two ports of one host are one site. The browsers reach the names below
//! through an HTTPS relay of this crate, which is a setting of each session: no name is resolved, and no port
//! is in an origin. The relay has a self-signed certificate for each name, which the sessions accept.

mod relay;

use relay::Relay;
use serde_json::{Value, json};
use std::sync::OnceLock;
use std::sync::atomic::{AtomicU32, Ordering};

static RELAY: OnceLock<Relay> = OnceLock::new();
static COUNT: AtomicU32 = AtomicU32::new(0);

/// An https origin that no other test uses. Dropping this value ends it.
#[derive(Debug)]
pub struct SecureOrigin {
    name: String,
    origin: String,
}

impl SecureOrigin {
    /// Reserves a name such as `crm7.example`, for the label `crm` and the domain `example`.
    ///
    /// Browsers treat `crm7.example` and `desk8.example` as two sites, because `example` is a public suffix.
    #[must_use]
    pub fn new(label: &str, domain: &str) -> Self {
        let name = format!("{label}{}.{domain}", COUNT.fetch_add(1, Ordering::Relaxed));
        Self { origin: format!("https://{name}"), name }
    }

    /// Forwards the requests for this origin to an origin such as `http://127.0.0.1:8080`.
    pub fn forward_to(&self, origin: &str) {
        relay().add(&self.name, origin.trim_start_matches("http://"));
    }

    /// The origin, such as `https://crm7.example`.
    #[must_use]
    pub fn origin(&self) -> &str {
        &self.origin
    }
}

impl Drop for SecureOrigin {
    fn drop(&mut self) {
        relay().remove(&self.name);
    }
}

/// Returns the `proxy` capability of a session. Browsers connect to loopback addresses without it.
pub(crate) fn proxy_capability() -> Value {
    let address = relay().address().to_string();
    json!({"proxyType": "manual", "sslProxy": address, "noProxy": ["127.0.0.1", "localhost"]})
}

fn relay() -> &'static Relay {
    RELAY.get_or_init(Relay::start)
}
