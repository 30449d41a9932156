//! A long run with random failures. `make soak` starts it; it is not part of the other tests.

use crate::sockets::eventually;
use crate::support::{Clients, Fleet, Postgres, Seen, check};
use std::thread;
use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};

const LEASE: u64 = 5;

/// The maximum number of attempts, so that the run is bounded in count, too.
const MAX_ATTEMPTS: usize = 500_000;

/// A generator of numbers. The seed is printed, so that a run can be repeated.
struct Random(u64);

impl Random {
    /// Returns a number below `limit`.
    fn below(&mut self, limit: u64) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0 % limit
    }
}

fn number_from(variable: &str, default: u64) -> u64 {
    std::env::var(variable).map_or(default, |text| text.parse().unwrap())
}

#[test]
#[ignore = "takes ten minutes: make soak"]
fn random_failures_for_a_long_time_add_nothing_twice() {
    let Some(mut postgres) = Postgres::start() else { panic!("PostgreSQL is missing") };
    let length = Duration::from_secs(number_from("SOAK_SECONDS", 600));
    let now = SystemTime::now().duration_since(UNIX_EPOCH).unwrap().as_nanos();
    let seed = number_from("SOAK_SEED", u64::try_from(now % 1_000_000_007).unwrap()) + 1;
    println!("soak: {} seconds, SOAK_SEED={}", length.as_secs(), seed - 1);
    let (mut random, mut fleet) = (Random(seed), Fleet::start(&postgres, LEASE));
    let (clients, start) = (Clients::start(fleet.address, 12), Instant::now());
    let mut failures = [0; 5];
    while start.elapsed() < length && clients.count() < MAX_ATTEMPTS {
        thread::sleep(Duration::from_millis(random.below(4000)));
        let index = usize::try_from(random.below(3)).unwrap();
        let failure = usize::try_from(random.below(10)).unwrap().min(4);
        match failure {
            0 => {
                postgres.stop(if random.below(2) == 0 { "QUIT" } else { "INT" });
                thread::sleep(Duration::from_millis(random.below(3000)));
                postgres.run();
            }
            1 => drop(postgres.sql(
                "SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity
                WHERE application_name = 'ticket-note-proxy'",
            )),
            2 => {
                fleet.proxy(index).signal("STOP");
                thread::sleep(Duration::from_millis(random.below(2000 * LEASE)));
                fleet.proxy(index).signal("CONT");
            }
            3 => {
                fleet.proxy(index).signal("TERM");
                thread::sleep(Duration::from_millis(random.below(2000)));
                fleet.restart(index);
            }
            _ => {
                fleet.kill(index);
                thread::sleep(Duration::from_millis(random.below(2000)));
                fleet.restart(index);
            }
        }
        failures[failure] += 1;
    }
    let records = clients.stop();
    let report = check(&records, &fleet.helpdesk);
    let requests: usize = records.iter().map(|record| record.seen.len()).sum();
    println!("soak: {report:?}, {requests} requests in {} seconds", start.elapsed().as_secs());
    let [restarts, cuts, stops, ends, kills] = failures;
    println!(
        "soak: database restarted {restarts}, connections cut {cuts}; proxies stopped {stops}, ended {ends}, killed {kills}"
    );
    assert!(records.iter().any(|record| record.seen.contains(&Seen::Saved)));
    thread::sleep(Duration::from_secs(LEASE));
    eventually("no attempt is in flight", || {
        postgres.sql("SELECT count(*) FROM ticket_note_attempt WHERE state = 0") == "0"
    });
    println!("soak: no note twice, no saved note missing, nothing in flight");
}
