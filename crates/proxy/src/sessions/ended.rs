use super::session::{Session, SessionId};
use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};

/// The maximum number of ended sessions that are remembered. Only signed-in users can add one.
const MAX_ENDED: usize = 100_000;

/// The sessions that users ended, until they would have expired.
#[derive(Debug)]
pub(super) struct EndedSessions {
    ends: Mutex<HashMap<SessionId, i64>>,
    max: usize,
}

impl Default for EndedSessions {
    fn default() -> Self {
        Self::with_max(MAX_ENDED)
    }
}

impl EndedSessions {
    fn with_max(max: usize) -> Self {
        Self { ends: Mutex::default(), max }
    }

    /// Adds a session. If there is no room, forgets the session that would expire first.
    pub(super) fn add(&self, session: &Session, now: i64) {
        let mut ends = self.ends.lock().unwrap_or_else(PoisonError::into_inner);
        if ends.len() >= self.max && !ends.contains_key(&session.id()) {
            make_room(&mut ends, self.max, now);
        }
        // A bearer ends before the cookie of the same session, so the latest end counts.
        let expires = ends.entry(session.id()).or_default();
        *expires = session.last_end().max(*expires);
    }

    pub(super) fn contains(&self, session: &Session) -> bool {
        self.ends.lock().unwrap_or_else(PoisonError::into_inner).contains_key(&session.id())
    }
}

fn make_room(ends: &mut HashMap<SessionId, i64>, max: usize, now: i64) {
    ends.retain(|_, expires| *expires > now);
    if ends.len() < max {
        return;
    }
    let first = ends.iter().min_by_key(|(_, expires)| **expires).map(|(id, expires)| (*id, *expires));
    if let Some((id, expires)) = first {
        ends.remove(&id);
        tracing::warn!(
            most = max,
            seconds = expires - now,
            "too many sessions were ended, so the oldest one is valid again until it expires"
        );
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const NOW: i64 = 1_800_000_000;

    fn session(expires: i64) -> Session {
        Session::begin("zoe", "Zoë", "header", NOW, expires).unwrap()
    }

    #[test]
    fn a_full_list_forgets_the_session_that_expires_first() {
        let list = EndedSessions::with_max(2);
        let [late, early, new] = [300, 200, 250].map(|seconds| session(NOW + seconds));
        for ended in [&late, &early, &late, &new] {
            list.add(ended, NOW);
        }
        assert!(list.contains(&late) && list.contains(&new) && !list.contains(&early));
    }

    #[test]
    fn a_full_list_forgets_all_that_have_expired() {
        let list = EndedSessions::with_max(2);
        let [one, two, new] = [100, 200, 300].map(|seconds| session(NOW + seconds));
        list.add(&one, NOW);
        list.add(&two, NOW);
        list.add(&new, NOW + 200);
        assert!(list.contains(&new) && !list.contains(&one) && !list.contains(&two));
    }
}
