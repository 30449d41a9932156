//! The ledger in a PostgreSQL database, which any number of proxies share.
//!
//! Every operation is one statement of plain SQL that prepares nothing and leaves no state in the
//! session. So it works through PgBouncer in transaction mode. All times are those of the
//! database.

mod connections;
mod database;
mod import;
mod password;
mod reading;
mod row;
mod schema;
mod statements;
mod tls;
mod unknown;
mod upkeep;
mod version;

pub use database::{Database, InvalidDatabase};
pub(super) use import::Import;
pub use password::DatabaseSecrets;
pub(super) use unknown::{resolve, unknown_attempts};

use super::entry::{Attempt, Claim, ClaimId, Key, RecordedState, Settled, Settlement, Size};
use super::error::LedgerError;
use connections::Connections;
use connections::Parameter::{self, Big, Bytes, Float, Small};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;
use tokio::time::{Instant, sleep, timeout};
use tokio_postgres::Row;
use upkeep::Upkeep;

/// The time limit for one operation, with its retries. If the database is slow, a
/// request gets its response before the form gives up.
const TIME_LIMIT: Duration = Duration::from_secs(3);

/// The time limit for a claim, which may need more than one statement.
const CLAIM_LIMIT: Duration = Duration::from_secs(5);

/// The time for which a claim is withdrawn, if it is uncertain whether the database has written it.
const WITHDRAWAL_LIMIT: Duration = Duration::from_secs(600);

/// The longest pause between two tries to withdraw a claim.
const LONGEST_PAUSE: Duration = Duration::from_secs(5);

/// A handle to the ledger. Clones share one pool of connections.
#[derive(Clone, Debug)]
pub(super) struct PostgresLedger(Arc<Shared>);

#[derive(Debug)]
struct Shared {
    connections: Connections,
    instance: [u8; 16],
    lease: Duration,
    is_full: Arc<AtomicBool>,
    _upkeep: Upkeep,
}

impl PostgresLedger {
    /// Connects, brings the tables up to date, and starts the upkeep.
    pub(super) async fn open(database: &Database) -> Result<Self, LedgerError> {
        let connections = Connections::new(database)?;
        schema::migrate(&connections).await?;
        let (instance, is_full) = (random_id()?, Arc::default());
        tracing::debug!(instance = %u128::from_be_bytes(instance), "the ledger is open");
        let upkeep = Upkeep::start(connections.clone(), instance, Arc::clone(&is_full));
        let lease = database.lease();
        Ok(Self(Arc::new(Shared { connections, instance, lease, is_full, _upkeep: upkeep })))
    }

    /// Checks that the database can be reached, and that neither its server is too old nor its tables
    /// are newer than this program.
    pub(super) async fn check(database: &Database) -> Result<(), LedgerError> {
        schema::check(&Connections::new(database)?).await
    }

    pub(super) fn lease(&self) -> Duration {
        self.0.lease
    }

    /// Claims an attempt. If it is uncertain whether the claim was written, it is withdrawn in the
    /// background, because the caller sends nothing then.
    pub(super) async fn claim(&self, attempt: &Attempt) -> Result<Claim, LedgerError> {
        let claim = ClaimId(random_id()?);
        let claimed = timeout(CLAIM_LIMIT, self.try_claim(attempt, claim)).await;
        let claimed = claimed.unwrap_or(Err(LedgerError::Slow));
        if claimed.is_err() {
            tokio::spawn(self.clone().withdraw(attempt.key.clone(), claim));
        }
        claimed
    }

    async fn try_claim(&self, attempt: &Attempt, claim: ClaimId) -> Result<Claim, LedgerError> {
        if self.0.is_full.load(Ordering::Relaxed) {
            return Ok(self.find(attempt).await?.unwrap_or(Claim::Full));
        }
        // A second round is needed only if the row is deleted between the two statements.
        for _ in 0..2 {
            if self.insert(attempt, claim).await? {
                return Ok(Claim::Accepted(claim));
            }
            match self.find(attempt).await? {
                // The refusal of an earlier request is replaced by the claim of this one.
                None | Some(Claim::Refused(_)) => {}
                Some(recorded) => return Ok(recorded),
            }
        }
        Ok(Claim::CallerFull)
    }

    /// Inserts the row of a claim. Returns whether this claim holds the attempt now.
    async fn insert(&self, attempt: &Attempt, claim: ClaimId) -> Result<bool, LedgerError> {
        let Attempt { key, fingerprint, ticket, mark } = attempt;
        let parameters = [
            Bytes(key.caller.as_bytes()),
            Bytes(key.attempt.as_bytes()),
            Bytes(fingerprint.as_bytes()),
            Big(i64::try_from(ticket.get()).unwrap_or(i64::MAX)),
            Bytes(&claim.0),
            Bytes(&self.0.instance),
            Float(self.0.lease.as_secs_f64()),
            Bytes(mark.as_ref().map_or(&[], |mark| mark.as_bytes())),
        ];
        Ok(!self.query(statements::CLAIM, &parameters).await?.is_empty())
    }

