//! The rules for rows, each with two instances of the ledger on one database.

use crate::support::{Postgres, attempt, claimed, open};
use std::time::Duration;
use ticket_note_core::wire::Code;
use ticket_note_proxy::ledger::{Claim, Refusal, Settled, Settlement};
use tokio::time::sleep;

const LEASE: u64 = 5;

fn refusal() -> Refusal {
    let (code, message) = (Code::UpstreamRefused, "Ticket is closed".to_owned());
    Refusal { code, message, retry_after: Some(Duration::from_secs(7)) }
}

/// Waits until a query has this result.
async fn wait_for(postgres: &Postgres, query: &str, result: &str) {
    for _tenth in 0..200 {
        if postgres.sql(query) == result {
            return;
        }
        sleep(Duration::from_millis(100)).await;
    }
    assert_eq!(postgres.sql(query), result, "{query}");
}

#[tokio::test]
async fn a_row_belongs_to_its_caller_and_its_note() {
    let Some(postgres) = Postgres::start() else { return };
    let (first, second) = (open(&postgres, LEASE).await, open(&postgres, LEASE).await);
    claimed(first.claim(&attempt("zoë", 1, "Hello")).await.unwrap());
    assert_eq!(second.claim(&attempt("zoë", 1, "Hello")).await.unwrap(), Claim::InFlight);
    assert_eq!(second.claim(&attempt("zoë", 1, "Other")).await.unwrap(), Claim::KeyReused);
    claimed(second.claim(&attempt("bob", 1, "Other")).await.unwrap());
    claimed(second.claim(&attempt("zoë", 2, "Hello")).await.unwrap());
    assert_eq!(postgres.sql("SELECT sum(ticket) FROM ticket_note_attempt"), (3 * 858_462).to_string());
}

#[tokio::test]
async fn every_instance_returns_the_recorded_outcome() {
    let Some(postgres) = Postgres::start() else { return };
    let (first, second) = (open(&postgres, LEASE).await, open(&postgres, LEASE).await);
    for (seed, settlement, found) in [
        (1, Settlement::Done("Done.".to_owned()), Claim::Done("Done.".to_owned())),
        (2, Settlement::Unknown, Claim::Unknown),
        (3, Settlement::Refused(refusal()), Claim::Refused(refusal())),
    ] {
        let attempt = attempt("", seed, "Hello");
        let claim = claimed(first.claim(&attempt).await.unwrap());
        for _lost_response in 0..2 {
            assert_eq!(first.settle(&attempt.key, claim, &settlement).await.unwrap(), Settled::Written);
        }
        assert_eq!(second.find(&attempt).await.unwrap(), Some(found));
    }
    assert_eq!(postgres.sql("SELECT count(*) FROM ticket_note_attempt WHERE unknown_at IS NOT NULL"), "1");
}

#[tokio::test]
async fn a_refused_attempt_can_be_claimed_again_with_any_note() {
    let Some(postgres) = Postgres::start() else { return };
    let (first, second) = (open(&postgres, LEASE).await, open(&postgres, LEASE).await);
    let old = attempt("", 1, "Hello");
    let claim = claimed(first.claim(&old).await.unwrap());
    first.settle(&old.key, claim, &Settlement::Refused(refusal())).await.unwrap();
    let new = attempt("", 1, "Other");
    let claim = claimed(second.claim(&new).await.unwrap());
    assert_eq!(first.claim(&new).await.unwrap(), Claim::InFlight);
    second.settle(&new.key, claim, &Settlement::Done("Done.".to_owned())).await.unwrap();
    assert_eq!(first.claim(&new).await.unwrap(), Claim::Done("Done.".to_owned()));
}

