//! A number that nobody has used: what an attempt is told by.

use ticket_note_core::attempt::AttemptId;

/// A new attempt's id. `crypto.randomUUID` would do, but exists in secure contexts only, and portals
/// on plain http are not secure contexts.
#[must_use]
#[expect(clippy::expect_used, reason = "every browser that runs wasm has it, in every context")]
pub fn fresh_attempt_id() -> AttemptId {
    let crypto = web_sys::window().and_then(|window| window.crypto().ok()).expect("window.crypto");
    let mut bytes = [0; 16];
    crypto.get_random_values_with_u8_array(&mut bytes).expect("sixteen random bytes");
    AttemptId::from_random(bytes)
}
