//! The command `probe`: sends one test note, and prints what Omnidesk responds.

use crate::failure::escape_controls;
use crate::settings::{Flags, Settings};
use crate::start::{StartError, connect};
use clap::Args;
use serde_json::json;
use std::time::Instant;
use ticket_note_core::note::Note;
use ticket_note_core::problem::Field;
use ticket_note_core::wire::{RawNote, Sent};

/// The text of the test note. It names the program that sent it.
const TEXT: &str = "Test note of ticket-note-proxy. An administrator sent it with the command probe.";

/// Sends one test note, and prints what Omnidesk responds.
///
/// The note is added to the ticket, so use a test ticket. The command takes the settings of the proxy, and does not use its ledger.
#[derive(Debug, Args)]
pub struct Probe {
    /// Number of the test ticket, to which the note is added
    #[arg(long, value_name = "N")]
    ticket: u64,

    /// Type of the note
    #[arg(long, value_name = "CODE", default_value = "calllog")]
    note_type: String,

    /// Omnidesk user ID of the author [default: none]
    #[arg(long, value_name = "ID")]
    user_id: Option<u64>,

    /// The settings of the proxy.
    #[command(flatten)]
    pub flags: Flags,
}

/// The result of a probe.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ProbeReport {
    /// The lines for the operator.
    pub text: String,
    /// Whether Omnidesk added the note.
    pub is_saved: bool,
}

impl Probe {
    /// Returns the test note, or the names of the arguments that are not valid.
    ///
    /// # Errors
    /// A line for the operator.
    pub fn note(&self, max_chars: usize) -> Result<Note, String> {
        let fields = json!({
            "ticketID": self.ticket, "type": self.note_type, "message": TEXT, "userID": self.user_id,
        });
        let raw: RawNote = serde_json::from_value(fields).map_err(|error| format!("probe: {error}"))?;
        raw.check(max_chars).map_err(|problems| {
            let names = problems.iter().map(|problem| match problem.field {
                Field::Ticket => "--ticket must be a whole number from 1 to 9007199254740991",
                Field::Type => "--note-type must be a type of Omnidesk, such as calllog",
                Field::Author => "--user-id must be a whole number from 1 to 9007199254740991",
                Field::Text => "--max-message-chars is too small for the test note",
            });
            format!("probe: {}", names.collect::<Vec<_>>().join("; "))
        })
    }
}

/// Sends the note once, and reports the response.
///
/// # Errors
/// [`StartError`] if a proxy would not start with these settings.
pub async fn probe(note: Note, settings: Settings) -> Result<ProbeReport, StartError> {
    let (upstream, _sandbox) = connect(settings.upstream, settings.upstream_options).await?;
    let start = Instant::now();
    let response = upstream.probe(&note).await;
    let mut lines = vec![format!("request: {upstream}, {} ms", start.elapsed().as_millis())];
    lines.extend(response.lines.iter().map(|line| format!("  {}", escape_controls(line))));
    lines.push(match &response.result {
        Ok(message) => format!("outcome: saved: {message}"),
        Err(error) => {
            let (code, name) = (error.code(), error.code().as_str());
            let outcome = if code.sent() == Sent::No { "refused" } else { "unknown" };
            format!("outcome: {outcome}: {} {name}: {}", code.status(), error.message())
        }
    });
    Ok(ProbeReport { text: lines.join("\n") + "\n", is_saved: response.result.is_ok() })
}
