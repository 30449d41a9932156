//! Failures of proxies, of the database and of the network, under load. After each of them, a
//! checker compares what every client saw with what the helpdesk kept.

use crate::sockets::{fresh_key, post, send_raw};
use crate::support::{Clients, Fleet, Postgres, Record, Report, Seen, Service, check, send, with_clock};
use std::thread;
use std::time::{Duration, Instant};

const LEASE: u64 = 5;
const CLIENTS: usize = 12;

fn seconds(seconds: u64) {
    thread::sleep(Duration::from_secs(seconds));
}

/// Checks the records. Then waits until the ledger has no attempt in flight.
#[track_caller]
fn check_all(records: &[Record], fleet: &Fleet, postgres: &Postgres) -> Report {
    let report = check(records, &fleet.helpdesk);
    eprintln!("{report:?}");
    let start = Instant::now();
    while postgres.sql("SELECT count(*) FROM ticket_note_attempt WHERE state = 0") != "0" {
        assert!(start.elapsed() < Duration::from_secs(2 * LEASE + 10), "attempts stay in flight");
        seconds(1);
    }
    let saved: u32 =
        postgres.sql("SELECT count(*) FROM ticket_note_attempt WHERE state = 1").parse().unwrap();
    assert!(saved <= fleet.helpdesk.total(), "the ledger has {saved} saved notes");
    report
}

/// Runs clients, and a failure in the middle.
#[track_caller]
fn under_load(
    fleet: &mut Fleet,
    postgres: &mut Postgres,
    failure: impl FnOnce(&mut Fleet, &mut Postgres),
) -> Report {
    let clients = Clients::start(fleet.address, CLIENTS);
    clients.wait_for(50);
    failure(fleet, postgres);
    let before = fleet.helpdesk.total();
    seconds(2);
    assert!(fleet.helpdesk.total() > before, "no note is added after the failure");
    check_all(&clients.stop(), fleet, postgres)
}

#[test]
fn the_death_of_a_proxy_adds_nothing_twice() {
    let Some(mut postgres) = Postgres::start() else { return };
    let mut fleet = Fleet::start(&postgres, LEASE);
    let report = under_load(&mut fleet, &mut postgres, |fleet, _| {
        for index in 0..3 {
            fleet.kill(index);
            thread::sleep(Duration::from_millis(500));
            fleet.restart(index);
        }
    });
    assert!(report.saved > 50, "{report:?}");
}

#[test]
fn an_attempt_of_a_killed_proxy_becomes_unknown() {
    let Some(postgres) = Postgres::start() else { return };
    let mut fleet = Fleet::start(&postgres, LEASE);
    let (key, text) = (fresh_key(), "slow note of a killed proxy");
    let first = {
        let (address, key) = (fleet.proxy(0).address, key.clone());
        thread::spawn(move || send(address, &key, text))
    };
    thread::sleep(Duration::from_millis(500));
    fleet.kill(0);
    let start = Instant::now();
    // The second proxy waits for the first one's result until the lease has ended.
    assert_eq!(send(fleet.proxy(1).address, &key, text), Seen::Unknown);
    assert!(start.elapsed() < Duration::from_secs(LEASE + 3), "{:?}", start.elapsed());
    assert_eq!(first.join().unwrap(), Seen::Unknown);
    assert_eq!(send(fleet.proxy(2).address, &key, text), Seen::Unknown);
    seconds(2);
    assert_eq!(fleet.helpdesk.count(text), 1);
}