#[tokio::test]
async fn an_expired_lease_reads_as_unknown_on_every_instance() {
    let Some(postgres) = Postgres::start() else { return };
    let (first, second) = (open(&postgres, LEASE).await, open(&postgres, LEASE).await);
    let attempt = attempt("", 1, "Hello");
    let claim = claimed(first.claim(&attempt).await.unwrap());
    postgres.sql("UPDATE ticket_note_attempt SET lease_until = clock_timestamp()");
    assert_eq!(second.claim(&attempt).await.unwrap(), Claim::Unknown);
    assert_eq!(first.claim(&attempt).await.unwrap(), Claim::Unknown);
    // The stale owner writes nothing.
    assert!(!first.renew(&attempt.key, claim).await.unwrap());
    for settlement in [Settlement::Done("Done.".to_owned()), Settlement::Refused(refusal())] {
        assert_eq!(first.settle(&attempt.key, claim, &settlement).await.unwrap(), Settled::Stale);
    }
    assert_eq!(second.claim(&attempt).await.unwrap(), Claim::Unknown);
}

#[tokio::test]
async fn an_expired_row_is_marked_with_the_time_of_its_lease() {
    let Some(postgres) = Postgres::start() else { return };
    let ledger = open(&postgres, LEASE).await;
    claimed(ledger.claim(&attempt("", 1, "Hello")).await.unwrap());
    let marked = "SELECT count(*) FROM ticket_note_attempt WHERE state = 2 AND unknown_at = lease_until";
    wait_for(&postgres, marked, "1").await;
}

#[tokio::test]
async fn a_renewed_lease_does_not_end() {
    let Some(postgres) = Postgres::start() else { return };
    let (first, second) = (open(&postgres, LEASE).await, open(&postgres, LEASE).await);
    let attempt = attempt("", 1, "Hello");
    let claim = claimed(first.claim(&attempt).await.unwrap());
    for _ in 0..4 {
        sleep(Duration::from_secs(2)).await;
        assert!(first.renew(&attempt.key, claim).await.unwrap());
    }
    assert_eq!(second.claim(&attempt).await.unwrap(), Claim::InFlight);
}

#[tokio::test]
async fn another_claim_cannot_settle_the_attempt() {
    let Some(postgres) = Postgres::start() else { return };
    let ledger = open(&postgres, LEASE).await;
    let (mine, other) = (attempt("", 1, "Hello"), attempt("", 2, "Hello"));
    claimed(ledger.claim(&mine).await.unwrap());
    let claim = claimed(ledger.claim(&other).await.unwrap());
    let settled = ledger.settle(&mine.key, claim, &Settlement::Unknown).await.unwrap();
    assert_eq!(settled, Settled::Stale);
    assert_eq!(ledger.claim(&mine).await.unwrap(), Claim::InFlight);
}

#[tokio::test]
async fn of_claims_at_the_same_time_one_is_accepted() {
    let Some(postgres) = Postgres::start() else { return };
    let ledgers = [open(&postgres, LEASE).await, open(&postgres, LEASE).await];
    for seed in 0..20 {
        let attempt = attempt("", seed, "Hello");
        let claims = (0..8).map(|number| {
            let (ledger, attempt) = (ledgers[number % 2].clone(), attempt.clone());
            tokio::spawn(async move { ledger.claim(&attempt).await.unwrap() })
        });
        let (mut accepted, claims): (_, Vec<_>) = (0, claims.collect());
        for claim in claims {
            accepted += usize::from(claim.await.unwrap() != Claim::InFlight);
        }
        assert_eq!(accepted, 1);
    }
}

#[tokio::test]
async fn rows_older_than_8_days_are_deleted() {
    let Some(postgres) = Postgres::start() else { return };
    let ledger = open(&postgres, LEASE).await;
    for (seed, age) in [(1, "8 days"), (2, "7 days")] {
        let attempt = attempt("", seed, "Hello");
        let claim = claimed(ledger.claim(&attempt).await.unwrap());
        ledger.settle(&attempt.key, claim, &Settlement::Unknown).await.unwrap();
        postgres.sql(&format!(
            "UPDATE ticket_note_attempt SET claimed_at = claimed_at - interval '{age}'
            WHERE claimed_at > clock_timestamp() - interval '1 hour'"
        ));
    }
    drop(ledger);
    let ledger = open(&postgres, LEASE).await;
    wait_for(&postgres, "SELECT count(*) FROM ticket_note_attempt", "1").await;
    claimed(ledger.claim(&attempt("", 1, "Hello")).await.unwrap());
    assert_eq!(ledger.claim(&attempt("", 2, "Hello")).await.unwrap(), Claim::Unknown);
}

