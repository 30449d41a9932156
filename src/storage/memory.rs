use super::record::Record;
use crate::settings::DraftMode;
use std::cell::{Cell, RefCell, RefMut};
use std::rc::Rc;
use ticket_note_core::attempt::AttemptId;

/// The marks of a remembered key that was saved with `drafts="device"`, and with another mode.
const DEVICE: &str = "d";
const TAB: &str = "t";

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

    /// Remembers the key and the mode of a draft when a form ends, so that the element's next form
    /// restores its own draft. `None` forgets the key.
    pub(crate) fn remember(&self, key: &str, mode: Option<DraftMode>) {
        let text = mode.map(|mode| {
            let mut text = String::from(if mode == DraftMode::Device { DEVICE } else { TAB });
            text.push_str(key);
            text
        });
        self.set(&remembered(key), text);
    }

    /// Returns the remembered key that differs from `key` at most in its number, and its mode.
    pub(crate) fn remembered_key(&self, key: &str) -> Option<(DraftMode, String)> {
        let text = self.get(&remembered(key))?;
        let mode = if text.starts_with(DEVICE) { DraftMode::Device } else { DraftMode::Tab };
        Some((mode, text.get(1..)?.to_owned()))
    }

    /// Returns whether the memory holds neither a draft nor the key of one.
    pub(crate) fn is_empty(&self) -> bool {
        self.entries().is_empty()
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
        }
        entries
    }
}

fn without_number(key: &str) -> &str {
    key.trim_end_matches(|digit: char| digit.is_ascii_digit())
}

/// Returns the key under which the memory remembers a key.
fn remembered(key: &str) -> String {
    let mut name = String::from("@");
    name.push_str(key);
    name
}
