//! What the widget and the proxy say to each other (contract, section 2).

mod code;
mod fields;
mod key;
mod request;
mod response;

pub use code::{Code, Sent};
pub use fields::Fields;
pub use key::{IDEMPOTENCY_KEY, IDEMPOTENCY_REPLAYED, read_key, write_key};
pub use request::{NoteBody, RawNote};
pub use response::{
    MAX_MESSAGE_CHARS, MAX_RETRY_AFTER, RefusalBody, ResponseBody, ResultBody, classify, shorten,
};

/// Where the proxy takes notes, and where the widget posts them unless the page says otherwise.
pub const ENDPOINT: &str = "/api/ticket-note/message";

/// How long the widget waits for an answer, in seconds. The proxy's own limits end before it.
pub const WIDGET_TIMEOUT_SECONDS: u32 = 30;
