use std::sync::atomic::{AtomicBool, Ordering};

/// The progress of the shutdown (`docs/specification.md`, section 7.10).
#[derive(Debug, Default)]
pub struct Shutdown {
    is_announced: AtomicBool,
    is_closed: AtomicBool,
}

impl Shutdown {
    /// Reports to load balancers that the proxy will stop. Requests are still accepted.
    pub fn announce(&self) {
        self.is_announced.store(true, Ordering::Relaxed);
    }

    /// Refuses new requests from now on. Running requests continue.
    pub fn close(&self) {
        self.announce();
        self.is_closed.store(true, Ordering::Relaxed);
    }

    /// Returns whether the proxy will stop, or is stopping.
    pub fn is_announced(&self) -> bool {
        self.is_announced.load(Ordering::Relaxed)
    }

    /// Returns whether new requests are refused.
    pub fn is_closed(&self) -> bool {
        self.is_closed.load(Ordering::Relaxed)
    }
}
