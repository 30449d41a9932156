//! What a form shows of its state.
//!
//! It holds nothing of the text but what depends on it: a key press that changes none of this
//! renders nothing.

use crate::note::{NoteType, char_count};
use crate::outcome::Refusal;
use crate::problem::FieldProblem;
use crate::state::{DraftNotice, OtherTicket, State};
use crate::work::Phase;

/// What there is to see.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct View {
    /// The chosen type.
    pub note_type: Option<NoteType>,
    /// The problems to show.
    pub problems: Vec<FieldProblem>,
    /// How many characters may follow; negative: how many are too many; `None` far from the limit.
    pub characters_left: Option<i64>,
    /// Where the last send has come to.
    pub progress: Progress,
    /// What the person can do with the note.
    pub send_options: SendOptions,
    /// How many seconds the person has to wait before the next send.
    pub wait_seconds: Option<u64>,
    /// The notes that ended badly while the form held another.
    pub elsewhere: Vec<OtherTicket>,
    /// Whether the browser knows of no network.
    pub is_offline: bool,
    /// What is to be said of drafts.
    pub draft_notice: Option<DraftNotice>,
}

/// What a person can do with the note.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SendOptions {
    /// Add it.
    Add,
    /// An attempt may have added it: try that again, which adds it once at most, or send a new one.
    RetryOrNew,
    /// An attempt may have added another note than the form holds now: send this one as a new one.
    NewOnly,
}

/// Where the last send has come to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Progress {
    /// Nothing was sent yet.
    Idle,
    /// It is under way.
    Sending {
        /// Whether it takes longer than a person expects.
        is_long: bool,
    },
    /// The note was added.
    Saved {
        /// The vendor's sentence.
        message: String,
    },
    /// The note was not added.
    Refused(Refusal),
    /// Nobody can say.
    Unknown,
}

impl State {
    /// What the form shows.
    #[must_use]
    pub fn view(&self) -> View {
        let settings = self.settings.as_ref();
        View {
            note_type: self.work.note_type,
            problems: settings.map(|settings| self.work.visible_problems(settings)).unwrap_or_default(),
            characters_left: settings
                .and_then(|settings| characters_left(&self.work.text, settings.max_chars)),
            progress: self.progress(),
            send_options: self.send_options(),
            wait_seconds: self.work.phase.wait().map(|wait| wait.as_secs().max(1)),
            elsewhere: self.elsewhere.clone(),
            is_offline: self.is_offline,
            draft_notice: self.draft_notice,
        }
    }

    fn progress(&self) -> Progress {
        match &self.work.phase {
            Phase::Editing { .. } => Progress::Idle,
            Phase::Sending { is_long, .. } => Progress::Sending { is_long: *is_long },
            Phase::Saved { message } => Progress::Saved { message: message.clone() },
            // A wait that counts down is shown apart: the refusal itself is said once.
            Phase::Refused { refusal, .. } => {
                Progress::Refused(Refusal { retry_after: None, ..refusal.clone() })
            }
            Phase::Unknown { .. } => Progress::Unknown,
        }
    }

    fn send_options(&self) -> SendOptions {
        let phase = &self.work.phase;
        if phase.sending().is_some() || phase.unresolved_attempt().is_none() {
            return SendOptions::Add;
        }
        let is_same = self.settings.as_ref().is_some_and(|settings| self.work.matches_attempt(settings));
        if is_same { SendOptions::RetryOrNew } else { SendOptions::NewOnly }
    }
}

/// Said within the last tenth of the limit.
fn characters_left(text: &str, max: usize) -> Option<i64> {
    // Bytes are never fewer than characters: most texts need no counting.
    let near = max - max / 10;
    let count = if text.len() < near { 0 } else { char_count(text) };
    let left = i64::try_from(max).ok()? - i64::try_from(count).ok()?;
    (count >= near).then_some(left)
}

#[cfg(test)]
mod tests {
    use super::characters_left;

    #[test]
    fn the_count_is_said_within_the_last_tenth() {
        assert_eq!(characters_left(&"é".repeat(17_999), 20_000), None);
        assert_eq!(characters_left(&"é".repeat(18_000), 20_000), Some(2_000));
        assert_eq!(characters_left(&"é".repeat(20_001), 20_000), Some(-1));
        assert_eq!(characters_left("1234", 5), None);
        assert_eq!(characters_left("12345", 5), Some(0));
    }
}
