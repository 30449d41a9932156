//! Limits that hold for all instances together.

use crate::sockets::{NOTE, Program, fresh_key};
use crate::support::{Postgres, open};
use std::time::Duration;

#[test]
fn the_rate_limit_counts_the_requests_at_all_proxies() {
    let Some(postgres) = Postgres::start() else { return };
    let proxies: Vec<_> = (0..3)
        .map(|_| Program::sandbox().with(&["--ledger", &postgres.url(), "--rate-limit", "6"]).start())
        .collect();
    let responses: Vec<_> = (0..12).map(|number| proxies[number % 3].post(&fresh_key(), NOTE)).collect();
    let saved = responses.iter().filter(|response| response.status == 200).count();
    // A token returns every ten seconds.
    assert!(matches!(saved, 6 | 7), "{saved}");
    let limited = responses.last().unwrap();
    let wait: u32 = limited.is(429, "rate_limited", "no").header("retry-after").unwrap().parse().unwrap();
    assert!((1..=10).contains(&wait), "{wait}");
}

#[tokio::test]
async fn a_caller_gets_its_tokens_back_evenly() {
    let Some(postgres) = Postgres::start() else { return };
    let (first, second) = (open(&postgres, 5).await, open(&postgres, 5).await);
    for ledger in [&first, &second, &first] {
        assert_eq!(ledger.count_request("zoë", 3).await.unwrap(), None);
    }
    let wait = second.count_request("zoë", 3).await.unwrap().unwrap();
    assert!(wait > Duration::from_secs(15) && wait <= Duration::from_secs(20), "{wait:?}");
    assert_eq!(second.count_request("bob", 3).await.unwrap(), None);
    postgres.sql("UPDATE ticket_note_rate SET used_until = used_until - interval '20 seconds'");
    assert_eq!(second.count_request("zoë", 3).await.unwrap(), None);
    assert!(first.count_request("zoë", 3).await.unwrap().is_some());
}

#[tokio::test]
async fn buckets_that_are_full_again_are_deleted() {
    let Some(postgres) = Postgres::start() else { return };
    let ledger = open(&postgres, 5).await;
    for caller in ["full", "from before the clock was set back", "in use"] {
        ledger.count_request(caller, 1).await.unwrap();
    }
    postgres.sql("UPDATE ticket_note_rate SET used_until = clock_timestamp() WHERE caller = 'full'::bytea");
    postgres.sql(
        "UPDATE ticket_note_rate SET used_until = clock_timestamp() + interval '1 hour'
        WHERE caller LIKE 'from%'::bytea",
    );
    for _second in 0..20 {
        tokio::time::sleep(Duration::from_millis(500)).await;
        if postgres.sql("SELECT convert_from(caller, 'UTF8') FROM ticket_note_rate") == "in use" {
            return;
        }
    }
    panic!("the buckets stay");
}
