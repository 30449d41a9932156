//! The tables of the ledger: their creation, and two versions side by side.

use crate::sockets::Program;
use crate::support::{Postgres, attempt, claimed, open};
use ticket_note_proxy::ledger::{Claim, Settlement};

#[tokio::test]
async fn of_instances_that_start_at_once_one_creates_the_tables() {
    let Some(postgres) = Postgres::start() else { return };
    let (postgres, mut starts) = (std::sync::Arc::new(postgres), Vec::new());
    for _ in 0..8 {
        let postgres = postgres.clone();
        starts.push(tokio::spawn(async move { open(&postgres, 5).await }));
    }
    for start in starts {
        start.await.unwrap();
    }
    assert_eq!(postgres.sql("SELECT version, oldest_user FROM ticket_note_schema"), "3|1");
}

/// Version 0.1.0 has no tables in PostgreSQL. The first release that has some is version 1. A later
/// one reads its rows.
#[tokio::test]
async fn tables_of_the_first_version_with_rows_are_used() {
    let Some(postgres) = Postgres::start() else { return };
    postgres.sql(include_str!("../../src/ledger/postgres/schema/0001.sql"));
    postgres.sql(
        "CREATE TABLE ticket_note_schema (id integer PRIMARY KEY, version integer NOT NULL,
            oldest_user integer NOT NULL);
        INSERT INTO ticket_note_schema VALUES (1, 1, 1);
        INSERT INTO ticket_note_attempt SELECT ''::bytea, decode('01010101010141018101010101010101', 'hex'),
            ''::bytea, 7, 3, ''::bytea, ''::bytea, ''::bytea, now(), now(), now()",
    );
    let ledger = open(&postgres, 5).await;
    claimed(ledger.claim(&attempt("", 1, "Hello")).await.unwrap());
    assert_eq!(postgres.sql("SELECT ticket FROM ticket_note_attempt"), "858462");
}

#[tokio::test]
async fn this_version_runs_beside_a_newer_one() {
    let Some(postgres) = Postgres::start() else { return };
    let before = open(&postgres, 5).await;
    postgres.sql(
        "ALTER TABLE ticket_note_attempt ADD COLUMN later text;
        UPDATE ticket_note_schema SET version = 4",
    );
    let after = open(&postgres, 5).await;
    let attempt = attempt("", 1, "Hello");
    let claim = claimed(before.claim(&attempt).await.unwrap());
    before.settle(&attempt.key, claim, &Settlement::Done("Done.".to_owned())).await.unwrap();
    assert_eq!(after.claim(&attempt).await.unwrap(), Claim::Done("Done.".to_owned()));
    // A state that only the newer version knows means that the note may have been added.
    postgres.sql("UPDATE ticket_note_attempt SET state = 9");
    assert_eq!(after.claim(&attempt).await.unwrap(), Claim::Unknown);
}

#[test]
fn tables_that_this_version_cannot_use_stop_the_start() {
    let Some(postgres) = Postgres::start() else { return };
    drop(Program::sandbox().with(&["--ledger", &postgres.url()]).start());
    postgres.sql("UPDATE ticket_note_schema SET version = 9, oldest_user = 9");
    let (code, line) = Program::sandbox().with(&["--ledger", &postgres.url()]).fail();
    assert_eq!((code, line.contains("upgrade the proxy")), (2, true), "{line}");
}
