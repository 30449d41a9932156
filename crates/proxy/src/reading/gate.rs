use std::collections::BTreeSet;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;
use tokio::time::Instant;

/// The number of tickets that Omnidesk has to refuse before no ticket is read. A single one may be
/// restricted.
const MAX_REFUSED: usize = 3;

/// Decides when a ticket may be read: at most one in each interval, and none for some time after
/// Omnidesk refused the key.
#[derive(Debug)]
pub(super) struct Gate {
    interval: Duration,
    rest: Duration,
    state: Mutex<State>,
}

#[derive(Debug, Default)]
struct State {
    closed_until: Option<Instant>,
    refused: BTreeSet<u64>,
    next: Option<Instant>,
}

impl Gate {
    pub(super) fn new(interval: Duration, rest: Duration) -> Self {
        Self { interval, rest, state: Mutex::default() }
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Returns whether a ticket may be read, now or after some time.
    pub(super) fn is_open(&self) -> bool {
        self.lock().closed_until.is_none_or(|until| Instant::now() >= until)
    }

    /// Reserves a turn to read, and returns the time until then. `None`: the gate is closed, or the time
    /// exceeds `max_wait`.
    pub(super) fn enter(&self, max_wait: Duration) -> Option<Duration> {
        let (now, mut state) = (Instant::now(), self.lock());
        if state.closed_until.is_some_and(|until| now < until) {
            return None;
        }
        let turn = state.next.map_or(now, |next| next.max(now));
        let wait = turn - now;
        if wait > max_wait {
            return None;
        }
        state.next = Some(turn + self.interval);
        Some(wait)
    }

    /// Records that a ticket was read: the key is in order.
    pub(super) fn succeed(&self) {
        self.lock().refused.clear();
    }

    /// Records that Omnidesk refused the key. Returns whether this closed the gate.
    pub(super) fn refuse_key(&self) -> bool {
        self.close(&mut self.lock())
    }

    /// Records that Omnidesk refused a ticket. Returns whether this closed the gate.
    pub(super) fn refuse_ticket(&self, ticket: u64) -> bool {
        let mut state = self.lock();
        state.refused.insert(ticket);
        state.refused.len() >= MAX_REFUSED && self.close(&mut state)
    }

    fn close(&self, state: &mut State) -> bool {
        let now = Instant::now();
        if state.closed_until.is_some_and(|until| now < until) {
            return false;
        }
        state.closed_until = Some(now + self.rest);
        state.refused.clear();
        true
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const SECOND: Duration = Duration::from_secs(1);

    fn gate() -> Gate {
        Gate::new(Duration::from_millis(200), Duration::from_secs(600))
    }

    fn is_open(gate: &Gate) -> bool {
        let enters = gate.enter(SECOND * 60).is_some();
        assert_eq!(enters, gate.is_open());
        enters
    }

    #[tokio::test(start_paused = true)]
    async fn five_tickets_are_read_in_a_second() {
        let gate = gate();
        let waits: Vec<_> = (0..7).map_while(|_| gate.enter(SECOND)).collect();
        assert_eq!(waits, [0, 200, 400, 600, 800, 1000].map(Duration::from_millis));
        tokio::time::advance(SECOND).await;
        assert_eq!(gate.enter(SECOND), Some(Duration::from_millis(200)));
        tokio::time::advance(SECOND * 9).await;
        assert_eq!(gate.enter(SECOND), Some(Duration::ZERO));
    }

    #[tokio::test(start_paused = true)]
    async fn a_refused_key_closes_the_gate_for_ten_minutes() {
        let gate = gate();
        assert!(gate.refuse_key());
        assert!(!gate.refuse_key(), "one warning");
        assert!(!is_open(&gate));
        tokio::time::advance(SECOND * 599).await;
        assert!(!is_open(&gate));
        tokio::time::advance(SECOND).await;
        assert!(is_open(&gate));
        assert!(gate.refuse_key());
    }

    #[tokio::test(start_paused = true)]
    async fn three_refused_tickets_close_the_gate() {
        let gate = gate();
        for ticket in [1, 1, 2, 2] {
            assert!(!gate.refuse_ticket(ticket));
        }
        gate.succeed();
        for ticket in [3, 4, 3] {
            assert!(!gate.refuse_ticket(ticket));
        }
        assert!(is_open(&gate));
        assert!(gate.refuse_ticket(5));
        assert!(!is_open(&gate));
        assert!(!gate.refuse_ticket(6) && !gate.refuse_ticket(7) && !gate.refuse_ticket(8));
    }
}
