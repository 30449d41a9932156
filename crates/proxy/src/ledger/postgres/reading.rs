use super::connections::Parameter::{Big, Bytes, Float, Small};
use super::{PostgresLedger, statements};
use crate::evidence::{Contender, Decision, EntryId, FAR, MAX_CONTENDERS, NEAR, TextMark};
use crate::ledger::entry::{Attempt, Key};
use crate::ledger::error::LedgerError;
use crate::ledger::reading::{FOUND, Reading, write_finding};
use std::time::Duration;
use ticket_note_core::wire::TicketFinding;
use tokio_postgres::Row;

impl PostgresLedger {
    pub(in crate::ledger) async fn start_reading(
        &self,
        key: &Key,
        mark: TextMark,
        pause: Duration,
    ) -> Result<Option<Reading>, LedgerError> {
        let parameters = [
            Bytes(key.caller.as_bytes()),
            Bytes(key.attempt.as_bytes()),
            Bytes(mark.as_bytes()),
            Float(pause.as_secs_f64()),
        ];
        let rows = self.query(statements::START_READING, &parameters).await?;
        let Some(row) = rows.first() else { return Ok(None) };
        Ok(Some(Reading { sent_at: row.try_get(0)?, age: row.try_get(1)? }))
    }

    pub(in crate::ledger) async fn contenders(
        &self,
        attempt: &Attempt,
    ) -> Result<Vec<Contender>, LedgerError> {
        let Attempt { key, ticket, mark, .. } = attempt;
        #[expect(clippy::cast_precision_loss, reason = "both distances are a small number of seconds")]
        let [far, near] = [FAR as f64, NEAR as f64];
        let parameters = [
            Bytes(key.caller.as_bytes()),
            Bytes(key.attempt.as_bytes()),
            Bytes(mark.as_ref().map_or(&[], |mark| mark.as_bytes())),
            Big(i64::try_from(ticket.get()).unwrap_or(i64::MAX)),
            Float(far),
            Float(near),
            Big(i64::from(MAX_CONTENDERS) + 1),
        ];
        self.query(statements::CONTENDERS, &parameters).await?.iter().map(read).collect()
    }

    /// Records what the ticket says. Returns whether the attempt is saved now.
    pub(in crate::ledger) async fn conclude(
        &self,
        key: &Key,
        decision: &Decision,
    ) -> Result<bool, LedgerError> {
        let finding = match decision {
            Decision::Found(entry) if self.set_entry(key, entry).await? => return Ok(true),
            Decision::Found(_) | Decision::SameText => TicketFinding::SameText,
            Decision::Absent => TicketFinding::Absent,
        };
        let parameters =
            [Bytes(key.caller.as_bytes()), Bytes(key.attempt.as_bytes()), Small(write_finding(finding))];
        self.query(statements::SET_FINDING, &parameters).await?;
        Ok(false)
    }

    /// Returns `false` if the attempt is not unknown, or if another attempt has the entry.
    async fn set_entry(&self, key: &Key, entry: &EntryId) -> Result<bool, LedgerError> {
        let parameters = [
            Bytes(key.caller.as_bytes()),
            Bytes(key.attempt.as_bytes()),
            Bytes(entry.as_str().as_bytes()),
            Bytes(FOUND.as_bytes()),
        ];
        match self.query(statements::SET_ENTRY, &parameters).await {
            // Another instance gave the entry to its attempt at the same time.
            Err(error) if error.is_conflict() => Ok(false),
            rows => Ok(!rows?.is_empty()),
        }
    }
}

fn read(row: &Row) -> Result<Contender, LedgerError> {
    let entry: Option<&[u8]> = row.try_get(2)?;
    let entry = entry.map(|id| String::from_utf8_lossy(id).into_owned());
    Ok(Contender {
        sent_at: row.try_get(0)?,
        is_older: row.try_get(1)?,
        entry: entry.and_then(EntryId::stored),
    })
}
