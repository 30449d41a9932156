//! Requests and responses between the widget and the proxy (docs/specification.md, section 2).

mod code;
mod fields;
mod finding;
mod key;
mod request;
mod response;

pub use code::{Code, Sent};
pub use fields::Fields;
pub use finding::TicketFinding;
pub use key::{EXPECTED_CALLER, IDEMPOTENCY_KEY, IDEMPOTENCY_REPLAYED, read_key, write_key};
pub use request::{NoteBody, RawNote};
pub use response::{
    MAX_MESSAGE_CHARS, MAX_RETRY_AFTER, RefusalBody, ResponseBody, ResultBody, classify, shorten,
};

/// The path at which the proxy accepts notes: the default of the attribute `endpoint`.
pub const ENDPOINT: &str = "/api/ticket-note/message";

/// The time that the widget waits for a response, in seconds. The proxy's own limits are shorter.
pub const WIDGET_TIMEOUT_SECONDS: u32 = 30;
