//! The visible part of a form's state.
//!
//! A view contains nothing of the text but what depends on it, so that most key presses leave the view
//! equal and nothing renders.

use crate::deadline::Timestamp;
use crate::note::{NoteType, TypedText};
use crate::problem::FieldProblem;
use crate::state::{DraftNotice, OtherTicket, State};
use crate::work::Phase;

/// The visible part of a form's state. A form renders when its view changes.
#[derive(Clone, Debug)]
pub struct View<'a> {
    /// The chosen type.
    pub note_type: Option<NoteType>,
    /// The problems to show.
    pub problems: Vec<FieldProblem>,
    /// How many characters may follow; negative if there are too many; `None` far from the limit.
    pub characters_left: Option<i64>,
    /// The progress of the note.
    pub phase: &'a Phase,
    /// The ways in which the note can be sent.
    pub send_options: SendOptions,
    /// How many seconds are left until the note can be sent, at least 1.
    pub wait_seconds: Option<u64>,
    /// The notes that ended badly while the form held another ticket.
    pub other_tickets: &'a [OtherTicket],
    /// Whether the browser reports no network.
    pub is_offline: bool,
    /// The notice about drafts.
    pub draft_notice: Option<DraftNotice>,
}

/// Views are equal if they look the same. Two phases of the same kind look the same, because there is
/// always another phase between two refusals.
impl PartialEq for View<'_> {
    fn eq(&self, other: &Self) -> bool {
        self.note_type == other.note_type
            && self.problems == other.problems
            && self.characters_left == other.characters_left
            && look(self.phase) == look(other.phase)
            && self.send_options == other.send_options
            && self.wait_seconds == other.wait_seconds
            && self.other_tickets == other.other_tickets
            && self.is_offline == other.is_offline
            && self.draft_notice == other.draft_notice
    }
}

const fn look(phase: &Phase) -> u8 {
    match phase {
        Phase::Editing { .. } => 0,
        Phase::Sending { is_slow: false, .. } => 1,
        Phase::Sending { is_slow: true, .. } => 2,
        Phase::Saved { .. } => 3,
        Phase::Refused { .. } => 4,
        Phase::Unknown { .. } => 5,
    }
}

/// The ways in which the note in the form can be sent.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SendOptions {
    /// Add it.
    Add,
    /// An attempt may have added it: retry that attempt, which adds it at most once, or send it as a new
    /// note.
    RetryOrNew,
    /// An attempt may have added another text than the form holds: send this one as a new note.
    NewOnly,
}

impl State {
    /// Returns the visible part of the state.
    #[must_use]
    pub fn view(&self) -> View<'_> {
        let Self { settings, work, now, .. } = self;
        View {
            note_type: work.note_type,
            problems: settings.as_ref().map(|settings| work.visible_problems(settings)).unwrap_or_default(),
            characters_left: settings
                .as_ref()
                .and_then(|settings| characters_left(&work.text, settings.max_chars)),
            phase: &work.phase,
            send_options: self.send_options(),
            wait_seconds: wait_seconds(&work.phase, *now),
            other_tickets: &self.other_tickets,
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
