use super::timeline::{Entry, EntryId};
use std::collections::HashSet;
use ticket_note_core::note::UserId;

/// The maximum difference between the time of an entry and that of its attempt, in seconds. It covers
/// the time limit of the request, and clocks that differ.
const TOLERANCE: i64 = 5 * 60;

/// The distance within which another attempt may have added the entry, in seconds. It exceeds twice the
/// tolerance.
pub const NEAR: i64 = 15 * 60;

/// The distance within which entries are counted, in seconds. If the time zone is wrong, the time of an
/// entry is off by 26 hours at most.
const COUNTED: i64 = 36 * 60 * 60;

/// The distance within which attempts are counted, in seconds. It exceeds that of entries, so that the
/// attempt of each counted entry is counted.
pub const FAR: i64 = COUNTED + 60 * 60;

/// The maximum age of an attempt, in seconds. The ledger still has all attempts that are counted for it.
pub const MAX_AGE: i64 = 6 * 24 * 60 * 60;

/// The maximum number of other attempts with the same text. If there are more, nothing is decided.
pub const MAX_CONTENDERS: u32 = 500;

/// An attempt whose outcome is unknown, as the ledger and its note describe it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Unsettled {
    /// The author of the note.
    pub author: Option<UserId>,
    /// Whether the text is long enough to be evidence.
    pub is_long: bool,
    /// When the note was sent, in seconds since 1970.
    pub sent_at: i64,
    /// The time since then, in seconds.
    pub age: i64,
}

/// Another attempt with the same text on the same ticket, which may have added one of its entries.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Contender {
    /// When the note was sent, in seconds since 1970.
    pub sent_at: i64,
    /// Whether it was sent before the attempt in question.
    pub is_older: bool,
    /// The entry that was found for it. `None`: it may be any entry, or none.
    pub entry: Option<EntryId>,
}

/// What a ticket says about an attempt.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Decision {
    /// The attempt added this entry.
    Found(EntryId),
    /// An entry has the text, but it may not be of this attempt.
    SameText,
    /// No entry has the text.
    Absent,
}

/// Decides about an attempt. `entries` are those with its text, and `contenders` all other attempts
/// with this text on the ticket that may have added one, within [`FAR`] of the attempt.
#[must_use]
pub fn decide(entries: &[Entry], attempt: &Unsettled, contenders: &[Contender]) -> Decision {
    match find(entries, attempt, contenders) {
        Some(id) => Decision::Found(id.clone()),
        None if entries.is_empty() => Decision::Absent,
        None => Decision::SameText,
    }
}

/// Returns the entry of the attempt, if every attempt that competes with it can have an entry of its
/// own. Then it does not matter which entry belongs to which of them.
fn find<'a>(entries: &'a [Entry], attempt: &Unsettled, contenders: &[Contender]) -> Option<&'a EntryId> {
    let author = attempt.author?.get();
    if !attempt.is_long || attempt.age > MAX_AGE || contenders.len() > MAX_CONTENDERS as usize {
        return None;
    }
    let taken: HashSet<&EntryId> = contenders.iter().filter_map(|other| other.entry.as_ref()).collect();
    let mut free: Vec<Candidate<'a>> = entries
        .iter()
        .filter_map(Candidate::of)
        .filter(|entry| !taken.contains(entry.id) && is_within(COUNTED, entry.at, attempt))
        .collect();
    let open = || contenders.iter().filter(|other| other.entry.is_none());
    if free.len() < 1 + open().count() {
        return None;
    }
    free.retain(|entry| entry.author == Some(author) && is_within(TOLERANCE, entry.at, attempt));
    free.sort();
    let rivals = || open().filter(|other| is_within(NEAR, other.sent_at, attempt));
    if free.len() < 1 + rivals().count() {
        return None;
    }
    let older = rivals().filter(|other| other.is_older).count();
    free.get(older).map(|entry| entry.id)
}

fn is_within(distance: i64, time: i64, attempt: &Unsettled) -> bool {
    time.saturating_sub(attempt.sent_at).saturating_abs() <= distance
}

/// An entry with an ID and a time. Entries are in the order of their times, then of their IDs.
#[derive(PartialEq, Eq, PartialOrd, Ord)]
struct Candidate<'a> {
    at: i64,
    length: usize,
    id: &'a EntryId,
    author: Option<u64>,
}

impl<'a> Candidate<'a> {
    fn of(entry: &'a Entry) -> Option<Self> {
        let id = entry.id.as_ref()?;
        // Of two numbers, the longer one is greater.
        Some(Self { at: entry.at?, length: id.as_str().len(), id, author: entry.author })
    }
}

#[cfg(test)]
#[path = "decision_tests.rs"]
mod tests;

#[cfg(test)]
#[path = "property_tests.rs"]
mod property_tests;
