use super::*;
use std::io::ErrorKind;
use std::net::TcpListener;

fn state(fetched: Duration, tried: Duration, now: Instant) -> State {
    State { keys: Some(Arc::new(KeySet::empty())), fetched: Some(now - fetched), tried: Some(now - tried) }
}

#[tokio::test(start_paused = true)]
async fn keys_are_fetched_every_ten_minutes() {
    tokio::time::advance(STALE * 2).await;
    let now = Instant::now();
    assert!(State::default().is_due(now));
    assert!(!state(Duration::from_secs(599), Duration::from_secs(599), now).is_due(now));
    assert!(state(FRESH, FRESH, now).is_due(now));
    assert!(!state(FRESH, Duration::from_secs(59), now).is_due(now));
    assert!(state(FRESH, PAUSE, now).is_due(now));
}

#[tokio::test(start_paused = true)]
async fn old_keys_are_used_for_a_day_at_most() {
    tokio::time::advance(STALE * 2).await;
    let now = Instant::now();
    let almost = state(STALE - Duration::from_secs(1), PAUSE, now);
    assert!(almost.usable(now, true).is_some());
    assert!(state(STALE, PAUSE, now).usable(now, true).is_none());
    assert!(State::default().usable(now, true).is_none());
}

#[tokio::test(start_paused = true)]
async fn without_keys_a_failed_fetch_is_tried_again_after_ten_seconds() {
    let start = Instant::now();
    let state = State { tried: Some(start), ..State::default() };
    assert!(!state.is_due(start + Duration::from_secs(9)));
    assert!(state.is_due(start + FIRST_PAUSE));
}

#[tokio::test(start_paused = true)]
async fn an_unknown_key_is_fetched_a_minute_after_the_last_fetch() {
    tokio::time::advance(STALE).await;
    // Nothing listens there, so a fetch fails at once.
    let keys = TokenKeys::from_url("https://127.0.0.1:1/keys".parse().unwrap()).unwrap();
    for (seconds, is_fetched) in [(59, false), (60, true)] {
        let age = Duration::from_secs(seconds);
        let before = state(age, age, Instant::now());
        keys.0.change(|state| *state = before.clone());
        let known = before.keys.clone().unwrap();
        assert!(keys.newer_than(&known).await.is_none());
        assert_eq!(keys.0.state().tried != before.tried, is_fetched, "{seconds}");
        assert!(keys.get().await.is_some_and(|keys| Arc::ptr_eq(&keys, &known)), "the old keys stay");
    }
}

#[tokio::test]
async fn a_file_has_no_newer_keys_until_it_is_read_again() {
    let keys = TokenKeys::from_file(KeySet::empty());
    let first = keys.get().await.unwrap();
    assert!(keys.newer_than(&first).await.is_none());
}

/// A server that accepts connections and never responds. The paused clock makes the time limit of a
/// fetch pass at once, but only while a test waits.
struct SilentServer(TcpListener);

impl SilentServer {
    fn new() -> Self {
        let listener = TcpListener::bind(("127.0.0.1", 0)).unwrap();
        listener.set_nonblocking(true).unwrap();
        Self(listener)
    }

    fn keys(&self, fetched: Duration, tried: Duration) -> TokenKeys {
        let port = self.0.local_addr().unwrap().port();
        let keys = TokenKeys::from_url(format!("https://127.0.0.1:{port}/keys").parse().unwrap()).unwrap();
        keys.0.change(|now| *now = state(fetched, tried, Instant::now()));
        keys
    }

    /// Returns the number of connections since the last call.
    fn calls(&self) -> usize {
        let refused = |error: std::io::Error| assert_eq!(error.kind(), ErrorKind::WouldBlock);
        std::iter::from_fn(|| self.0.accept().map_err(refused).ok()).count()
    }
}

/// Waits until no fetch is in progress.
async fn fetch_ended(keys: &TokenKeys) {
    drop(keys.0.remote.as_ref().unwrap().fetching.lock().await);
}

#[tokio::test(start_paused = true)]
async fn due_keys_are_used_at_once_while_one_task_fetches() {
    tokio::time::advance(STALE).await;
    let server = SilentServer::new();
    let keys = server.keys(FRESH, FRESH);
    let known = keys.0.state().keys.unwrap();
    let start = Instant::now();
    for _ in 0..20 {
        assert!(Arc::ptr_eq(&keys.get().await.unwrap(), &known));
        tokio::task::yield_now().await;
    }
    assert_eq!(Instant::now(), start, "a request waited");
    fetch_ended(&keys).await;
    let tried = keys.0.state().tried.unwrap();
    assert!(tried >= start + Duration::from_secs(5), "{tried:?}");
    assert_eq!(server.calls(), 1);
    // The next fetch is due a minute later, and it delays no request either.
    assert!(keys.get().await.is_some());
    fetch_ended(&keys).await;
    assert_eq!(server.calls(), 0);
    tokio::time::advance(PAUSE).await;
    let start = Instant::now();
    assert!(Arc::ptr_eq(&keys.get().await.unwrap(), &known));
    assert_eq!(Instant::now(), start);
    fetch_ended(&keys).await;
    assert_eq!(server.calls(), 1);
}

#[tokio::test(start_paused = true)]
async fn keys_that_are_a_day_old_wait_for_a_fetch() {
    tokio::time::advance(STALE * 2).await;
    let server = SilentServer::new();
    let keys = server.keys(STALE - Duration::from_secs(1), PAUSE);
    assert!(keys.get().await.is_some());
    fetch_ended(&keys).await;
    assert_eq!(server.calls(), 1);
    tokio::time::advance(PAUSE).await;
    let start = Instant::now();
    assert!(keys.get().await.is_none());
    assert!(Instant::now() >= start + Duration::from_secs(5));
    assert_eq!(server.calls(), 1);
}

#[tokio::test(start_paused = true)]
async fn an_unknown_key_waits_for_the_fetch_in_the_background() {
    tokio::time::advance(STALE).await;
    let server = SilentServer::new();
    let keys = server.keys(FRESH, FRESH);
    let start = Instant::now();
    let known = keys.get().await.unwrap();
    assert!(keys.newer_than(&known).await.is_none());
    assert!(Instant::now() >= start + Duration::from_secs(5));
    assert_eq!(server.calls(), 1);
}
