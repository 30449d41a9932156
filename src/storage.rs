//! Drafts in the browser's storages (docs/specification.md, section 4).
//!
//! A storage may be absent, blocked, full, or contain foreign entries. None of these is a panic.

mod frames;
mod memory;
mod place;
mod record;

pub(crate) use memory::Memory;
pub(crate) use place::Place;
pub(crate) use record::Record;

use crate::settings::DraftMode;
use std::cell::Cell;
use ticket_note_core::attempt::AttemptId;
use ticket_note_core::draft::Draft;

/// The prefix of every key of ticket-note, of each version of the format.
const ANY_VERSION: &str = "ticket-note:";

/// The prefix of a key of this version of the format.
const PREFIX: &str = "ticket-note:2:";

/// The browser did not save a draft: the storage is blocked or full.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct NotSaved;

/// The drafts of one `drafts` mode. Where the browser saves none, the element's memory holds them.
#[derive(Clone, Debug)]
pub(crate) struct Storage {
    mode: DraftMode,
    memory: Memory,
}

impl Storage {
    /// Returns the storage of a mode.
    pub(crate) const fn new(mode: DraftMode, memory: Memory) -> Self {
        Self { mode, memory }
    }

    /// Returns whether the browser blocks the storage, as in a sandboxed frame.
    pub(crate) fn is_blocked(&self) -> bool {
        self.mode != DraftMode::Off && browser_storage(self.mode).is_none()
    }

    /// Reads a draft. An entry that is not a draft, or is older than seven days, is removed.
    pub(crate) fn read(&self, place: &str) -> Option<Record> {
        let saved = browser_storage(self.mode).and_then(|storage| storage.get_item(place).ok().flatten());
        let record = Record::parse(&saved.or_else(|| self.memory.get(place))?);
        if record.is_none() {
            self.remove(place);
        }
        record
    }

    /// Writes a draft.
    ///
    /// # Errors
    /// [`NotSaved`] if the browser's storage is blocked or full: then the element's memory holds the
    /// draft.
    pub(crate) fn write(&self, place: &str, draft: &Draft) -> Result<(), NotSaved> {
        let text = record::write(draft);
        let is_saved =
            browser_storage(self.mode).is_some_and(|storage| storage.set_item(place, &text).is_ok());
        if is_saved {
            self.memory.set(place, None);
        } else {
            self.remove(place);
            self.memory.set(place, Some(text));
        }
        if is_saved || self.mode == DraftMode::Off { Ok(()) } else { Err(NotSaved) }
    }

    /// Removes a draft.
    pub(crate) fn remove(&self, place: &str) {
        self.memory.set(place, None);
        if let Some(storage) = browser_storage(self.mode) {
            // Removing an entry throws nothing that matters: the entry is gone, or was never there.
            let _ = storage.remove_item(place);
        }
    }

    /// Returns whether a draft contains an unresolved attempt other than `own`.
    pub(crate) fn has_foreign_attempt(&self, place: &str, own: Option<AttemptId>) -> bool {
        let tried = self.read(place).and_then(|record| record.draft.tried);
        tried.is_some_and(|tried| tried.is_unresolved && Some(tried.id) != own)
    }
}

/// Returns the storage of a mode, unless the browser blocks it.
fn browser_storage(mode: DraftMode) -> Option<web_sys::Storage> {
    let window = web_sys::window()?;
    match mode {
        DraftMode::Tab => window.session_storage().ok()?,
        DraftMode::Device => window.local_storage().ok()?,
        DraftMode::Off => None,
    }
}

/// Removes the drafts that are older than seven days, of every ticket, and foreign entries under the
/// prefix. Does so once for each page.
pub(crate) fn remove_old_drafts() {
    thread_local! {
        static IS_DONE: Cell<bool> = const { Cell::new(false) };
    }
    if !IS_DONE.replace(true) {
        remove_if(&|key, text| !key.starts_with(PREFIX) || Record::parse(text).is_none());
    }
}

/// Removes the drafts that hold the text of an attempt which was added. The form that sent it may be
/// gone.
pub(crate) fn remove_added_drafts(attempt: AttemptId) {
    remove_if(&|_, text| Record::parse(text).is_some_and(|record| record.is_added(attempt)));
}

fn remove_if(is_removed: &dyn Fn(&str, &str) -> bool) {
    for storage in [DraftMode::Tab, DraftMode::Device].into_iter().filter_map(browser_storage) {
        let count = storage.length().unwrap_or_default();
        let keys = (0..count).filter_map(|index| storage.key(index).ok().flatten()).collect::<Vec<_>>();
        for key in keys.iter().filter(|key| key.starts_with(ANY_VERSION)) {
            let text = storage.get_item(key).ok().flatten();
            if text.is_some_and(|text| is_removed(key, &text)) {
                let _ = storage.remove_item(key);
            }
        }
    }
}