#[test]
fn a_second_arrival_at_another_proxy_gets_the_same_response() {
    let Some(postgres) = Postgres::start() else { return };
    let fleet = Fleet::start(&postgres, LEASE);
    for text in ["slow note", "slow lost note", "slow refused note"] {
        let (key, note) = (fresh_key(), format!(r#"{{"ticketID":1,"type":"1","message":"{text}"}}"#));
        let responses: Vec<_> = (0..3)
            .map(|index| {
                let address = fleet.proxy(index).address;
                let request = post(&key, &note).bytes(address);
                thread::spawn(move || send_raw(address, &request).unwrap())
            })
            .collect();
        let responses: Vec<_> = responses.into_iter().map(|thread| thread.join().unwrap()).collect();
        for response in &responses {
            assert_eq!((response.status, response.json()), (responses[0].status, responses[0].json()));
        }
        assert_eq!(fleet.helpdesk.count(text), u32::from(!text.contains("refused")), "{text}");
    }
}

#[test]
fn a_stale_owner_writes_nothing_when_it_awakes() {
    let Some(mut postgres) = Postgres::start() else { return };
    let mut fleet = Fleet::start(&postgres, LEASE);
    let (key, text) = (fresh_key(), "slow note of a stopped proxy");
    let first = {
        let (address, key) = (fleet.proxy(0).address, key.clone());
        thread::spawn(move || send(address, &key, text))
    };
    thread::sleep(Duration::from_millis(500));
    under_load(&mut fleet, &mut postgres, |fleet, _| {
        fleet.proxy(0).signal("STOP");
        seconds(LEASE + 2);
        assert_eq!(send(fleet.proxy(1).address, &key, text), Seen::Unknown);
        fleet.proxy(0).signal("CONT");
        // The note was saved, and the first client may learn that.
        assert_ne!(first.join().unwrap(), Seen::NotAdded);
        seconds(1);
        assert_eq!(send(fleet.proxy(2).address, &key, text), Seen::Unknown);
        assert_eq!(fleet.helpdesk.count(text), 1);
    });
}

#[test]
fn a_crash_of_the_database_adds_nothing_twice() {
    let Some(mut postgres) = Postgres::start() else { return };
    let mut fleet = Fleet::start(&postgres, LEASE);
    let report = under_load(&mut fleet, &mut postgres, |fleet, postgres| {
        for signal in ["QUIT", "INT"] {
            postgres.stop(signal);
            assert_eq!(send(fleet.proxy(0).address, &fresh_key(), "a note without a ledger"), Seen::NotAdded);
            assert_eq!(fleet.proxy(0).get("/readyz").status, 503);
            assert_eq!(fleet.proxy(0).get("/healthz").status, 200);
            postgres.run();
            seconds(1);
        }
    });
    assert_eq!(fleet.helpdesk.count("a note without a ledger"), 0);
    assert!(report.saved > 50, "{report:?}");
}

#[test]
fn cut_connections_add_nothing_twice() {
    let Some(mut postgres) = Postgres::start() else { return };
    let mut fleet = Fleet::start(&postgres, LEASE);
    let report = under_load(&mut fleet, &mut postgres, |_, postgres| {
        for _ in 0..20 {
            postgres.sql(
                "SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity
                WHERE application_name = 'ticket-note-proxy'",
            );
            thread::sleep(Duration::from_millis(100));
        }
    });
    assert!(report.saved > 50, "{report:?}");
}

#[test]
fn a_proxy_whose_clock_is_an_hour_off_keeps_every_promise() {
    let Some(mut postgres) = Postgres::start() else { return };
    let mut fleet = Fleet::start(&postgres, LEASE);
    for (index, offset) in [(0, "-1h"), (1, "+1h")] {
        let program = with_clock(fleet.program(index), offset);
        fleet.run(index, program);
    }
    let hour = |index: usize| fleet.proxy(index).get("/healthz").header("date").unwrap()[17..19].to_owned();
    assert!(hour(0) != hour(2) && hour(1) != hour(2) && hour(0) != hour(1), "the clocks agree");
    let report = under_load(&mut fleet, &mut postgres, |fleet, _| {
        let (key, text) = (fresh_key(), "slow note by two clocks");
        let first = {
            let (address, key) = (fleet.proxy(0).address, key.clone());
            thread::spawn(move || send(address, &key, text))
        };
        thread::sleep(Duration::from_millis(200));
        assert_eq!(send(fleet.proxy(1).address, &key, text), Seen::Saved);
        assert_eq!(first.join().unwrap(), Seen::Saved);
    });
    assert!(report.saved > 50, "{report:?}");
}

#[test]
fn pgbouncer_in_transaction_mode_changes_nothing() {
    let Some(mut postgres) = Postgres::start() else { return };
    let pooler = Service::pgbouncer(&postgres);
    let mut fleet = Fleet::with_ledger(&postgres.url_at(pooler.port), LEASE);
    let report = under_load(&mut fleet, &mut postgres, |fleet, postgres| {
        fleet.kill(0);
        postgres.stop("QUIT");
        postgres.run();
        fleet.restart(0);
    });
    assert!(report.saved > 50, "{report:?}");
}

#[test]
fn an_outcome_is_kept_until_the_database_is_back() {
    let Some(mut postgres) = Postgres::start() else { return };
    let fleet = Fleet::start(&postgres, 20);
    let (key, text) = (fresh_key(), "slow note during an outage");
    let first = {
        let (address, key) = (fleet.proxy(0).address, key.clone());
        thread::spawn(move || send(address, &key, text))
    };
    seconds(1);
    postgres.stop("QUIT");
    assert_eq!(first.join().unwrap(), Seen::Saved);
    postgres.run();
    seconds(3);
    let response = send(fleet.proxy(1).address, &key, text);
    assert_eq!((response, fleet.helpdesk.count(text)), (Seen::Saved, 1));
}

#[test]
fn a_database_that_hangs_gets_503_and_nothing_is_sent() {
    let Some(mut postgres) = Postgres::start() else { return };
    let fleet = Fleet::start(&postgres, LEASE);
    assert_eq!(send(fleet.proxy(0).address, &fresh_key(), "a first note"), Seen::Saved);
    postgres.pause(true);
    let start = Instant::now();
    let (key, text) = (fresh_key(), "a note to a database that hangs");
    assert_eq!(send(fleet.proxy(0).address, &key, text), Seen::NotAdded);
    assert!(start.elapsed() < Duration::from_secs(10), "{:?}", start.elapsed());
    postgres.pause(false);
    seconds(1);
    assert_eq!(fleet.helpdesk.count(text), 0);
    assert_eq!(send(fleet.proxy(1).address, &fresh_key(), "a later note"), Seen::Saved);
    let stored = check_all(&[], &fleet, &postgres);
    assert_eq!(stored.saved, 0);
}
