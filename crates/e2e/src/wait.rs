use std::fmt::Debug;
use std::thread::sleep;
use std::time::{Duration, Instant};

/// The longest wait for a condition. Generous, because a busy machine is slow.
pub(crate) const TIMEOUT: Duration = Duration::from_secs(20);
/// Delay of the sandbox's response, in milliseconds, for tests that act while a note is being sent.
///
/// Long enough for a busy machine, and shorter than the proxy's default upstream timeout (20 s).
pub const SLOW_RESPONSE_MS: u32 = 6000;
/// The longest time in which a page that is being replaced has no result for a script.
pub(crate) const REPLACED_PAGE: Duration = Duration::from_secs(5);
pub(crate) const POLL_INTERVAL: Duration = Duration::from_millis(25);

/// Reads a value every 25 ms until the condition holds, and returns that value.
///
/// # Panics
/// If the condition does not hold within 20 seconds. The message names `expected` and the last value.
#[track_caller]
pub fn wait_until<T: Debug>(expected: &str, read: impl Fn() -> T, condition: impl Fn(&T) -> bool) -> T {
    let start = Instant::now();
    loop {
        let seen = read();
        if condition(&seen) {
            return seen;
        }
        assert!(start.elapsed() < TIMEOUT, "expected {expected}; last seen: {seen:?}");
        sleep(POLL_INTERVAL);
    }
}
