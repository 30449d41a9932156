//! Checks and headers that apply to every request.

mod origin;
mod panics;
mod public_origin;
mod request_body;
mod security;

pub use origin::require_same_origin;
pub use panics::{UpstreamStarted, catch_panics};
pub use public_origin::{InvalidOrigin, Origin, PublicOrigins};
pub use request_body::{BodyError, RequestBody, drain_unread};
pub use security::{SecurityHeaders, add_security_headers};
