use super::record::Record;
use crate::settings::DraftMode;
use std::cell::{Cell, RefCell, RefMut};
use std::rc::Rc;
use ticket_note_core::attempt::AttemptId;

thread_local! {
    /// The number of times that all memories were cleared.
    static CLEARED: Cell<u32> = const { Cell::new(0) };
}

/// The drafts that one element holds, as long as the element lives. No other element sees them, so
/// the number in a key does not matter.
#[derive(Clone, Debug, Default)]
pub(crate) struct Memory(Rc<Drafts>);

#[derive(Debug, Default)]
struct Drafts {
    entries: RefCell<Vec<(String, String)>>,
    /// The keys that the last form of the element used for drafts, and their mode.
    keys: RefCell<Vec<(DraftMode, String)>>,
    cleared: Cell<u32>,
}

impl Memory {
    /// Clears the memory of every element, in the page or not.
    pub(crate) fn clear_all() {
        CLEARED.set(CLEARED.get() + 1);
    }

    pub(crate) fn get(&self, key: &str) -> Option<String> {
        let key = without_number(key);
        self.entries().iter().find(|(known, _)| known == key).map(|(_, text)| text.clone())
    }

    pub(crate) fn set(&self, key: &str, text: Option<String>) {
        let key = without_number(key);
        let mut entries = self.entries();
        if let Some(index) = entries.iter().position(|(known, _)| known == key) {
            entries.swap_remove(index);
        }
        if let Some(text) = text {
            entries.push((key.to_owned(), text));
        }
    }

    /// Remembers the keys of the drafts of a form that ended, so that the next form of the element
    /// restores its own drafts.
    pub(crate) fn remember_keys(&self, keys: Vec<(DraftMode, String)>) {
        self.0.keys.replace(keys);
    }

    /// Returns the remembered key that differs from `key` at most in its number, and its mode.
    pub(crate) fn remembered_key(&self, key: &str) -> Option<(DraftMode, String)> {
        drop(self.entries());
        let keys = self.0.keys.borrow();
        keys.iter().find(|(_, known)| without_number(known) == without_number(key)).cloned()
    }

    /// Returns whether the memory holds neither a draft nor the key of one.
    pub(crate) fn is_empty(&self) -> bool {
        self.entries().is_empty() && self.0.keys.borrow().is_empty()
    }

    /// Removes the draft that holds the text of an added note.
    pub(crate) fn remove_added(&self, attempt: AttemptId) {
        let is_added = |text: &str| Record::parse(text).is_some_and(|record| record.is_added(attempt));
        self.entries().retain(|(_, text)| !is_added(text));
    }

    /// Returns the drafts. There are none if all memories were cleared since the last access.
    fn entries(&self) -> RefMut<'_, Vec<(String, String)>> {
        let mut entries = self.0.entries.borrow_mut();
        if self.0.cleared.replace(CLEARED.get()) != CLEARED.get() {
            entries.clear();
            self.0.keys.borrow_mut().clear();
        }
        entries
    }
}

fn without_number(key: &str) -> &str {
    key.trim_end_matches(|digit: char| digit.is_ascii_digit())
}
