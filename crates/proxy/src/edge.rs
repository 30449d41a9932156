//! Checks and headers that apply to every request.

mod frame_ancestor;
mod origin;
mod public_origin;
mod request_body;
mod request_task;
mod security;
mod shutdown;

pub use frame_ancestor::{FrameAncestor, InvalidAncestor};
pub use origin::{require_own_host, require_same_origin};
pub use public_origin::{InvalidOrigin, Origin, PublicOrigins};
pub use request_body::{BodyError, RequestBody, drain_unread};
pub use request_task::{RunningRequests, UpstreamStarted, run_in_task};
pub use security::{SecurityHeaders, add_security_headers};
pub use shutdown::Shutdown;
