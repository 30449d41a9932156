//! The two inputs that are not pure: randomness and time.

use ticket_note_core::attempt::AttemptId;
use ticket_note_core::deadline::Timestamp;

/// Generates an attempt ID. `crypto.randomUUID` exists in secure contexts only, and a portal on plain
/// http is not a secure context.
#[expect(clippy::expect_used, reason = "every browser that runs the module has it, in every context")]
pub(crate) fn fresh_attempt_id() -> AttemptId {
    let crypto = web_sys::window().and_then(|window| window.crypto().ok()).expect("window.crypto");
    let mut bytes = [0; 16];
    crypto.get_random_values_with_u8_array(&mut bytes).expect("16 random bytes");
    AttemptId::from_random(bytes)
}

/// Returns the time of the wall clock.
pub(crate) fn now() -> Timestamp {
    Timestamp(js_sys::Date::now() as u64)
}
