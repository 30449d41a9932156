use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};

/// The ledger's own time, in seconds: near the wall clock's, and never back.
///
/// It starts where it last was, or at the wall clock where that is later, and runs on the monotonic
/// clock: a wall clock that jumps neither revives rows nor ages them.
#[derive(Clone, Copy, Debug)]
pub(super) struct LedgerTime {
    start: i64,
    since: Instant,
}

impl LedgerTime {
    /// Time since the last mark of an earlier process.
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
    fn time_goes_on_from_the_last_mark_when_the_wall_clock_has_gone_back() {
        let far = 99_999_999_999;
        assert_eq!(LedgerTime::from(far).now(), far);
        assert!(LedgerTime::from(0).now() > 1_700_000_000);
    }
}
