//! The tables, and the migrations that create and change them.
//!
//! A migration only adds: the previous version keeps running beside the new one during an upgrade.
//! It also states the oldest version of the tables' users that it supports.

use super::connections::Parameter::Int;
use super::connections::{Connections, typed};
use super::version;
use crate::ledger::error::LedgerError;
use std::time::Duration;
use tokio::time::{sleep, timeout};

/// A step from one version of the tables to the next.
#[derive(Clone, Copy, Debug)]
struct Migration {
    /// The statements.
    statements: &'static str,
    /// The oldest version whose proxies can use the tables afterwards.
    oldest_user: i32,
}

/// Every migration, in order. The version of the tables is the number of migrations that ran.
/// Released migrations never change.
const MIGRATIONS: &[Migration] = &[
    Migration { statements: include_str!("schema/0001.sql"), oldest_user: 1 },
    Migration { statements: include_str!("schema/0002.sql"), oldest_user: 1 },
    Migration { statements: include_str!("schema/0003.sql"), oldest_user: 1 },
];

/// The time limit for the start: another instance may be busy with a migration.
const START_LIMIT: Duration = Duration::from_secs(60);

/// The maximum number of steps, each of which may be lost to another instance.
const MAX_STEPS: u32 = 100;

/// The time for which the start keeps trying to reach the database.
pub(super) const CONNECT_LIMIT: Duration = Duration::from_secs(5);

const CREATE_VERSION: &str = "
    CREATE TABLE IF NOT EXISTS ticket_note_schema
        (id integer PRIMARY KEY, version integer NOT NULL, oldest_user integer NOT NULL);
    INSERT INTO ticket_note_schema (id, version, oldest_user) VALUES (1, 0, 0) ON CONFLICT DO NOTHING";

const LOCK_VERSION: &str = "SELECT version FROM ticket_note_schema WHERE id = 1 FOR UPDATE";

const WRITE_VERSION: &str = "UPDATE ticket_note_schema SET version = $1, oldest_user = $2 WHERE id = 1";

const READ_VERSION: &str = "SELECT version, oldest_user FROM ticket_note_schema WHERE id = 1";

/// Brings the tables to the version of this program, unless the server is too old.
pub(super) async fn migrate(connections: &Connections) -> Result<(), LedgerError> {
    version::check(connections).await?;
    timeout(START_LIMIT, migrate_to(connections, MIGRATIONS)).await.unwrap_or(Err(LedgerError::Slow))
}

/// Checks that this program can use the server and the tables, or create the tables.
pub(super) async fn check(connections: &Connections) -> Result<(), LedgerError> {
    version::check(connections).await?;
    let target = i32::try_from(MIGRATIONS.len()).unwrap_or(i32::MAX);
    match read_version(connections).await? {
        Some((_, oldest_user)) if oldest_user > target => Err(LedgerError::TooNew),
        _ => Ok(()),
    }
}

/// Runs the migrations that are missing. If several instances start at once, one of them runs each
/// migration, and the others wait for the lock on the row of the version.
async fn migrate_to(connections: &Connections, migrations: &[Migration]) -> Result<(), LedgerError> {
    let target = i32::try_from(migrations.len()).unwrap_or(i32::MAX);
    for _ in 0..MAX_STEPS {
        let step = match read_version(connections).await? {
            Some((version, oldest_user)) if version >= target => {
                return if oldest_user <= target { Ok(()) } else { Err(LedgerError::TooNew) };
            }
            Some((version, _)) => run_next(connections, migrations, version).await,
            None => create_version(connections).await,
        };
        match step {
            // Two instances that create the same table at once can fail once.
            Err(error) if error.is_conflict() => sleep(Duration::from_millis(50)).await,
            done => done?,
        }
    }
    Err(LedgerError::Busy)
}

/// Returns the version and the oldest user. `None` if the table does not exist.
async fn read_version(connections: &Connections) -> Result<Option<(i32, i32)>, LedgerError> {
    match connections.query(CONNECT_LIMIT, READ_VERSION, &[]).await {
        Err(error) if error.is_undefined_table() => Ok(None),
        Err(error) => Err(error),
        Ok(rows) => match rows.first() {
            Some(row) => Ok(Some((row.try_get(0)?, row.try_get(1)?))),
            None => Ok(None),
        },
    }
}

/// Runs the migration from `version` to the next one, in a transaction that holds the lock row. Does
/// nothing if another instance was faster.
async fn run_next(
    connections: &Connections,
    migrations: &[Migration],
    version: i32,
) -> Result<(), LedgerError> {
    let index = usize::try_from(version).unwrap_or_default();
    let Some(Migration { statements, oldest_user }) = migrations.get(index) else { return Ok(()) };
    let mut connection = connections.get().await?;
    let transaction = connection.client()?.transaction().await?;
    let locked = transaction.query_typed(LOCK_VERSION, &[]).await?;
    if locked.first().map_or(Ok(version), |row| row.try_get(0))? == version {
        transaction.batch_execute(statements).await?;
        let parameters = [Int(version + 1), Int(*oldest_user)];
        transaction.query_typed(WRITE_VERSION, &typed(&parameters)).await?;
    }
    transaction.commit().await?;
    connection.keep();
    Ok(())
}

async fn create_version(connections: &Connections) -> Result<(), LedgerError> {
    let mut connection = connections.get().await?;
    connection.client()?.batch_execute(CREATE_VERSION).await?;
    connection.keep();
    Ok(())
}
