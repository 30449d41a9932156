use crate::error_response::ErrorResponse;
use crate::ledger::Ledger;
use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};
use ticket_note_core::wire::Code;

/// The maximum number of callers that are counted separately. Further callers share one bucket
/// until others have been idle for a minute.
const MAX_BUCKETS: usize = 10_000;

/// The minimum time between two sweeps. A sweep visits every bucket and costs more than a request.
const SWEEP_INTERVAL: Duration = Duration::from_secs(5);

/// A token bucket per caller, in this process and in the ledger that several proxies share.
#[derive(Debug)]
pub struct RateLimiter {
    per_minute: u32,
    buckets: Mutex<Buckets>,
    shared: Option<Ledger>,
}

/// The name of the bucket that further callers share. No caller can have this name.
const SHARED_BUCKET: &str = "\0";

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
        Self { per_minute, buckets: Mutex::default(), shared: None }
    }

    /// Counts the requests at all proxies that share the ledger.
    #[must_use]
    pub fn shared_by(self, ledger: Ledger) -> Self {
        Self { shared: Some(ledger), ..self }
    }

    /// Takes a token from the caller's buckets. If the caller has none left in this process, the
    /// ledger is not called.
    ///
    /// # Errors
    /// `rate_limited` with the time until the next token, or `unavailable` if the ledger does not
    /// respond.
    pub async fn acquire(&self, caller: &str) -> Result<(), ErrorResponse> {
        let limited = |wait| ErrorResponse::new(Code::RateLimited).with_retry_after(wait);
        let bucket = self.acquire_at(caller, Instant::now()).map_err(limited)?;
        let Some(ledger) = &self.shared else { return Ok(()) };
        match ledger.count_request(bucket, self.per_minute).await {
            Ok(None) => Ok(()),
            Ok(Some(wait)) => Err(limited(wait)),
            Err(error) => {
                tracing::error!(%error, "the ledger cannot count the request, so nothing is sent");
                Err(Code::Unavailable.into())
            }
        }
    }

    /// Takes a token in this process. Returns the name of the bucket.
    fn acquire_at<'a>(&self, caller: &'a str, now: Instant) -> Result<&'a str, Duration> {
        let per_minute = f64::from(self.per_minute);
        let mut buckets = self.buckets.lock().unwrap_or_else(PoisonError::into_inner);
        let name = if buckets.has_room_for(caller, per_minute, now) { caller } else { SHARED_BUCKET };
        let tokens =
            buckets.by_caller.get(name).map_or(per_minute, |bucket| bucket.tokens_at(now, per_minute));
        if tokens < 1.0 {
            return Err(Duration::from_secs_f64((1.0 - tokens) * 60.0 / per_minute));
        }
        buckets.by_caller.insert(name.to_owned(), Bucket { tokens: tokens - 1.0, at: now });
        Ok(name)
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
        assert_eq!(limiter.acquire_at("a", start), Ok("a"));
        assert_eq!(limiter.acquire_at("a", start), Ok("a"));
        assert_eq!(limiter.acquire_at("a", start), Err(Duration::from_secs(30)));
        assert_eq!(limiter.acquire_at("b", start), Ok("b"));
        assert_eq!(limiter.acquire_at("a", start + Duration::from_secs(30)), Ok("a"));
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
        assert_eq!(limiter.acquire_at("new", start + Duration::from_secs(120)), Ok("new"));
    }
}