#[tokio::test]
async fn the_rows_of_a_caller_are_limited_across_instances() {
    let Some(postgres) = Postgres::start() else { return };
    let (first, second) = (open(&postgres, LEASE).await, open(&postgres, LEASE).await);
    let old = attempt("zoë", 1, "Hello");
    let claim = claimed(first.claim(&old).await.unwrap());
    first.settle(&old.key, claim, &Settlement::Done("Done.".to_owned())).await.unwrap();
    postgres.sql(
        "INSERT INTO ticket_note_attempt SELECT caller, decode(md5(n::text), 'hex'), fingerprint, ticket,
        state, answer, claim, instance, claimed_at, lease_until, settled_at
        FROM ticket_note_attempt, generate_series(1, 19999) AS n",
    );
    assert_eq!(second.claim(&attempt("zoë", 2, "Hello")).await.unwrap(), Claim::CallerFull);
    assert_eq!(second.claim(&old).await.unwrap(), Claim::Done("Done.".to_owned()));
    claimed(second.claim(&attempt("bob", 2, "Hello")).await.unwrap());
}

/// The server gets each claim, but executes it only after this number of seconds.
fn delay_claims(postgres: &Postgres, seconds: u32) {
    postgres.sql(&format!(
        "CREATE TABLE executed (claim bytea); CREATE FUNCTION delay() RETURNS trigger LANGUAGE plpgsql AS $$
            BEGIN PERFORM pg_sleep({seconds}); INSERT INTO executed VALUES (NEW.claim); RETURN NEW; END $$;
        CREATE TRIGGER delay BEFORE INSERT ON ticket_note_attempt FOR EACH ROW EXECUTE FUNCTION delay()",
    ));
}

#[tokio::test]
async fn a_claim_that_is_executed_after_its_time_limit_is_withdrawn_and_can_be_repeated() {
    // The ledger gives up after 5 seconds. The shorter lease has ended when the claim is executed.
    for (lease, delay) in [(20, 5), (5, 8)] {
        let Some(postgres) = Postgres::start() else { return };
        let (ledger, attempt) = (open(&postgres, lease).await, attempt("", 1, "Hello"));
        delay_claims(&postgres, delay);
        assert!(ledger.claim(&attempt).await.is_err());
        wait_for(&postgres, "SELECT count(*) FROM executed", "1").await;
        wait_for(&postgres, "SELECT count(*) FROM ticket_note_attempt", "0").await;
        postgres.sql("DROP TRIGGER delay ON ticket_note_attempt");
        claimed(ledger.claim(&attempt).await.unwrap());
    }
}

#[tokio::test]
async fn the_instances_of_a_database_share_its_secret() {
    let Some(postgres) = Postgres::start() else { return };
    let (first, second) = (open(&postgres, 5).await, open(&postgres, 5).await);
    let secret = first.secret().await.unwrap();
    assert_eq!(secret, second.secret().await.unwrap());
    assert_ne!(secret, [0; 32]);
    let claim = claimed(first.claim(&attempt("zoe", 7, "Hello")).await.unwrap());
    assert_eq!(second.find_former(&attempt("zoe", 7, "Hello")).await.unwrap(), Some(Claim::InFlight));
    let key = attempt("zoe", 7, "Hello").key;
    first.settle(&key, claim, &Settlement::Done("Done.".to_owned())).await.unwrap();
    let found = second.find_former(&attempt("zoe", 7, "Hello")).await.unwrap();
    assert_eq!(found, Some(Claim::Done("Done.".to_owned())));
    assert_eq!(second.find_former(&attempt("bob", 7, "Hello")).await.unwrap(), None);
}
