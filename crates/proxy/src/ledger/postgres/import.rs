use super::connections::Connections;
use super::connections::Parameter::{Bigs, Bytes, BytesList, Smalls};
use super::{TIME_LIMIT, schema, statements};
use crate::ledger::Database;
use crate::ledger::error::LedgerError;
use crate::ledger::state::{DONE, UNKNOWN};
use crate::ledger::transfer::StoredRow;

/// Writes rows of another store.
#[derive(Debug)]
pub(in crate::ledger) struct Import {
    connections: Connections,
}

impl Import {
    /// Connects, and brings the tables up to date.
    pub(in crate::ledger) async fn open(database: &Database) -> Result<Self, LedgerError> {
        let connections = Connections::new(database)?;
        schema::migrate(&connections).await?;
        Ok(Self { connections })
    }

    /// Gives a ledger without attempts the secret of the other store. Returns whether both have the same
    /// secret now.
    pub(in crate::ledger) async fn write_secret(&self, secret: &[u8; 32]) -> Result<bool, LedgerError> {
        let rows = self.connections.query(TIME_LIMIT, statements::IMPORT_SECRET, &[Bytes(secret)]).await?;
        Ok(!rows.is_empty())
    }

    /// Writes rows. Leaves rows that the database already has unchanged. Returns the number of rows that
    /// were added.
    pub(in crate::ledger) async fn write(&self, rows: &[StoredRow]) -> Result<u64, LedgerError> {
        let bytes = |part: fn(&StoredRow) -> &[u8]| rows.iter().map(part).collect::<Vec<_>>();
        let bigs = |part: fn(&StoredRow) -> i64| rows.iter().map(part).collect::<Vec<_>>();
        let states: Vec<_> = rows.iter().map(|row| if row.state == DONE { DONE } else { UNKNOWN }).collect();
        let added = self
            .connections
            .query(
                TIME_LIMIT * 10,
                statements::IMPORT,
                &[
                    BytesList(&bytes(|row| row.caller.as_bytes())),
                    BytesList(&bytes(|row| &row.id)),
                    BytesList(&bytes(|row| &row.fingerprint)),
                    Bigs(&bigs(|row| row.ticket.unwrap_or(0))),
                    Smalls(&states),
                    BytesList(&bytes(|row| row.answer.as_bytes())),
                    Bigs(&bigs(|row| row.at)),
                    Bigs(&bigs(|row| row.unknown_at.unwrap_or(row.at))),
                    BytesList(&bytes(|row| row.mark.as_deref().unwrap_or_default())),
                    BytesList(&bytes(|row| row.entry.as_deref().unwrap_or_default().as_bytes())),
                ],
            )
            .await?;
        Ok(u64::try_from(added.len()).unwrap_or_default())
    }
}
