//! Drafts in the browser's storages (docs/specification.md, section 4).
//!
//! A storage may be absent, blocked or full, or contain entries of other programs. None of these
//! causes a panic.

mod environment;
mod memory;
mod place;
mod record;

pub(crate) use environment::Environment;
pub(crate) use memory::Memory;
pub(crate) use place::{DraftSource, Place};
pub(crate) use record::Record;

use crate::object::Properties;
use crate::settings::DraftMode;
use std::cell::Cell;
use ticket_note_core::attempt::AttemptId;
use ticket_note_core::draft::Draft;

/// The prefix of every key of ticket-note, in every version of the format.
const ANY_VERSION: &str = "ticket-note:";

/// The prefix of a key of this version of the format.
const PREFIX: &str = "ticket-note:2:";

/// The browser did not save a draft: the storage is blocked or full.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct NotSaved;

/// The drafts of one `drafts` mode. If the browser cannot save them, the element's memory holds
/// them.
#[derive(Clone, Debug)]
pub(crate) struct Storage {
    environment: Environment,
    mode: DraftMode,
    memory: Memory,
}

impl Storage {
    /// Returns the storage of a mode.
    pub(crate) const fn new(environment: Environment, mode: DraftMode, memory: Memory) -> Self {
        Self { environment, mode, memory }
    }

    /// Returns the storage of another mode, with the same memory.
    pub(crate) fn with_mode(&self, mode: DraftMode) -> Self {
        Self { mode, ..self.clone() }
    }

    /// Returns the `drafts` mode that this storage serves.
    pub(crate) const fn mode(&self) -> DraftMode {
        self.mode
    }

    /// Returns the drafts that the element holds in memory.
    pub(crate) const fn memory(&self) -> &Memory {
        &self.memory
    }

    /// Returns the access to the browser's storages and frames.
    pub(crate) const fn environment(&self) -> &Environment {
        &self.environment
    }

    /// Returns whether the browser blocks the storage, as in a sandboxed frame.
    pub(crate) fn is_blocked(&self) -> bool {
        self.mode != DraftMode::Off && self.environment.is_blocked(self.mode.value())
    }

    /// Reads a draft. An entry that is not a draft, or is older than seven days, is removed.
    pub(crate) fn read(&self, key: &str) -> Option<Record> {
        let saved = self.environment.get(self.mode.value(), key);
        let record = Record::parse(&saved.or_else(|| self.memory.get(key))?);
        if record.is_none() {
            self.remove(key);
        }
        record
    }

    /// Writes a draft.
    ///
    /// # Errors
    /// [`NotSaved`] if the browser's storage is blocked or full: then the element's memory holds the
    /// draft.
    pub(crate) fn write(&self, key: &str, draft: &Draft) -> Result<(), NotSaved> {
        let text = record::write(draft, &self.environment);
        let is_saved = self.environment.set(self.mode.value(), key, &text);
        if is_saved {
            self.memory.set(key, None);
        } else {
            self.remove(key);
            self.memory.set(key, Some(text));
        }
        if is_saved || self.mode == DraftMode::Off { Ok(()) } else { Err(NotSaved) }
    }

    /// Removes a draft from the storage and from the element's memory.
    pub(crate) fn remove(&self, key: &str) {
        self.memory.set(key, None);
        self.environment.remove(self.mode.value(), key);
    }

    /// Returns whether a draft contains an unresolved attempt other than `own`.
    pub(crate) fn has_foreign_attempt(&self, key: &str, own: Option<AttemptId>) -> bool {
        let tried = self.read(key).and_then(|record| record.draft.tried);
        tried.is_some_and(|tried| tried.is_unresolved && Some(tried.id) != own)
    }
}

/// Removes every ticket's drafts that are older than seven days, and invalid entries under the
/// prefix. Runs once per page.
pub(crate) fn remove_old_drafts(environment: &Environment) {
    thread_local! {
        static IS_DONE: Cell<bool> = const { Cell::new(false) };
    }
    if !IS_DONE.replace(true) {
        remove_if(environment, &|key, text| !key.starts_with(PREFIX) || Record::parse(text).is_none());
    }
}

/// Removes the drafts that hold the text of an added note. The form that sent it may have been
/// removed.
pub(crate) fn remove_added_drafts(environment: &Environment, attempt: AttemptId) {
    remove_if(environment, &|_, text| Record::parse(text).is_some_and(|record| record.is_added(attempt)));
}

fn remove_if(environment: &Environment, is_removed: &dyn Fn(&str, &str) -> bool) {
    for mode in [DraftMode::Tab, DraftMode::Device] {
        let keys = Properties(environment.keys(mode.value())).texts();
        for key in keys.iter().filter(|key| key.starts_with(ANY_VERSION)) {
            if environment.get(mode.value(), key).is_some_and(|text| is_removed(key, &text)) {
                environment.remove(mode.value(), key);
            }
        }
    }
}
