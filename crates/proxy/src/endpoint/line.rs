use crate::exchange::Answer;
use crate::ledger::Key;
use crate::refusal::Refusal;
use std::sync::OnceLock;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Instant;
use ticket_note_core::note::{Note, TicketId};
use tracing::Span;

/// The one line that the log has of a post: what is needed to follow an attempt, and nothing of
/// what was written.
#[derive(Debug)]
pub(super) struct Line {
    request: u64,
    start: Instant,
    known: OnceLock<(Key, TicketId)>,
}

impl Line {
    pub(super) fn begin() -> Self {
        static NEXT: AtomicU64 = AtomicU64::new(1);
        let request = NEXT.fetch_add(1, Ordering::Relaxed);
        Self { request, start: Instant::now(), known: OnceLock::new() }
    }

    /// The span of whatever else is logged for this post.
    pub(super) fn span(&self) -> Span {
        tracing::info_span!("post", request = self.request)
    }

    /// The post has come as far as a note.
    pub(super) fn is_of(&self, key: &Key, note: &Note) {
        // Nobody else sets it.
        let _ = self.known.set((key.clone(), note.ticket));
    }

    /// Writes the line.
    pub(super) fn end(&self, ended: &Result<Answer, Refusal>) {
        let refusal = match ended {
            Ok(answer) => answer.verdict.as_ref().err(),
            Err(refusal) => Some(refusal),
        };
        let outcome = refusal.map_or("saved", |refusal| refusal.code().as_str());
        let replayed = ended.as_ref().is_ok_and(|answer| answer.replayed);
        let milliseconds = u64::try_from(self.start.elapsed().as_millis()).unwrap_or(u64::MAX);
        match self.known.get() {
            Some((key, ticket)) => {
                let (caller, attempt, ticket) = (&*key.caller, key.attempt, ticket.get());
                tracing::info!(outcome, caller, %attempt, ticket, replayed, milliseconds, "post");
            }
            None => tracing::info!(outcome, milliseconds, "post"),
        }
    }
}
