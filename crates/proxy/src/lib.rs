//! The same-origin proxy.
