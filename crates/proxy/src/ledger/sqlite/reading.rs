use super::store::Transaction;
use crate::evidence::{Contender, Decision, EntryId, FAR, MAX_CONTENDERS, NEAR, TextMark};
use crate::ledger::entry::{Attempt, Key};
use crate::ledger::error::LedgerError;
use crate::ledger::reading::{FOUND, Reading, write_finding};
use crate::ledger::state::{DONE, UNKNOWN};
use rusqlite::{OptionalExtension, Row, params};
use ticket_note_core::wire::TicketFinding;

/// The other attempts with the mark, and those without a mark on the same ticket.
const CONTENDERS: &str = "
    WITH own AS (SELECT at, caller, id FROM attempt WHERE caller = ?1 AND id = ?2)
    SELECT attempt.at, (attempt.at, attempt.caller, attempt.id) < (own.at, own.caller, own.id), entry
    FROM attempt, own
    WHERE text_mark = ?3 AND attempt.at BETWEEN own.at - ?5 AND own.at + ?5
        AND (attempt.caller, attempt.id) <> (own.caller, own.id)
    UNION ALL
    SELECT attempt.at, (attempt.at, attempt.caller, attempt.id) < (own.at, own.caller, own.id), entry
    FROM attempt, own
    WHERE text_mark IS NULL AND ticket = ?4 AND attempt.at BETWEEN own.at - ?6 AND own.at + ?6
        AND (attempt.caller, attempt.id) <> (own.caller, own.id)
    LIMIT ?7";

impl Transaction<'_> {
    /// Records that the ticket of an unknown attempt is read now. `pause` is in seconds.
    pub(super) fn start_reading(
        &self,
        key: &Key,
        mark: TextMark,
        pause: i64,
    ) -> Result<Option<Reading>, LedgerError> {
        let sql = "UPDATE attempt SET read_at = ?1, text_mark = ?2
            WHERE caller = ?3 AND id = ?4 AND state = ?5 AND (read_at IS NULL OR read_at <= ?1 - ?6)
            RETURNING at";
        let row = params![self.now, mark.as_bytes(), key.caller, key.attempt.as_bytes(), UNKNOWN, pause];
        let sent_at = self.inner.prepare_cached(sql)?.query_row(row, |row| row.get(0)).optional()?;
        Ok(sent_at.map(|sent_at: i64| Reading { sent_at, age: self.now - sent_at }))
    }

    pub(super) fn contenders(&self, attempt: &Attempt) -> Result<Vec<Contender>, LedgerError> {
        let Attempt { key, ticket, mark, .. } = attempt;
        let ticket = i64::try_from(ticket.get()).unwrap_or(i64::MAX);
        let mark = mark.as_ref().map(TextMark::as_bytes);
        let row = params![key.caller, key.attempt.as_bytes(), mark, ticket, FAR, NEAR, MAX_CONTENDERS + 1];
        let mut query = self.inner.prepare_cached(CONTENDERS)?;
        let contenders = query.query_map(row, read)?.collect::<Result<_, _>>()?;
        Ok(contenders)
    }

    /// Records what the ticket says. Returns whether the attempt is saved now.
    pub(super) fn conclude(&self, key: &Key, decision: &Decision) -> Result<bool, LedgerError> {
        match decision {
            Decision::Found(entry) => {
                if self.set_entry(key, entry)? {
                    return Ok(true);
                }
                self.set_finding(key, TicketFinding::SameText)
            }
            Decision::SameText => self.set_finding(key, TicketFinding::SameText),
            Decision::Absent => self.set_finding(key, TicketFinding::Absent),
        }
    }

    /// Returns `false` if the attempt is not unknown, or if another attempt has the entry.
    fn set_entry(&self, key: &Key, entry: &EntryId) -> Result<bool, LedgerError> {
        let sql = "UPDATE OR IGNORE attempt SET state = ?1, answer = ?2, entry = ?3, found_at = ?4
            WHERE caller = ?5 AND id = ?6 AND state = ?7";
        let row = params![DONE, FOUND, entry.as_str(), self.now, key.caller, key.attempt.as_bytes(), UNKNOWN];
        Ok(self.inner.prepare_cached(sql)?.execute(row)? == 1)
    }

    fn set_finding(&self, key: &Key, finding: TicketFinding) -> Result<bool, LedgerError> {
        let sql =
            "UPDATE attempt SET finding = ?1, found_at = ?2 WHERE caller = ?3 AND id = ?4 AND state = ?5";
        let row = params![write_finding(finding), self.now, key.caller, key.attempt.as_bytes(), UNKNOWN];
        self.inner.prepare_cached(sql)?.execute(row)?;
        Ok(false)
    }
}

fn read(row: &Row<'_>) -> rusqlite::Result<Contender> {
    let entry: Option<String> = row.get(2)?;
    Ok(Contender { sent_at: row.get(0)?, is_older: row.get(1)?, entry: entry.and_then(EntryId::stored) })
}