    pub(super) async fn find(&self, attempt: &Attempt) -> Result<Option<Claim>, LedgerError> {
        let key = &attempt.key;
        let parameters = [Bytes(key.caller.as_bytes()), Bytes(key.attempt.as_bytes())];
        let rows = self.query(statements::FIND, &parameters).await?;
        rows.first().map(|found| row::read(found, &attempt.fingerprint)).transpose()
    }

    pub(super) async fn state(&self, key: &Key) -> Result<Option<RecordedState>, LedgerError> {
        let parameters = [Bytes(key.caller.as_bytes()), Bytes(key.attempt.as_bytes())];
        let rows = self.query(statements::FIND, &parameters).await?;
        Ok(rows.first().map(row::state).transpose()?.flatten())
    }

    pub(super) async fn renew(&self, key: &Key, claim: ClaimId) -> Result<bool, LedgerError> {
        let lease = Float(self.0.lease.as_secs_f64());
        let [caller, attempt, claim] = claimed_row(key, &claim);
        Ok(!self.query(statements::RENEW, &[caller, attempt, claim, lease]).await?.is_empty())
    }

    pub(super) async fn settle(
        &self,
        key: &Key,
        claim: ClaimId,
        settlement: &Settlement,
    ) -> Result<Settled, LedgerError> {
        let (state, answer) = row::write(settlement);
        let [caller, attempt, claim] = claimed_row(key, &claim);
        let parameters = [caller, attempt, claim, Small(state), Bytes(&answer)];
        let rows = self.query(statements::SETTLE, &parameters).await?;
        Ok(if rows.is_empty() { Settled::Stale } else { Settled::Written })
    }

    /// Deletes the row of a claim for which nothing was sent, even if its lease has ended meanwhile. If there is no
    /// row, the database may still have to execute the claim, or to show it: a server that waits for a replica
    /// shows it only afterwards. So it tries again for some minutes.
    async fn withdraw(self, key: Key, claim: ClaimId) {
        let (start, mut pause) = (Instant::now(), Duration::from_millis(100));
        while start.elapsed() < WITHDRAWAL_LIMIT {
            let deleted = self.query(statements::WITHDRAW, &claimed_row(&key, &claim)).await;
            if deleted.is_ok_and(|rows| !rows.is_empty()) {
                let attempt = key.attempt.to_text();
                return tracing::info!(
                    caller = key.caller,
                    attempt,
                    "a claim was withdrawn; nothing was sent"
                );
            }
            sleep(pause).await;
            pause = (pause * 2).min(LONGEST_PAUSE);
        }
    }

    /// Takes a token from the caller's bucket. `Some`: there is none, and this is the time until the next
    /// one.
    pub(super) async fn count_request(
        &self,
        caller: &str,
        per_minute: u32,
    ) -> Result<Option<Duration>, LedgerError> {
        let parameters = [Bytes(caller.as_bytes()), Float(60.0 / f64::from(per_minute))];
        if !self.query(statements::TAKE_TOKEN, &parameters).await?.is_empty() {
            return Ok(None);
        }
        let rows = self.query(statements::NEXT_TOKEN, &parameters).await?;
        let wait: f64 = rows.first().map_or(Ok(0.0), |row| row.try_get(0))?;
        Ok(Some(Duration::from_secs_f64(wait.clamp(0.1, 60.0))))
    }

    async fn query(
        &self,
        statement: &'static str,
        parameters: &[Parameter<'_>],
    ) -> Result<Vec<Row>, LedgerError> {
        self.0.connections.query(TIME_LIMIT, statement, parameters).await
    }

    pub(super) async fn size(&self) -> Result<Size, LedgerError> {
        let rows = self.query(statements::SIZE, &[]).await?;
        let row = rows.first().ok_or(LedgerError::NotALedger)?;
        Ok(Size { rows: row.try_get(0)?, unknown: row.try_get(1)?, bytes: self.bytes().await })
    }

    /// Returns the size of the table. `None`: the database does not say.
    async fn bytes(&self) -> Option<i64> {
        let rows = self.query(statements::BYTES, &[]).await.ok()?;
        rows.first()?.try_get(0).ok()
    }

    pub(super) async fn secret(&self) -> Result<[u8; 32], LedgerError> {
        let rows = self.query(statements::SECRET, &[]).await?;
        let secret: &[u8] = rows.first().ok_or(LedgerError::NotALedger)?.try_get(0)?;
        secret.try_into().map_err(|_| LedgerError::NotALedger)
    }

    pub(super) async fn probe(&self) -> Result<(), LedgerError> {
        upkeep::record_instance(&self.0.connections, &self.0.instance).await
    }
}

/// Returns the parameters that name the row of a claim.
fn claimed_row<'a>(key: &'a Key, claim: &'a ClaimId) -> [Parameter<'a>; 3] {
    [Bytes(key.caller.as_bytes()), Bytes(key.attempt.as_bytes()), Bytes(&claim.0)]
}

fn random_id() -> Result<[u8; 16], LedgerError> {
    let mut id = [0; 16];
    getrandom::fill(&mut id).map_err(|_| LedgerError::Busy)?;
    Ok(id)
}
