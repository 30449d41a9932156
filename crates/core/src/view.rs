//! What a form shows of its state.
//!
//! It holds nothing of the text but what depends on it: a key press that changes none of this
//! renders nothing.

use crate::answer::Refusal;
use crate::note::{NoteType, char_count};
use crate::problem::FieldProblem;
use crate::session::Phase;
use crate::state::{DraftNews, Elsewhere, State};

/// What there is to see.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct View {
    /// The state's name in the element's interface.
    pub name: &'static str,
    /// The chosen type.
    pub note_type: Option<NoteType>,
    /// The problems to show.
    pub problems: Vec<FieldProblem>,
    /// How many characters may follow; negative: how many are too many; `None` far from the limit.
    pub characters_left: Option<i64>,
    /// Where the last send has come to.
    pub outcome: Outcome,
    /// Whether the form still holds the very note of an attempt that may have added it; `None` where
    /// there is no such attempt.
    pub may_try_again: Option<bool>,
    /// How many seconds the person has to wait before the next send.
    pub wait_seconds: Option<u64>,
    /// A note that ended badly while the form held another.
    pub elsewhere: Option<Elsewhere>,
    /// Whether the browser knows of no network.
    pub is_offline: bool,
    /// What is to be said of drafts.
    pub draft_news: Option<DraftNews>,
}

/// Where the last send has come to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// Nothing was sent yet.
    None,
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
        let context = self.context.as_ref();
        View {
            name: self.name(),
            note_type: self.session.note_type,
            problems: context.map(|context| self.session.shown_problems(context)).unwrap_or_default(),
            characters_left: context
                .and_then(|context| characters_left(&self.session.text, context.max_chars)),
            outcome: self.outcome(),
            may_try_again: self.may_try_again(),
            wait_seconds: self.session.phase.wait().map(|wait| wait.as_secs().max(1)),
            elsewhere: self.elsewhere,
            is_offline: self.is_offline,
            draft_news: self.draft_news,
        }
    }

    fn outcome(&self) -> Outcome {
        match &self.session.phase {
            Phase::Editing { .. } => Outcome::None,
            Phase::Sending { is_long, .. } => Outcome::Sending { is_long: *is_long },
            Phase::Saved { message } => Outcome::Saved { message: message.clone() },
            // A wait that counts down is shown apart: the refusal itself is said once.
            Phase::Refused { refusal, .. } => {
                Outcome::Refused(Refusal { retry_after: None, ..refusal.clone() })
            }
            Phase::Unknown { .. } => Outcome::Unknown,
        }
    }

    fn may_try_again(&self) -> Option<bool> {
        let phase = &self.session.phase;
        phase.open_attempt().filter(|_| phase.sending().is_none())?;
        Some(self.context.as_ref().is_some_and(|context| self.session.may_try_again(context)))
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
