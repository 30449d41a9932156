use super::connections::Connections;
use super::connections::Parameter::{Bytes, Text};
use super::{TIME_LIMIT, schema, statements};
use crate::ledger::Database;
use crate::ledger::error::LedgerError;
use crate::ledger::unknown::{CONFIRMED, Resolution, UnknownAttempt};
use ticket_note_core::attempt::AttemptId;
use tokio_postgres::Row;

/// Returns the unknown attempts of a database.
pub(in crate::ledger) async fn unknown_attempts(
    database: &Database,
) -> Result<Vec<UnknownAttempt>, LedgerError> {
    let connections = Connections::new(database)?;
    let rows = connections.query(TIME_LIMIT * 10, statements::UNKNOWN, &[]).await?;
    rows.iter().map(read).collect()
}

fn read(row: &Row) -> Result<UnknownAttempt, LedgerError> {
    let (caller, id): (&[u8], &[u8]) = (row.try_get(0)?, row.try_get(1)?);
    Ok(UnknownAttempt {
        caller: String::from_utf8_lossy(caller).into_owned(),
        attempt: <[u8; 16]>::try_from(id).map(AttemptId::from_random).map_err(|_| LedgerError::NotALedger)?,
        ticket: row.try_get(2)?,
        sent_at: row.try_get(3)?,
        unknown_at: row.try_get(4)?,
    })
}

/// Settles an unknown attempt of a database. Returns whether it was unknown.
pub(in crate::ledger) async fn resolve(
    database: &Database,
    resolution: &Resolution,
) -> Result<bool, LedgerError> {
    let connections = Connections::new(database)?;
    schema::migrate(&connections).await?;
    let Resolution { caller, attempt, is_saved, by } = resolution;
    let row = [Bytes(caller.as_bytes()), Bytes(attempt.as_bytes()), Text(by)];
    let rows = match is_saved {
        true => {
            let [caller, attempt, by] = row;
            let parameters = [caller, attempt, by, Bytes(CONFIRMED.as_bytes())];
            connections.query(TIME_LIMIT, statements::RESOLVE_SAVED, &parameters).await?
        }
        false => connections.query(TIME_LIMIT, statements::RESOLVE_NOT_SAVED, &row).await?,
    };
    Ok(!rows.is_empty())
}
