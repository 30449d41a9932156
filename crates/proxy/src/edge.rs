//! What goes for every request, whatever its path.

mod host;
mod intake;
mod last_resort;
mod origin;
mod security;

pub use host::{Hosts, InvalidOrigin, Origin};
pub use intake::{Intake, NotRead, drain_unread};
pub use last_resort::{Passage, answer_panics};
pub use origin::require_same_origin;
pub use security::{Security, secure};
