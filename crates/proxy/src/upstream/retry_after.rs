use reqwest::header::{HeaderMap, RETRY_AFTER};
use std::time::{Duration, SystemTime};
use ticket_note_core::wire::MAX_RETRY_AFTER;

/// The wait if Omnidesk sends no `Retry-After`, or an invalid one.
const DEFAULT: Duration = Duration::from_secs(30);

/// Returns the wait of a response: seconds or a date (RFC 9110, 10.2.3), limited to 1 second to 5
/// minutes.
pub(super) fn read(headers: &HeaderMap) -> Duration {
    let text = headers.get(RETRY_AFTER).and_then(|value| value.to_str().ok());
    text.and_then(wait).unwrap_or(DEFAULT).clamp(Duration::from_secs(1), MAX_RETRY_AFTER)
}

fn wait(text: &str) -> Option<Duration> {
    if let Ok(seconds) = text.trim().parse() {
        return Some(Duration::from_secs(seconds));
    }
    let date = httpdate::parse_http_date(text).ok()?;
    Some(date.duration_since(SystemTime::now()).unwrap_or_default())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn seconds(value: &str) -> u64 {
        let headers = HeaderMap::from_iter([(RETRY_AFTER, value.parse().unwrap())]);
        read(&headers).as_secs()
    }

    #[test]
    fn a_wait_is_limited_to_1_second_to_5_minutes() {
        assert_eq!(seconds("7"), 7);
        assert_eq!(seconds("0"), 1);
        assert_eq!(seconds("86400"), 300);
        assert_eq!(seconds("Fri, 31 Dec 1999 23:59:59 GMT"), 1);
        assert_eq!(seconds("Fri, 31 Dec 2100 23:59:59 GMT"), 300);
    }

    #[test]
    fn an_invalid_wait_becomes_30_seconds() {
        for value in ["-5", "soon", "1e3", "99999999999999999999999"] {
            assert_eq!(seconds(value), 30, "{value}");
        }
        assert_eq!(read(&HeaderMap::new()), DEFAULT);
    }
}
