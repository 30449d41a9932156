use super::mark::TextMark;
use super::scalar::Scalar;
use jiff::civil::DateTime;
use jiff::tz::TimeZone;
use serde::Deserialize;
use serde_json::value::RawValue;
use std::collections::HashSet;
use std::fmt;
use ticket_note_core::note::TicketId;

/// The longest ID of an entry that is accepted, in bytes. Omnidesk's have seven digits.
const MAX_ID: usize = 64;

/// The ID of a timeline entry. A string of digits and a number are the same ID.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct EntryId(String);

impl EntryId {
    fn read(value: &Scalar) -> Option<Self> {
        match value {
            Scalar::Text(text) => Self::stored(text.trim().to_owned()),
            Scalar::Number(number) => Self::stored(number.to_string()),
            Scalar::Null | Scalar::Other => None,
        }
    }

    /// Returns an ID as the ledger stores it. `None` if it is empty or too long.
    #[must_use]
    pub fn stored(text: String) -> Option<Self> {
        (1..=MAX_ID).contains(&text.len()).then_some(Self(text))
    }

    /// Returns the text of the ID.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// Does not print the ID. No log or response contains it.
impl fmt::Debug for EntryId {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("EntryId(…)")
    }
}

/// An entry of a timeline that has the text of the note. Each part is `None` if Omnidesk did not state
/// it, or not clearly.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    /// The ID.
    pub id: Option<EntryId>,
    /// The user ID of the author.
    pub author: Option<u64>,
    /// The time of the entry, in seconds since 1970.
    pub at: Option<i64>,
}

/// The body of a response is not this ticket.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct InvalidTicket;

#[derive(Deserialize)]
struct Response<'a> {
    #[serde(rename = "type")]
    kind: String,
    #[serde(borrow)]
    item: Item<'a>,
}

/// The entries are parsed one by one, so that few of them are in memory.
#[derive(Deserialize)]
struct Item<'a> {
    id: Scalar,
    #[serde(borrow)]
    timeline: Vec<&'a RawValue>,
}

/// An entry as Omnidesk writes it. Any field may be absent or null, and numbers may be strings.
#[derive(Default, Deserialize)]
#[serde(default)]
struct RawEntry {
    id: Scalar,
    #[serde(rename = "type")]
    kind: Scalar,
    user_id: Scalar,
    content: Scalar,
    created_at: Scalar,
    ticket_id: Scalar,
}

/// Reads the body of `GET /api/v2/ticket/{ticketID}`, and returns the entries that have the text of the
/// mark. `zone` is the time zone of the times, which have none of their own.
///
/// # Errors
/// [`InvalidTicket`] if the body is not this ticket with its timeline.
pub fn entries_with_text(
    body: &[u8],
    ticket: TicketId,
    mark: &TextMark,
    zone: &TimeZone,
) -> Result<Vec<Entry>, InvalidTicket> {
    let response: Response<'_> = serde_json::from_slice(body).map_err(|_| InvalidTicket)?;
    if response.kind != "item" || response.item.id.integer() != Some(ticket.get()) {
        return Err(InvalidTicket);
    }
    let (mut seen, mut entries) = (HashSet::new(), Vec::new());
    for raw in response.item.timeline {
        let raw: RawEntry = serde_json::from_str(raw.get()).map_err(|_| InvalidTicket)?;
        entries.extend(entry(&raw, ticket, mark, zone));
    }
    // An entry that occurs twice is one note.
    entries.retain(|entry| entry.id.as_ref().is_none_or(|id| seen.insert(id.clone())));
    Ok(entries)
}

fn entry(raw: &RawEntry, ticket: TicketId, mark: &TextMark, zone: &TimeZone) -> Option<Entry> {
    let is_of_ticket = match &raw.ticket_id {
        Scalar::Null | Scalar::Other => true,
        number => number.integer() == Some(ticket.get()),
    };
    let content = raw.content.text()?;
    if raw.kind.text() == Some("event") || !is_of_ticket || !mark.is_of_content(ticket, content) {
        return None;
    }
    let at = raw.created_at.text().and_then(|text| seconds(text, zone));
    Some(Entry { id: EntryId::read(&raw.id), author: raw.user_id.integer(), at })
}

/// Reads a time without a zone. When the clocks go back, an hour occurs twice. A time in that hour has
/// two meanings, so it is none. The same goes for a time in the hour that the clocks skip.
fn seconds(text: &str, zone: &TimeZone) -> Option<i64> {
    let time = DateTime::strptime("%Y-%m-%d %H:%M:%S", text).ok()?;
    let time = zone.to_ambiguous_timestamp(time);
    if time.is_ambiguous() { None } else { time.compatible().ok().map(|time| time.as_second()) }
}

#[cfg(test)]
#[path = "timeline_tests.rs"]
mod tests;
