use super::mark::TextMark;
use jiff::civil::DateTime;
use jiff::tz::TimeZone;
use serde::Deserialize;
use serde_json::Value;
use std::collections::HashSet;
use std::fmt;
use ticket_note_core::note::TicketId;

/// The longest ID of an entry that is accepted, in bytes. Omnidesk's have seven digits.
const MAX_ID: usize = 64;

/// The ID of a timeline entry. A string of digits and a number are the same ID.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct EntryId(String);

impl EntryId {
    fn read(value: &Value) -> Option<Self> {
        let text = match value {
            Value::String(text) => text.trim().to_owned(),
            Value::Number(number) => number.to_string(),
            _ => return None,
        };
        Self::stored(text)
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
struct Response {
    #[serde(rename = "type")]
    kind: String,
    item: Item,
}

#[derive(Deserialize)]
struct Item {
    id: Value,
    timeline: Vec<RawEntry>,
}

/// An entry as Omnidesk writes it. Any field may be absent or null, and numbers may be strings.
#[derive(Default, Deserialize)]
#[serde(default)]
struct RawEntry {
    id: Value,
    #[serde(rename = "type")]
    kind: Value,
    user_id: Value,
    content: Value,
    created_at: Value,
    ticket_id: Value,
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
    let response: Response = serde_json::from_slice(body).map_err(|_| InvalidTicket)?;
    if response.kind != "item" || integer(&response.item.id) != Some(ticket.get()) {
        return Err(InvalidTicket);
    }
    let mut seen = HashSet::new();
    let mut entries: Vec<Entry> =
        response.item.timeline.iter().filter_map(|raw| entry(raw, ticket, mark, zone)).collect();
    // An entry that occurs twice is one note.
    entries.retain(|entry| entry.id.as_ref().is_none_or(|id| seen.insert(id.clone())));
    Ok(entries)
}

fn entry(raw: &RawEntry, ticket: TicketId, mark: &TextMark, zone: &TimeZone) -> Option<Entry> {
    let is_of_ticket = raw.ticket_id.is_null() || integer(&raw.ticket_id) == Some(ticket.get());
    let content = raw.content.as_str()?;
    if raw.kind == "event" || !is_of_ticket || !mark.is_of_content(ticket, content) {
        return None;
    }
    let at = raw.created_at.as_str().and_then(|text| seconds(text, zone));
    Some(Entry { id: EntryId::read(&raw.id), author: integer(&raw.user_id), at })
}

/// Reads a positive integer, or a string of its digits.
fn integer(value: &Value) -> Option<u64> {
    let number = match value {
        Value::String(digits) => digits.parse().ok(),
        other => other.as_u64(),
    };
    number.filter(|&number| number > 0)
}

/// Reads a time without a zone. When the clocks go back, an hour occurs twice. A time in that hour has
/// two meanings, so it is none. The same goes for a time in the hour that the clocks skip.
fn seconds(text: &str, zone: &TimeZone) -> Option<i64> {
    let time = DateTime::strptime("%Y-%m-%d %H:%M:%S", text).ok()?;
    let time = zone.to_ambiguous_timestamp(time);
    if time.is_ambiguous() { None } else { time.compatible().ok().map(|time| time.as_second()) }
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEXT: &str = "The customer called twice today";

    fn zone(name: &str) -> TimeZone {
        TimeZone::get(name).unwrap()
    }

    fn read(body: &str) -> Result<Vec<Entry>, InvalidTicket> {
        let ticket = TicketId::new(858_462).unwrap();
        entries_with_text(body.as_bytes(), ticket, &TextMark::of(ticket, TEXT), &zone("Europe/Amsterdam"))
    }

    fn timeline(entries: &str) -> String {
        format!(r#"{{"type":"item","item":{{"id":858462,"subject":null,"timeline":[{entries}]}}}}"#)
    }

    fn id(text: &str) -> Option<EntryId> {
        EntryId::stored(text.to_owned())
    }

    #[test]
    fn an_entry_is_read_as_omnidesk_documents_it() {
        let note = format!(
            r#"{{"id":"3143281","type":"note","user_id":254,"content":"{TEXT}",
            "created_at":"2019-09-28 23:30:13","ticket_id":858462,"channel_id":0,"is_private":null}}"#
        );
        let event = r#"{"id":4090647,"item_type":"assigned_group_id","type":"event","value":{"a":[1]}}"#;
        let found = read(&timeline(&format!("{event},{note}"))).unwrap();
        assert_eq!(found, [Entry { id: id("3143281"), author: Some(254), at: Some(1_569_706_213) }]);
    }

    #[test]
    fn numbers_may_be_strings_and_values_may_be_null() {
        let entries = format!(
            r#"{{"id":7,"user_id":"254","content":"{TEXT}","created_at":null,"ticket_id":"858462"}},
            {{"id":null,"user_id":null,"content":"{TEXT}","created_at":"yesterday"}},
            {{"id":"7","content":"{TEXT}"}},
            {{"id":8,"content":"{TEXT}","ticket_id":1}},
            {{"id":9,"content":"{TEXT}","type":"event"}},
            {{"id":10,"content":null}},{{"id":11,"content":["{TEXT}"]}},{{}}"#
        );
        let expected =
            [Entry { id: id("7"), author: Some(254), at: None }, Entry { id: None, author: None, at: None }];
        assert_eq!(read(&timeline(&entries)).unwrap(), expected);
        let other = timeline("").replace("858462", "\"858462\"");
        assert_eq!(read(&other), Ok(Vec::new()));
    }

    #[test]
    fn a_body_that_is_not_this_ticket_is_refused() {
        for body in [
            "",
            "<html>",
            "[]",
            r#"{"type":"item"}"#,
            r#"{"type":"item","item":{"id":858462}}"#,
            r#"{"type":"item","item":{"id":858462,"timeline":null}}"#,
            r#"{"type":"item","item":{"id":858462,"timeline":[7]}}"#,
            r#"{"type":"item","item":{"id":858463,"timeline":[]}}"#,
            r#"{"type":"result","item":{"id":858462,"timeline":[]}}"#,
            r#"{"status":"error","message":"No such ticket"}"#,
            r#"{"type":"item","item":{"id":858462,"timeline":[]}"#,
        ] {
            assert_eq!(read(body), Err(InvalidTicket), "{body}");
        }
    }

    #[test]
    fn a_time_follows_the_time_zone_and_its_summer_time() {
        let amsterdam = zone("Europe/Amsterdam");
        assert_eq!(seconds("2026-01-31 11:32:00", &amsterdam), Some(1_769_855_520));
        assert_eq!(seconds("2026-07-31 12:32:00", &amsterdam), Some(1_785_493_920));
        assert_eq!(seconds("2026-01-31 10:32:00", &zone("UTC")), Some(1_769_855_520));
        assert_eq!(seconds("2026-01-31 16:17:00", &zone("Asia/Kathmandu")), Some(1_769_855_520));
    }

    #[test]
    fn a_time_that_occurs_twice_or_never_is_none() {
        let amsterdam = zone("Europe/Amsterdam");
        for time in ["2026-10-25 02:00:00", "2026-10-25 02:59:59", "2026-03-29 02:30:00"] {
            assert_eq!(seconds(time, &amsterdam), None, "{time}");
        }
        for time in ["2026-10-25 01:59:59", "2026-10-25 03:00:00", "2026-03-29 03:00:00"] {
            assert!(seconds(time, &amsterdam).is_some(), "{time}");
        }
    }

    #[test]
    fn a_time_of_another_form_is_none() {
        for time in [
            "",
            "2026-01-31",
            "2026-01-31T11:32:00",
            "2026-01-31 11:32:00Z",
            "2026-01-31 11:32:00+01:00",
            "2026-02-30 11:32:00",
            "2026-01-31 24:00:00",
            "0000-00-00 00:00:00",
            "1769855520",
        ] {
            assert_eq!(seconds(time, &zone("UTC")), None, "{time}");
        }
    }

    #[test]
    fn debug_output_hides_the_id() {
        assert_eq!(format!("{:?}", id("3143281").unwrap()), "EntryId(…)");
        assert_eq!((id(""), id(&"7".repeat(65))), (None, None));
    }
}
