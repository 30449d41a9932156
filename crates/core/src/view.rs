//! The visible part of a form's state.
//!
//! A view does not contain the text, only values derived from it. Most key presses leave those
//! unchanged, so nothing renders.

use crate::deadline::Timestamp;
use crate::note::TypedText;
use crate::problem::{Field, FieldProblem};
use crate::state::{DraftNotice, OtherTicket, State};
use crate::work::Phase;

/// The visible part of a form's state. A form renders when its view changes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct View {
    /// The problems to show.
    pub problems: Vec<FieldProblem>,
    /// The number of characters left, negative over the limit. `None` if the limit is far.
    pub characters_left: Option<i64>,
    /// The progress of the note.
    pub progress: Progress,
    /// The ways in which the note can be sent.
    pub send_options: SendOptions,
    /// The seconds until the note can be sent, at least 1.
    pub wait_seconds: Option<u64>,
    /// Refused and unknown notes on tickets that the form no longer shows.
    pub other_tickets: Vec<OtherTicket>,
    /// Whether the browser reports no network.
    pub is_offline: bool,
    /// The notice about drafts.
    pub draft_notice: Option<DraftNotice>,
}

impl View {
    /// Returns the problem to show at a field.
    #[must_use]
    pub fn problem(&self, field: Field) -> Option<FieldProblem> {
        self.problems.iter().find(|found| found.field == field).copied()
    }
}

/// The kind of a note's [`Phase`]. Two refusals can differ, but another phase always separates
/// them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Progress {
    /// No request is in flight.
    Editing,
    /// A request is in flight.
    Sending,
    /// A request has been in flight for 10 seconds.
    SendingSlowly,
    /// The note was added.
    Saved,
    /// The note was refused.
    Refused,
    /// The response was lost.
    Unknown,
}

/// The ways in which the form's note can be sent.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SendOptions {
    /// Send it as a new attempt, or retry a refused attempt.
    Add,
    /// An attempt may have added it. Retry that attempt, which cannot add a second note, or send it
    /// as a new note.
    RetryOrNew,
    /// An attempt may have added a note with other text. Send this one as a new note.
    NewOnly,
}

impl State {
    /// Returns the visible part of the state.
    #[must_use]
    pub fn view(&self) -> View {
        let Self { settings, work, now, .. } = self;
        View {
            problems: settings.as_ref().map(|settings| work.visible_problems(settings)).unwrap_or_default(),
            characters_left: settings
                .as_ref()
                .and_then(|settings| characters_left(&work.text, settings.max_chars)),
            progress: progress(&work.phase),
            send_options: self.send_options(),
            wait_seconds: wait_seconds(&work.phase, *now),
            other_tickets: self.other_tickets.clone(),
            is_offline: self.is_offline,
            draft_notice: self.draft_notice,
        }
    }

    fn send_options(&self) -> SendOptions {
        let phase = &self.work.phase;
        if phase.in_flight().is_some() || phase.unresolved_attempt().is_none() {
            return SendOptions::Add;
        }
        let is_same = self.settings.as_ref().is_some_and(|settings| self.work.matches_attempt(settings));
        if is_same { SendOptions::RetryOrNew } else { SendOptions::NewOnly }
    }
}

const fn progress(phase: &Phase) -> Progress {
    match phase {
        Phase::Editing { .. } => Progress::Editing,
        Phase::Sending { is_slow: false, .. } => Progress::Sending,
        Phase::Sending { is_slow: true, .. } => Progress::SendingSlowly,
        Phase::Saved { .. } => Progress::Saved,
        Phase::Refused { .. } => Progress::Refused,
        Phase::Unknown { .. } => Progress::Unknown,
    }
}

fn wait_seconds(phase: &Phase, now: Timestamp) -> Option<u64> {
    let left = phase.deadline()?.left(now)?;
    Some(left.as_secs() + u64::from(left.subsec_nanos() > 0))
}

/// Returns a count only within the last tenth of the limit.
fn characters_left(text: &TypedText, max: usize) -> Option<i64> {
    let left = i64::try_from(max).ok()? - i64::try_from(text.chars()).ok()?;
    (text.chars() >= max - max / 10).then_some(left)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn left(text: &str, max: usize) -> Option<i64> {
        characters_left(&TypedText::new(text.into(), true), max)
    }

    #[test]
    fn the_counter_shows_within_the_last_tenth() {
        assert_eq!(left(&"é".repeat(17_999), 20_000), None);
        assert_eq!(left(&"é".repeat(18_000), 20_000), Some(2_000));
        assert_eq!(left(&"é".repeat(20_001), 20_000), Some(-1));
        assert_eq!(left("1234", 5), None);
        assert_eq!(left("12345", 5), Some(0));
    }
}
