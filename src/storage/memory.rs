use super::place::without_number;
use super::record::Record;
use std::cell::RefCell;
use std::rc::Rc;
use ticket_note_core::attempt::AttemptId;

/// The drafts that one element holds, as long as the element lives. No other element sees them.
#[derive(Clone, Debug, Default)]
pub(crate) struct Memory(Rc<RefCell<Vec<(String, String)>>>);

impl Memory {
    pub(super) fn get(&self, place: &str) -> Option<String> {
        let drafts = self.0.borrow();
        drafts.iter().find(|(key, _)| key == without_number(place)).map(|(_, text)| text.clone())
    }

    pub(super) fn set(&self, place: &str, text: String) {
        self.remove(place);
        self.0.borrow_mut().push((without_number(place).to_owned(), text));
    }

    pub(super) fn remove(&self, place: &str) {
        self.0.borrow_mut().retain(|(key, _)| key != without_number(place));
    }

    /// Removes the draft that holds the text of an attempt which was added.
    pub(crate) fn remove_added(&self, attempt: AttemptId) {
        let is_added = |text: &str| Record::parse(text).is_some_and(|record| record.is_added(attempt));
        self.0.borrow_mut().retain(|(_, text)| !is_added(text));
    }

    /// Removes every draft.
    pub(crate) fn clear(&self) {
        self.0.borrow_mut().clear();
    }
}
