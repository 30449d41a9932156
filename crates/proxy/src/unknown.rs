//! The commands `unknown` and `resolve`: attempts whose outcome is unknown.

use crate::failure::escape_controls;
use crate::ledger::{LedgerError, Location, Resolution, UnknownAttempt, resolve, unknown_attempts};
use crate::settings::LedgerArguments;
use clap::{ArgGroup, Args};
use serde_json::json;
use std::fmt;
use ticket_note_core::attempt::AttemptId;

/// Lists the attempts whose outcome is unknown, the oldest first.
///
/// A proxy can use the ledger meanwhile.
#[derive(Debug, Args)]
pub struct ListUnknown {
    /// Where the attempts are.
    #[command(flatten)]
    pub ledger: LedgerArguments,

    /// Print JSON
    #[arg(long)]
    json: bool,
}

/// Settles an attempt whose outcome is unknown, after you have checked the ticket.
///
/// A proxy can use the ledger meanwhile. The ledger records who settled the attempt, and when.
#[derive(Debug, Args)]
#[command(group(ArgGroup::new("decision").required(true).args(["saved", "not_saved"])))]
pub struct ResolveAttempt {
    /// ID of the attempt, as the command unknown prints it
    attempt: AttemptId,

    /// The note is in the ticket. A retry then reports it as saved
    #[arg(long)]
    saved: bool,

    /// The note is not in the ticket. A retry then sends it
    #[arg(long)]
    not_saved: bool,

    /// Caller of the attempt. Needed only if several callers have an attempt with this ID
    #[arg(long, value_name = "NAME")]
    caller: Option<String>,

    /// Who settles the attempt [default: the user of the operating system]
    #[arg(long, value_name = "NAME")]
    by: Option<String>,

    /// Where the attempt is.
    #[command(flatten)]
    pub ledger: LedgerArguments,
}

/// The reason why a command could not do its work. Each prints as one line.
#[derive(Debug)]
pub enum UnknownError {
    /// The ledger failed.
    Ledger(Location, LedgerError),
    /// No unknown attempt has this ID.
    NotUnknown(AttemptId),
    /// Several callers have an unknown attempt with this ID.
    SeveralCallers(AttemptId),
    /// Neither `--by` nor the user of the operating system is known.
    NoName,
}

impl UnknownError {
    /// Returns whether repeating the command may help. If not, an argument must be fixed.
    #[must_use]
    pub fn is_transient(&self) -> bool {
        matches!(self, Self::Ledger(_, error) if error.is_transient())
    }
}

impl fmt::Display for UnknownError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Ledger(location, error) => write!(formatter, "the ledger {location}: {error}"),
            Self::NotUnknown(attempt) => {
                write!(formatter, "no attempt {attempt} is unknown; list them with the command unknown")
            }
            Self::SeveralCallers(attempt) => {
                write!(formatter, "several callers have an attempt {attempt}; name one with --caller")
            }
            Self::NoName => formatter.write_str("--by is missing; set it to your name"),
        }
    }
}

impl std::error::Error for UnknownError {}

impl ListUnknown {
    /// Returns the list as text.
    ///
    /// # Errors
    /// [`UnknownError`] if the ledger cannot be read.
    pub async fn run(&self, location: Location) -> Result<String, UnknownError> {
        let attempts = unknown_attempts(&location).await;
        let attempts = attempts.map_err(|error| UnknownError::Ledger(location, error))?;
        Ok(if self.json { as_json(&attempts) } else { as_table(&attempts) })
    }
}

fn as_json(attempts: &[UnknownAttempt]) -> String {
    let rows = attempts.iter().map(|row| {
        json!({
            "ticket": row.ticket,
            "caller": row.caller,
            "attempt": row.attempt.to_text(),
            "sentAt": row.sent_at,
            "unknownAt": row.unknown_at,
        })
    });
    format!("{:#}\n", serde_json::Value::Array(rows.collect()))
}

/// Returns one line for each attempt, in columns, below a line of headings; or a sentence if there is none.
fn as_table(attempts: &[UnknownAttempt]) -> String {
    if attempts.is_empty() {
        return "no attempt is unknown\n".to_owned();
    }
    let headings = ["TICKET", "CALLER", "ATTEMPT", "SENT", "UNKNOWN SINCE"].map(str::to_owned);
    let cells = |row: &UnknownAttempt| {
        [
            row.ticket.map_or_else(|| "-".to_owned(), |ticket| ticket.to_string()),
            if row.caller.is_empty() { "-".to_owned() } else { escape_controls(&row.caller) },
            row.attempt.to_text(),
            row.sent_at.clone(),
            row.unknown_at.clone().unwrap_or_else(|| "-".to_owned()),
        ]
    };
    let rows: Vec<[String; 5]> = std::iter::once(headings).chain(attempts.iter().map(cells)).collect();
    let width = |column: usize| rows.iter().map(|row| row[column].chars().count()).max().unwrap_or(0);
    let widths: [usize; 5] = std::array::from_fn(width);
    let line = |row: &[String; 5]| {
        let padded = row.iter().zip(widths).map(|(cell, width)| format!("{cell:width$}"));
        padded.collect::<Vec<_>>().join("  ").trim_end().to_owned() + "\n"
    };
    rows.iter().map(line).collect()
}

impl ResolveAttempt {
    /// Settles the attempt. `user` is the user of the operating system. Returns a report.
    ///
    /// # Errors
    /// [`UnknownError`] if the attempt is not unknown, or if the ledger cannot be written.
    pub async fn run(self, location: Location, user: Option<String>) -> Result<String, UnknownError> {
        let by = self.by.or(user).filter(|name| !name.trim().is_empty()).ok_or(UnknownError::NoName)?;
        let failed = |error| UnknownError::Ledger(location.clone(), error);
        let mut callers: Vec<String> = unknown_attempts(&location)
            .await
            .map_err(failed)?
            .into_iter()
            .filter(|row| row.attempt == self.attempt)
            .map(|row| row.caller)
            .filter(|caller| self.caller.as_ref().is_none_or(|named| named == caller))
            .collect();
        let caller = match (callers.pop(), callers.pop()) {
            (None, _) => return Err(UnknownError::NotUnknown(self.attempt)),
            (Some(_), Some(_)) => return Err(UnknownError::SeveralCallers(self.attempt)),
            (Some(caller), None) => caller,
        };
        let decision = if self.saved { "saved" } else { "not saved" };
        let line = format!("{}: {decision}, settled by {by}\n", self.attempt);
        let resolution = Resolution { caller, attempt: self.attempt, is_saved: self.saved, by };
        match resolve(&location, &resolution).await.map_err(failed)? {
            true => Ok(line),
            false => Err(UnknownError::NotUnknown(self.attempt)),
        }
    }
}
