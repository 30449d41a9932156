//! Panics of the proxy after the claim: a stub in place of the upstream client panics.

use crate::support::{InProcess, NOTE, fresh_key};
use futures_util::future::BoxFuture;
use ticket_note_core::note::Note;
use ticket_note_proxy::upstream::{AddNote, NoteResult};

#[derive(Debug)]
struct PanicsAtOnce;

impl AddNote for PanicsAtOnce {
    fn add(&self, _: Note) -> BoxFuture<'static, NoteResult> {
        panic!("on the call")
    }
}

#[derive(Debug)]
struct PanicsLater;

impl AddNote for PanicsLater {
    fn add(&self, _: Note) -> BoxFuture<'static, NoteResult> {
        Box::pin(async {
            tokio::task::yield_now().await;
            panic!("while it is awaited")
        })
    }
}

#[test]
fn a_panic_after_the_claim_is_recorded_as_unknown() {
    for proxy in [InProcess::with(PanicsAtOnce), InProcess::with(PanicsLater)] {
        let key = fresh_key();
        let first = proxy.post(&key, NOTE);
        first.is(502, "outcome_unknown", "unknown");
        assert!(first.header("content-security-policy").is_some());
        // The first retry may share the response of the attempt in flight. A later one is a replay.
        let is_replayed = |_| {
            let retry = proxy.post(&key, NOTE);
            retry.is(502, "outcome_unknown", "unknown").header("idempotency-replayed") == Some("true")
        };
        assert!((0..3).any(is_replayed));
    }
}
