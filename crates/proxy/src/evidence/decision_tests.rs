//! Tests of the rules for evidence. Times are seconds after the attempt was sent.

use super::*;

const AUTHOR: u64 = 254;

fn attempt() -> Unsettled {
    Unsettled { author: UserId::new(AUTHOR).ok(), is_long: true, sent_at: 0, age: 10 }
}

fn id(number: u64) -> EntryId {
    EntryId::stored(number.to_string()).unwrap()
}

fn entry(number: u64, at: i64) -> Entry {
    Entry { id: Some(id(number)), author: Some(AUTHOR), at: Some(at) }
}

fn other(sent_at: i64) -> Contender {
    Contender { sent_at, is_older: sent_at < 0, entry: None }
}

fn with_entry(number: u64) -> Contender {
    Contender { entry: Some(id(number)), ..other(0) }
}

#[test]
fn the_entry_of_a_single_attempt_is_found() {
    assert_eq!(decide(&[entry(1, 2)], &attempt(), &[]), Decision::Found(id(1)));
    assert_eq!(decide(&[entry(1, -300)], &attempt(), &[]), Decision::Found(id(1)));
    assert_eq!(decide(&[entry(1, 300)], &attempt(), &[]), Decision::Found(id(1)));
    assert_eq!(decide(&[], &attempt(), &[]), Decision::Absent);
    assert_eq!(decide(&[], &attempt(), &[other(0)]), Decision::Absent);
}

#[test]
fn an_entry_that_fails_one_condition_is_no_evidence() {
    for entry in [
        entry(1, 301),
        entry(1, -301),
        Entry { author: Some(7), ..entry(1, 2) },
        Entry { author: None, ..entry(1, 2) },
        Entry { at: None, ..entry(1, 2) },
        Entry { id: None, ..entry(1, 2) },
    ] {
        assert_eq!(decide(std::slice::from_ref(&entry), &attempt(), &[]), Decision::SameText, "{entry:?}");
    }
}

#[test]
fn an_attempt_that_fails_one_condition_has_no_evidence() {
    for attempt in [
        Unsettled { author: None, ..attempt() },
        Unsettled { is_long: false, ..attempt() },
        Unsettled { age: MAX_AGE + 1, ..attempt() },
    ] {
        assert_eq!(decide(&[entry(1, 2)], &attempt, &[]), Decision::SameText, "{attempt:?}");
    }
}

#[test]
fn an_entry_of_another_attempt_is_no_evidence() {
    // Saved, unknown and in flight alike: the ledger does not know which entry they added.
    assert_eq!(decide(&[entry(1, 2)], &attempt(), &[other(-60)]), Decision::SameText);
    assert_eq!(decide(&[entry(1, 2)], &attempt(), &[other(60)]), Decision::SameText);
    assert_eq!(decide(&[entry(1, 2)], &attempt(), &[with_entry(1)]), Decision::SameText);
    assert_eq!(decide(&[entry(1, 2)], &attempt(), &[with_entry(2)]), Decision::Found(id(1)));
}

#[test]
fn of_two_attempts_the_older_one_takes_the_older_entry() {
    let entries = [entry(2, 40), entry(1, 20)];
    assert_eq!(decide(&entries, &attempt(), &[other(30)]), Decision::Found(id(1)));
    assert_eq!(decide(&entries, &attempt(), &[other(-30)]), Decision::Found(id(2)));
    let same_second = Contender { is_older: true, ..other(0) };
    assert_eq!(decide(&entries, &attempt(), &[same_second]), Decision::Found(id(2)));
    let same_time = [entry(10, 20), entry(9, 20)];
    assert_eq!(decide(&same_time, &attempt(), &[other(30)]), Decision::Found(id(9)));
}

#[test]
fn an_attempt_of_another_day_with_an_entry_does_not_compete() {
    let (yesterday, day) = (other(-90_000), 86_400);
    assert_eq!(
        decide(&[entry(1, -90_000), entry(2, 2)], &attempt(), std::slice::from_ref(&yesterday)),
        Decision::Found(id(2))
    );
    // Its entry is not there, so the times may be those of another zone.
    assert_eq!(decide(&[entry(2, 2)], &attempt(), std::slice::from_ref(&yesterday)), Decision::SameText);
    // An entry of last week does not replace it.
    let entries = [entry(1, -7 * day), entry(2, 2)];
    assert_eq!(decide(&entries, &attempt(), &[yesterday]), Decision::SameText);
}

#[test]
fn older_entries_of_other_programs_do_not_free_the_entry() {
    let entries = [entry(1, -7200), entry(2, -3600), entry(3, 2)];
    assert_eq!(decide(&entries, &attempt(), &[other(-60)]), Decision::SameText);
    assert_eq!(decide(&entries, &attempt(), &[]), Decision::Found(id(3)));
}

#[test]
fn too_many_attempts_are_not_decided() {
    let entries: Vec<_> = (0..1000).map(|number| entry(number, 0)).collect();
    let others = vec![other(1); MAX_CONTENDERS as usize + 1];
    assert_eq!(decide(&entries, &attempt(), &others), Decision::SameText);
    assert_eq!(decide(&entries, &attempt(), &others[1..]), Decision::Found(id(0)));
}
