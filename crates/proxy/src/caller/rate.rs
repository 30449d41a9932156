use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

/// The most callers that are counted one by one. Beyond it those who come share one count, until
/// others have been quiet for a minute.
const MAX_COUNTED: usize = 10_000;

/// To look through all counts costs more than a post: not for each one of a flood.
const CLEAR_EVERY: Duration = Duration::from_secs(5);

/// Lets each caller through so many times a minute, evenly refilled.
#[derive(Debug)]
pub struct Turnstile {
    a_minute: f64,
    counts: Mutex<Counts>,
}

#[derive(Debug, Default)]
struct Counts {
    of: HashMap<String, Count>,
    cleared: Option<Instant>,
}

/// The turns that a caller had left at a time.
#[derive(Clone, Copy, Debug)]
struct Count {
    left: f64,
    at: Instant,
}

impl Turnstile {
    /// At most this many turns a minute for one caller.
    #[must_use]
    pub fn new(a_minute: u32) -> Self {
        Self { a_minute: f64::from(a_minute), counts: Mutex::default() }
    }

    /// Takes a turn.
    ///
    /// # Errors
    /// How long it is to the next one, where there is none left.
    pub fn pass(&self, caller: &str) -> Result<(), Duration> {
        self.pass_at(caller, Instant::now())
    }

    fn pass_at(&self, caller: &str, now: Instant) -> Result<(), Duration> {
        let mut counts = self.counts.lock().unwrap_or_else(PoisonError::into_inner);
        // One more for the count that the rest share, under a name that no caller has.
        let name = if counts.has_room_for(caller, self.a_minute, now) { caller } else { "\0" };
        let left = counts.of.get(name).map_or(self.a_minute, |count| count.left_at(now, self.a_minute));
        if left < 1.0 {
            return Err(Duration::from_secs_f64((1.0 - left) * 60.0 / self.a_minute));
        }
        counts.of.insert(name.to_owned(), Count { left: left - 1.0, at: now });
        Ok(())
    }
}

impl Counts {
    fn has_room_for(&mut self, caller: &str, a_minute: f64, now: Instant) -> bool {
        if self.of.len() < MAX_COUNTED || self.of.contains_key(caller) {
            return true;
        }
        if self.cleared.is_none_or(|cleared| now.saturating_duration_since(cleared) >= CLEAR_EVERY) {
            self.of.retain(|_, count| count.left_at(now, a_minute) < a_minute);
            self.cleared = Some(now);
        }
        self.of.len() < MAX_COUNTED
    }
}

impl Count {
    fn left_at(self, now: Instant, a_minute: f64) -> f64 {
        let minutes = now.saturating_duration_since(self.at).as_secs_f64() / 60.0;
        (self.left + minutes * a_minute).min(a_minute)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_caller_has_so_many_turns_a_minute() {
        let (turnstile, start) = (Turnstile::new(2), Instant::now());
        assert_eq!(turnstile.pass_at("a", start), Ok(()));
        assert_eq!(turnstile.pass_at("a", start), Ok(()));
        assert_eq!(turnstile.pass_at("a", start), Err(Duration::from_secs(30)));
        assert_eq!(turnstile.pass_at("b", start), Ok(()));
        assert_eq!(turnstile.pass_at("a", start + Duration::from_secs(30)), Ok(()));
        assert!(turnstile.pass_at("a", start + Duration::from_secs(31)).is_err());
    }

    #[test]
    fn a_flood_of_callers_is_counted_in_bounded_space() {
        let (turnstile, start) = (Turnstile::new(2), Instant::now());
        for number in 0..3 * MAX_COUNTED {
            let _ = turnstile.pass_at(&number.to_string(), start);
        }
        assert!(turnstile.counts.lock().unwrap().of.len() <= MAX_COUNTED + 1);
        assert!(turnstile.pass_at("new", start).is_err());
        assert_eq!(turnstile.pass_at("new", start + Duration::from_secs(120)), Ok(()));
    }
}
