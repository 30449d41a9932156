//! Exchanges in this process, with a stub in place of Omnidesk.

use crate::support::{Postgres, key, note, open};
use futures_util::future::BoxFuture;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;
use ticket_note_core::note::Note;
use ticket_note_core::wire::Code;
use ticket_note_proxy::exchange::Exchanges;
use ticket_note_proxy::upstream::{AddNote, NoteResult};
use tokio::time::sleep;

/// Adds every note after this time, and counts them.
#[derive(Debug)]
struct Counter(Duration, Arc<AtomicUsize>);

impl AddNote for Counter {
    fn add(&self, _: Note) -> BoxFuture<'static, NoteResult> {
        self.1.fetch_add(1, Ordering::Relaxed);
        let time = self.0;
        Box::pin(async move {
            sleep(time).await;
            Ok("Added.".to_owned())
        })
    }
}

#[tokio::test]
async fn a_claim_whose_lease_has_ended_sends_nothing() {
    let Some(postgres) = Postgres::start() else { return };
    let calls = Arc::default();
    let upstream = Arc::new(Counter(Duration::ZERO, Arc::clone(&calls)));
    let exchanges = Exchanges::new(open(&postgres, 0).await, upstream, None, 8);
    let outcome = exchanges.add(key("", 1), None, note("Hello")).await;
    assert_eq!(outcome.result.unwrap_err().code(), Code::Unavailable);
    assert_eq!(calls.load(Ordering::Relaxed), 0);
}

#[tokio::test]
async fn a_lease_is_renewed_while_omnidesk_is_called() {
    let Some(postgres) = Postgres::start() else { return };
    let calls = Arc::default();
    let upstream = Arc::new(Counter(Duration::from_secs(4), Arc::clone(&calls)));
    let first = Exchanges::new(open(&postgres, 2).await, upstream.clone(), None, 8);
    let second = Exchanges::new(open(&postgres, 2).await, upstream, None, 8);
    let sent = tokio::spawn(async move { first.add(key("", 1), None, note("Hello")).await });
    sleep(Duration::from_millis(500)).await;
    let waited = second.add(key("", 1), None, note("Hello")).await;
    assert_eq!((waited.result, waited.replayed), (Ok("Added.".to_owned()), true));
    assert!(!sent.await.unwrap().replayed);
    assert_eq!(calls.load(Ordering::Relaxed), 1);
}
