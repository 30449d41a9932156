use std::fmt::Debug;
use std::thread::sleep;
use std::time::{Duration, Instant};

/// The longest that anything here is waited for: a loaded machine is slow, not broken.
pub(crate) const TIMEOUT: Duration = Duration::from_secs(20);
/// How long the vendor takes where a test has something to do while a note is sent, in milliseconds:
/// enough for a loaded machine, and less than the proxy waits.
pub const SLOW_RESPONSE_MS: u32 = 6000;
const POLL_INTERVAL: Duration = Duration::from_millis(25);

/// Looks until what is seen is as expected, and gives it.
///
/// # Panics
/// When it is not so in twenty seconds; says what was expected, and what was seen last.
#[track_caller]
pub fn wait_until<T: Debug>(expected: &str, look: impl Fn() -> T, is_so: impl Fn(&T) -> bool) -> T {
    let start = Instant::now();
    loop {
        let seen = look();
        if is_so(&seen) {
            return seen;
        }
        assert!(start.elapsed() < TIMEOUT, "expected {expected}; last seen: {seen:?}");
        sleep(POLL_INTERVAL);
    }
}
