use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};

/// The ledger's own clock, in seconds. It is close to the wall clock and never goes back.
///
/// It starts at the stored time or at the wall clock, whichever is later, and then follows the
/// monotonic clock. A jump of the wall clock neither revives nor expires rows.
#[derive(Clone, Copy, Debug)]
pub(super) struct LedgerTime {
    start: i64,
    since: Instant,
}

impl LedgerTime {
    /// Starts the clock. `last` is the time that an earlier process stored.
    pub(super) fn from(last: i64) -> Self {
        let wall = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
        Self { start: last.max(seconds(wall)), since: Instant::now() }
    }

    pub(super) fn now(&self) -> i64 {
        self.start.saturating_add(seconds(self.since.elapsed()))
    }
}

fn seconds(time: Duration) -> i64 {
    i64::try_from(time.as_secs()).unwrap_or(i64::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn time_continues_if_the_wall_clock_goes_back() {
        let far = 99_999_999_999;
        assert_eq!(LedgerTime::from(far).now(), far);
        assert!(LedgerTime::from(0).now() > 1_700_000_000);
    }
}
