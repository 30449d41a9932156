use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

/// The maximum number of callers that are counted separately. Further callers share one bucket
/// until others have been idle for a minute.
const MAX_BUCKETS: usize = 10_000;

/// The minimum time between two sweeps. A sweep visits every bucket and costs more than a request.
const SWEEP_INTERVAL: Duration = Duration::from_secs(5);

/// A token bucket per caller.
#[derive(Debug)]
pub struct RateLimiter {
    per_minute: f64,
    buckets: Mutex<Buckets>,
}

#[derive(Debug, Default)]
struct Buckets {
    by_caller: HashMap<String, Bucket>,
    last_sweep: Option<Instant>,
}

/// The tokens that a caller had left at a point in time.
#[derive(Clone, Copy, Debug)]
struct Bucket {
    tokens: f64,
    at: Instant,
}

impl RateLimiter {
    /// Creates a limiter that allows each caller `per_minute` requests per minute.
    #[must_use]
    pub fn new(per_minute: u32) -> Self {
        Self { per_minute: f64::from(per_minute), buckets: Mutex::default() }
    }

    /// Takes a token from the caller's bucket.
    ///
    /// # Errors
    /// Returns the time until the next token if none is left.
    pub fn acquire(&self, caller: &str) -> Result<(), Duration> {
        self.acquire_at(caller, Instant::now())
    }

    fn acquire_at(&self, caller: &str, now: Instant) -> Result<(), Duration> {
        let mut buckets = self.buckets.lock().unwrap_or_else(PoisonError::into_inner);
        // The shared bucket has a name that no caller can have.
        let name = if buckets.has_room_for(caller, self.per_minute, now) { caller } else { "\0" };
        let tokens = buckets
            .by_caller
            .get(name)
            .map_or(self.per_minute, |bucket| bucket.tokens_at(now, self.per_minute));
        if tokens < 1.0 {
            return Err(Duration::from_secs_f64((1.0 - tokens) * 60.0 / self.per_minute));
        }
        buckets.by_caller.insert(name.to_owned(), Bucket { tokens: tokens - 1.0, at: now });
        Ok(())
    }
}

impl Buckets {
    fn has_room_for(&mut self, caller: &str, per_minute: f64, now: Instant) -> bool {
        if self.by_caller.len() < MAX_BUCKETS || self.by_caller.contains_key(caller) {
            return true;
        }
        if self
            .last_sweep
            .is_none_or(|last_sweep| now.saturating_duration_since(last_sweep) >= SWEEP_INTERVAL)
        {
            self.by_caller.retain(|_, bucket| bucket.tokens_at(now, per_minute) < per_minute);
            self.last_sweep = Some(now);
        }
        self.by_caller.len() < MAX_BUCKETS
    }
}

impl Bucket {
    fn tokens_at(self, now: Instant, per_minute: f64) -> f64 {
        let minutes = now.saturating_duration_since(self.at).as_secs_f64() / 60.0;
        (self.tokens + minutes * per_minute).min(per_minute)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_caller_has_its_own_tokens() {
        let (limiter, start) = (RateLimiter::new(2), Instant::now());
        assert_eq!(limiter.acquire_at("a", start), Ok(()));
        assert_eq!(limiter.acquire_at("a", start), Ok(()));
        assert_eq!(limiter.acquire_at("a", start), Err(Duration::from_secs(30)));
        assert_eq!(limiter.acquire_at("b", start), Ok(()));
        assert_eq!(limiter.acquire_at("a", start + Duration::from_secs(30)), Ok(()));
        assert!(limiter.acquire_at("a", start + Duration::from_secs(31)).is_err());
    }

    #[test]
    fn the_number_of_buckets_is_bounded() {
        let (limiter, start) = (RateLimiter::new(2), Instant::now());
        for number in 0..3 * MAX_BUCKETS {
            let _ = limiter.acquire_at(&number.to_string(), start);
        }
        assert!(limiter.buckets.lock().unwrap().by_caller.len() <= MAX_BUCKETS + 1);
        assert!(limiter.acquire_at("new", start).is_err());
        assert_eq!(limiter.acquire_at("new", start + Duration::from_secs(120)), Ok(()));
    }
}
