use super::session::{Session, SessionId};
use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};

/// The maximum number of ended sessions that are remembered. Only signed-in users can add one.
const MAX_ENDED: usize = 100_000;

/// The sessions that users ended, until they would have expired.
#[derive(Debug, Default)]
pub(super) struct EndedSessions(Mutex<HashMap<SessionId, i64>>);

impl EndedSessions {
    pub(super) fn add(&self, session: &Session, now: i64) {
        let mut ended = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if ended.len() >= MAX_ENDED {
            ended.retain(|_, expires| *expires > now);
        }
        if ended.len() < MAX_ENDED {
            // A bearer ends before the cookie of the same session, so the latest end counts.
            let expires = ended.entry(session.id()).or_default();
            *expires = session.last_end().max(*expires);
        }
    }

    pub(super) fn contains(&self, session: &Session) -> bool {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).contains_key(&session.id())
    }
}
