//! The visible part of a form's state.
//!
//! A view does not contain the text, only values derived from it. Most key presses leave those
//! unchanged, so nothing renders.

use crate::deadline::{Deadline, Timestamp};
use crate::note::{NoteType, TypedText};
use crate::problem::{Field, FieldProblem};
use crate::state::{DraftNotice, OtherTicket, State};
use crate::work::Phase;
use std::rc::Rc;

/// The visible part of a form's state. A form renders when its view changes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct View {
    /// The type that the user or the page chose; `None` if neither has.
    pub note_type: Option<NoteType>,
    /// The problems to show.
    pub problems: Vec<FieldProblem>,
    /// The number of characters left, negative over the limit. `None` if the limit is far.
    pub characters_left: Option<i64>,
    /// The progress of the note.
    pub progress: Progress,
    /// The ways in which the note can be sent.
    pub send_options: SendOptions,
    /// The wait of a rate limit.
    pub wait: Option<Wait>,
    /// Whether another user sent the note whose outcome is unknown.
    pub is_of_other_caller: bool,
    /// Whether an earlier note on this ticket has an unknown outcome.
    pub has_earlier: bool,
    /// The minute in which the draft was saved.
    pub draft_saved: Option<Timestamp>,
    /// The page of the ticket.
    pub ticket_url: Option<Rc<str>>,
    /// The notes that ended on tickets that the form no longer shows.
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
    /// The response was lost, and the note did not arrive.
    Missing,
}

/// The wait of a rate limit.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Wait {
    /// The seconds until the note can be sent, at least 1; `None` after the wait.
    pub seconds: Option<u64>,
    /// The seconds that were left when the user last tried to send.
    pub early: Option<u64>,
}

/// A minute, in milliseconds: the precision of the times that a form shows.
const MINUTE: u64 = 60_000;

/// The ways in which the form's note can be sent.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SendOptions {
    /// Send it as a new attempt, or retry a refused attempt.
    Add,
    /// An attempt may have added it. Retry that attempt, which cannot add a second note, or send it
    /// as a new note.
    RetryOrNew,
    /// An attempt may have added a note with other text, or another user's attempt may have added it. Send
    /// this one as a new note.
    NewOnly,
}

impl State {
    /// Returns the visible part of the state.
    #[must_use]
    pub fn view(&self) -> View {
        let Self { settings, work, now, .. } = self;
        View {
            note_type: work.note_type,
            problems: settings.as_ref().map(|settings| work.visible_problems(settings)).unwrap_or_default(),
            characters_left: settings
                .as_ref()
                .and_then(|settings| characters_left(&work.text, settings.max_chars)),
            progress: progress(&work.phase),
            send_options: self.send_options(),
            wait: wait(&work.phase, *now),
            is_of_other_caller: self.is_unresolved_of_other_caller(),
            has_earlier: work.can_show_earlier(),
            draft_saved: work.draft_saved.map(|Timestamp(at)| Timestamp(at / MINUTE * MINUTE)),
            ticket_url: work.ticket_url.clone(),
            other_tickets: self.other_tickets.clone(),
            is_offline: self.is_offline,
            draft_notice: self.draft_notice,
        }
    }

    fn is_unresolved_of_other_caller(&self) -> bool {
        let attempt = self.work.phase.unresolved_attempt();
        self.work.phase.in_flight().is_none()
            && attempt.is_some_and(|attempt| self.is_of_other_caller(attempt))
    }

    fn send_options(&self) -> SendOptions {
        let phase = &self.work.phase;
        if phase.in_flight().is_some() || phase.unresolved_attempt().is_none() {
            return SendOptions::Add;
        }
        let is_same = self.settings.as_ref().is_some_and(|settings| self.work.matches_attempt(settings));
        if is_same && !self.is_unresolved_of_other_caller() {
            SendOptions::RetryOrNew
        } else {
            SendOptions::NewOnly
        }
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
        Phase::Missing { .. } => Progress::Missing,
    }
}

fn wait(phase: &Phase, now: Timestamp) -> Option<Wait> {
    match phase {
        Phase::Refused { deadline: Some(deadline), early, .. } => {
            Some(Wait { seconds: Deadline::seconds_left(*deadline, now), early: *early })
        }
        _ => None,
    }
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
