//! The command `probe`: sends one test note, and prints what Omnidesk responds.

use crate::failure::escape_controls;
use crate::settings::{Flags, Settings};
use crate::start::{StartError, connect};
use clap::Args;
use std::str::FromStr;
use std::time::Instant;
use ticket_note_core::note::{MAX_ID, Note, NoteText, NoteType, TicketId, UserId};
use ticket_note_core::wire::Sent;

/// The text of the test note. It names the program that sent it.
const TEXT: &str = "Test note of ticket-note-proxy. An administrator sent it with the command probe.";

/// Sends one test note, and prints what Omnidesk responds.
///
/// The note is added to the ticket, so use a test ticket. The command takes the settings of the proxy, and does not use its ledger.
#[derive(Debug, Args)]
pub struct Probe {
    /// Number of the test ticket, to which the note is added
    #[arg(long, value_name = "N", value_parser = id::<TicketId>)]
    ticket: TicketId,

    /// Type of the note
    #[arg(long, value_name = "CODE", default_value = "calllog", value_parser = note_type)]
    note_type: NoteType,

    /// Omnidesk user ID of the author [default: none]
    #[arg(long, value_name = "ID", value_parser = id::<UserId>)]
    user_id: Option<UserId>,

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
    /// Returns the test note.
    ///
    /// # Errors
    /// A line for the operator, if the text is longer than this number of characters.
    pub fn note(&self, max_chars: usize) -> Result<Note, &'static str> {
        let text = NoteText::new(TEXT, max_chars);
        let text = text.map_err(|_| "probe: --max-message-chars is too small for the test note")?;
        Ok(Note { ticket: self.ticket, note_type: self.note_type, text, author: self.user_id })
    }
}

fn id<T: FromStr>(text: &str) -> Result<T, String> {
    text.parse().map_err(|_| format!("expected a whole number from 1 to {MAX_ID}"))
}

fn note_type(code: &str) -> Result<NoteType, &'static str> {
    code.parse().map_err(|_| "expected a type of Omnidesk, such as calllog")
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
