use super::store::Store;
use crate::ledger::error::LedgerError;
use crate::ledger::transfer::StoredRow;
use rusqlite::{Row, params};
use std::path::Path;

/// Reads every row of a ledger, in the order of the keys. Meanwhile it owns the file.
#[derive(Debug)]
pub(in crate::ledger) struct Export {
    store: Store,
    last: (String, Vec<u8>),
}

impl Export {
    /// Opens the ledger. Rows that are in flight become unknown.
    pub(in crate::ledger) fn open(file: &Path) -> Result<Self, LedgerError> {
        Ok(Self { store: Store::open(Some(file))?, last: Default::default() })
    }

    /// Returns the secret of the ledger.
    pub(in crate::ledger) fn secret(&mut self) -> Result<[u8; 32], LedgerError> {
        let transaction = self.store.begin()?;
        let secret = transaction.secret()?;
        transaction.commit()?;
        Ok(secret)
    }

    /// Returns the next rows, at most `limit`. If the result is empty, no rows are left.
    pub(in crate::ledger) fn next(&mut self, limit: u32) -> Result<Vec<StoredRow>, LedgerError> {
        let sql = "SELECT caller, id, fingerprint, state, answer, at, ticket, unknown_at, text_mark,
            entry FROM attempt
            WHERE (caller, id) > (?1, ?2) ORDER BY caller, id LIMIT ?3";
        let mut query = self.store.connection().prepare_cached(sql)?;
        let rows = query.query_map(params![self.last.0, self.last.1, limit], read)?;
        let rows = rows.collect::<Result<Vec<_>, _>>()?;
        drop(query);
        if let Some(last) = rows.last() {
            self.last = (last.caller.clone(), last.id.clone());
        }
        Ok(rows)
    }
}

fn read(row: &Row<'_>) -> rusqlite::Result<StoredRow> {
    Ok(StoredRow {
        caller: row.get(0)?,
        id: row.get(1)?,
        fingerprint: row.get(2)?,
        state: row.get(3)?,
        answer: row.get(4)?,
        at: row.get(5)?,
        ticket: row.get(6)?,
        unknown_at: row.get(7)?,
        mark: row.get(8)?,
        entry: row.get(9)?,
    })
}
