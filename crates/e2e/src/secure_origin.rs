//! Origins over https, on sites of their own.
//!
//! Cookies and storages ignore ports, so two ports of one host are one site. Chromium and Firefox reach the names
//! below through a relay of this crate, which is the proxy of each session: no name is resolved, and no port is
//! in an origin. WebKit asks such a proxy for TLS of its own. It connects to the relay directly instead, by names
//! below `localhost`. The relay, or the server behind it, has a self-signed certificate for each name, which the
//! sessions accept.

mod relay;

use crate::engine::Engine;
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
    /// In `WebKit` the domain is always `localhost`, which is one as well.
    #[must_use]
    pub fn new(label: &str, domain: &str) -> Self {
        let label = format!("{label}{}", COUNT.fetch_add(1, Ordering::Relaxed));
        if Engine::chosen() == Engine::Safari {
            let name = format!("{label}.localhost");
            return Self { origin: format!("https://{name}:{}", relay().address().port()), name };
        }
        let name = format!("{label}.{domain}");
        Self { origin: format!("https://{name}"), name }
    }

    /// Reserves a name below this one, such as `evil9.desk8.example`. Both are one site.
    #[must_use]
    pub fn below(&self, label: &str) -> Self {
        let label = format!("{label}{}", COUNT.fetch_add(1, Ordering::Relaxed));
        let name = format!("{label}.{}", self.name);
        Self { origin: self.origin.replace(&self.name, &name), name }
    }

    /// Forwards the requests for this origin to an origin such as `http://127.0.0.1:8080`.
    pub fn forward_to(&self, origin: &str) {
        relay().add(&self.name, origin.trim_start_matches("http://"));
    }

    /// Passes the connections for this origin on to a server such as `127.0.0.1:8443`, which has a certificate
    /// for [`Self::name`].
    pub fn pass_to(&self, address: &str) {
        relay().pass(&self.name, address);
    }

    /// The host name, such as `crm7.example`.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.name
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
pub(crate) fn proxy_capability(engine: Engine) -> Value {
    if engine == Engine::Safari {
        return json!({"proxyType": "direct"});
    }
    let address = relay().address().to_string();
    json!({"proxyType": "manual", "sslProxy": address, "noProxy": ["127.0.0.1", "localhost"]})
}

fn relay() -> &'static Relay {
    RELAY.get_or_init(Relay::start)
}
