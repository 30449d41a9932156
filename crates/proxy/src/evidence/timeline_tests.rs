//! Tests of the timeline as Omnidesk documents it, and of its variations.

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
