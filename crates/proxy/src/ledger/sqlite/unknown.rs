use super::other_process::{open_for_writing, open_read_only};
use crate::ledger::error::LedgerError;
use crate::ledger::state::DONE;
use crate::ledger::unknown::{CONFIRMED, Resolution, UnknownAttempt};
use rusqlite::{Row, Transaction, params};
use std::path::Path;
use ticket_note_core::attempt::AttemptId;

/// Returns the unknown attempts of a file, which a proxy may own.
pub(in crate::ledger) fn unknown_attempts(path: &Path) -> Result<Vec<UnknownAttempt>, LedgerError> {
    let connection = open_read_only(path)?;
    let sql = "SELECT caller, id, ticket, strftime('%Y-%m-%dT%H:%M:%SZ', at, 'unixepoch'),
        strftime('%Y-%m-%dT%H:%M:%SZ', unknown_at, 'unixepoch')
        FROM attempt WHERE state = 2 ORDER BY at";
    let mut query = connection.prepare(sql)?;
    let rows = query.query_map([], read)?.collect::<Result<_, _>>()?;
    Ok(rows)
}

fn read(row: &Row<'_>) -> rusqlite::Result<UnknownAttempt> {
    Ok(UnknownAttempt {
        caller: row.get(0)?,
        attempt: AttemptId::from_random(row.get(1)?),
        ticket: row.get(2)?,
        sent_at: row.get(3)?,
        unknown_at: row.get(4)?,
    })
}

/// Settles an unknown attempt of a file, which a proxy may own. Returns whether it was unknown.
///
/// If the row is deleted, a running proxy still counts it towards the limits until its next start.
pub(in crate::ledger) fn resolve(path: &Path, resolution: &Resolution) -> Result<bool, LedgerError> {
    let mut connection = open_for_writing(path)?;
    let transaction = connection.transaction()?;
    let is_unknown = record(&transaction, resolution)? && settle(&transaction, resolution)?;
    transaction.commit()?;
    Ok(is_unknown)
}

/// Records the decision. Returns `false` if there is no such attempt that is unknown.
fn record(transaction: &Transaction<'_>, resolution: &Resolution) -> Result<bool, LedgerError> {
    let Resolution { caller, attempt, is_saved, by } = resolution;
    let sql = "INSERT INTO resolution (caller, id, ticket, is_saved, resolved_by, at)
        SELECT caller, id, ticket, ?3, ?4, unixepoch() FROM attempt
        WHERE caller = ?1 AND id = ?2 AND state = 2";
    Ok(transaction.execute(sql, params![caller, attempt.as_bytes(), is_saved, by])? == 1)
}

fn settle(transaction: &Transaction<'_>, resolution: &Resolution) -> Result<bool, LedgerError> {
    let Resolution { caller, attempt, .. } = resolution;
    let changed = match resolution.is_saved {
        true => {
            let sql = "UPDATE attempt SET state = ?1, answer = ?2 WHERE caller = ?3 AND id = ?4";
            transaction.execute(sql, params![DONE, CONFIRMED, caller, attempt.as_bytes()])?
        }
        false => {
            let sql = "DELETE FROM attempt WHERE caller = ?1 AND id = ?2";
            transaction.execute(sql, params![caller, attempt.as_bytes()])?
        }
    };
    Ok(changed == 1)
}
