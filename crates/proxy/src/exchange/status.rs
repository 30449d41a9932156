use super::{Exchanges, Shared};
use crate::ledger::{Finding, Key, LedgerError, RecordedState};

/// The status of an attempt.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum AttemptStatus {
    /// The note is being sent.
    InFlight,
    /// The note was added. Contains the message of Omnidesk.
    Saved(String),
    /// The note may have been added. Contains what the ticket said, if it was read.
    Unknown(Option<Finding>),
}

impl Exchanges {
    /// Returns the status of an attempt, and changes nothing. `None`: the attempt is neither in the ledger
    /// nor in progress in this process.
    ///
    /// # Errors
    /// [`LedgerError`] if the ledger cannot be read.
    pub async fn status(&self, key: &Key) -> Result<Option<AttemptStatus>, LedgerError> {
        let was_in_progress = self.0.is_in_progress(key);
        let status = match self.0.ledger.state(key).await? {
            Some(RecordedState::Done(message)) => Some(AttemptStatus::Saved(message)),
            Some(RecordedState::Unknown(finding)) => Some(AttemptStatus::Unknown(finding)),
            Some(RecordedState::InFlight) => Some(AttemptStatus::InFlight),
            // The process that owns the row has ended, unless the exchange began or ended just now.
            Some(RecordedState::InFlightHere) if was_in_progress || self.0.is_in_progress(key) => {
                Some(AttemptStatus::InFlight)
            }
            Some(RecordedState::InFlightHere) => match self.0.ledger.state(key).await? {
                Some(RecordedState::Done(message)) => Some(AttemptStatus::Saved(message)),
                Some(RecordedState::Unknown(finding)) => Some(AttemptStatus::Unknown(finding)),
                Some(_) => Some(AttemptStatus::Unknown(None)),
                None => None,
            },
            None => was_in_progress.then_some(AttemptStatus::InFlight),
        };
        Ok(status)
    }
}

impl Shared {
    fn is_in_progress(&self, key: &Key) -> bool {
        self.lock().contains_key(key)
    }
}
