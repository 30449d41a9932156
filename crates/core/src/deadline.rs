//! Points in time, and waits that end at one.

use std::time::Duration;

/// A wall-clock time, in milliseconds since 1970-01-01 UTC.
///
/// After a suspension of the page, the wall clock is right at once. A monotonic clock may have
/// stopped meanwhile.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Timestamp(pub u64);

/// The end of a wait.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Deadline {
    end: Timestamp,
    wait: Duration,
}

impl Deadline {
    /// Returns the end of a wait that begins `now`.
    #[must_use]
    pub fn after(wait: Duration, now: Timestamp) -> Self {
        let milliseconds = u64::try_from(wait.as_millis()).unwrap_or(u64::MAX);
        Self { end: Timestamp(now.0.saturating_add(milliseconds)), wait }
    }

    /// Returns the time that is left; `None` after the deadline. It never exceeds the whole wait,
    /// even if the clock was set back.
    #[must_use]
    pub fn left(self, now: Timestamp) -> Option<Duration> {
        let left = Duration::from_millis(self.end.0.saturating_sub(now.0)).min(self.wait);
        (!left.is_zero()).then_some(left)
    }

    /// Returns the seconds that are left, rounded up.
    #[must_use]
    pub fn seconds_left(self, now: Timestamp) -> Option<u64> {
        let left = self.left(now)?;
        Some(left.as_secs() + u64::from(left.subsec_nanos() > 0))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const SECOND: u64 = 1000;

    #[test]
    fn a_wait_ends_at_its_deadline() {
        let deadline = Deadline::after(Duration::from_secs(20), Timestamp(5 * SECOND));
        assert_eq!(deadline.left(Timestamp(5 * SECOND)), Some(Duration::from_secs(20)));
        assert_eq!(deadline.left(Timestamp(24 * SECOND)), Some(Duration::from_secs(1)));
        assert_eq!(deadline.left(Timestamp(25 * SECOND)), None);
        assert_eq!(deadline.left(Timestamp(99 * SECOND)), None);
    }

    #[test]
    fn a_clock_that_is_set_back_does_not_lengthen_a_wait() {
        let deadline = Deadline::after(Duration::from_secs(20), Timestamp(5_000 * SECOND));
        assert_eq!(deadline.left(Timestamp(0)), Some(Duration::from_secs(20)));
    }
}
