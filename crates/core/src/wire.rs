//! What the widget and the proxy say to each other (contract, section 2).

mod code;
mod fields;
mod key;
mod reply;
mod request;

pub use code::{Code, Sent};
pub use fields::Fields;
pub use key::{IDEMPOTENCY_KEY, IDEMPOTENCY_REPLAYED, read_key, write_key};
pub use reply::{MAX_MESSAGE_CHARS, MAX_RETRY_AFTER, RefusalBody, Reply, ResultBody, judge, shorten};
pub use request::{NoteBody, RawNote};

/// Where the proxy takes notes, and where the widget posts them unless the page says otherwise.
pub const ENDPOINT: &str = "/api/ticket-note/message";

/// How long the widget waits for an answer, in seconds. The proxy's own limits end before it.
pub const WIDGET_TIMEOUT_SECONDS: u32 = 30;
