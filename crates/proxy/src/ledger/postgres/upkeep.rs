//! The periodic work of each instance: it ends leases and deletes old rows.

use super::connections::Connections;
use super::connections::Parameter::{Big, Bytes, Float, Text};
use super::{TIME_LIMIT, statements};
use crate::ledger::error::LedgerError;
use crate::ledger::limits::{LIFETIME, MAX_DELETED, MAX_ROWS};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;
use ticket_note_core::attempt::AttemptId;
use tokio::task::JoinHandle;
use tokio::time::sleep;
use tokio_postgres::Row;

/// The time between two rounds.
const PERIOD: Duration = Duration::from_secs(5);

/// The number of rounds from one count of the rows to the next. A count reads every row.
const ROUNDS_PER_COUNT: u32 = 12;

/// A task that ends when this is dropped.
#[derive(Debug)]
pub(super) struct Upkeep(JoinHandle<()>);

impl Upkeep {
    pub(super) fn start(connections: Connections, instance: [u8; 16], is_full: Arc<AtomicBool>) -> Self {
        Self(tokio::spawn(async move {
            let mut round = 0;
            loop {
                let done = run_round(&connections, &instance, &is_full, round % ROUNDS_PER_COUNT == 0);
                match done.await {
                    Ok(()) => round += 1,
                    Err(error) => tracing::warn!(%error, "the upkeep of the ledger failed"),
                }
                sleep(PERIOD).await;
            }
        }))
    }
}

impl Drop for Upkeep {
    fn drop(&mut self) {
        self.0.abort();
    }
}

async fn run_round(
    connections: &Connections,
    instance: &[u8; 16],
    is_full: &AtomicBool,
    counts: bool,
) -> Result<(), LedgerError> {
    record_instance(connections, instance).await?;
    for row in connections.query(TIME_LIMIT, statements::END_LEASES, &[]).await? {
        warn_cut_off(&row)?;
    }
    for statement in [statements::DELETE_REFUSALS, statements::DELETE_BUCKETS, statements::DELETE_INSTANCES] {
        connections.query(TIME_LIMIT, statement, &[]).await?;
    }
    delete_expired(connections).await?;
    if counts {
        let rows = connections.query(TIME_LIMIT, statements::COUNT, &[Big(MAX_ROWS)]).await?;
        let count: i64 = rows.first().map_or(Ok(0), |row| row.try_get(0))?;
        is_full.store(count >= MAX_ROWS, Ordering::Relaxed);
    }
    Ok(())
}

/// Logs an attempt that its instance did not finish, so that the operator can check the ticket.
fn warn_cut_off(row: &Row) -> Result<(), LedgerError> {
    let (caller, id, ticket): (&[u8], &[u8], i64) = (row.try_get(0)?, row.try_get(1)?, row.try_get(2)?);
    let caller = String::from_utf8_lossy(caller);
    let attempt = <[u8; 16]>::try_from(id).map(AttemptId::from_random).map(AttemptId::to_text);
    let attempt = attempt.unwrap_or_default();
    tracing::warn!(ticket, caller = &*caller, attempt, "the attempt was cut off; its outcome is unknown");
    Ok(())
}

async fn delete_expired(connections: &Connections) -> Result<(), LedgerError> {
    #[expect(clippy::cast_precision_loss, reason = "the lifetime is a small number of seconds")]
    let lifetime = LIFETIME as f64;
    loop {
        let parameters = [Float(lifetime), Big(MAX_DELETED)];
        let deleted = connections.query(TIME_LIMIT, statements::DELETE_EXPIRED, &parameters).await?;
        if i64::try_from(deleted.len()).is_ok_and(|deleted| deleted < MAX_DELETED) {
            return Ok(());
        }
    }
}

/// Writes to the database that this instance is running.
pub(super) async fn record_instance(
    connections: &Connections,
    instance: &[u8; 16],
) -> Result<(), LedgerError> {
    let parameters = [Bytes(instance), Text(env!("CARGO_PKG_VERSION"))];
    connections.query(TIME_LIMIT, statements::RECORD_INSTANCE, &parameters).await.map(drop)
}
