//! Where drafts lie. A browser's storage may be absent, refuse, be full, or hold what somebody else
//! wrote, and none of that is a panic.

mod record;

use crate::config::DraftMode;
use crate::object::Properties;
use js_sys::Object;
use std::cell::RefCell;
use ticket_note_core::attempt::AttemptId;
use ticket_note_core::draft::Draft;
use ticket_note_core::settings::Subject;
use wasm_bindgen::prelude::*;
use web_sys::StorageEvent;

/// More forms and drafts on one ticket than anybody has.
const MOST_FORMS: usize = 99;

/// The browser keeps no drafts here: storage is blocked, or full.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NotKept;

#[wasm_bindgen]
extern "C" {
    /// Where an element keeps drafts (`static/embed/store.js`): in a storage of the browser's, and by
    /// itself where it is to keep none there, or the browser refuses.
    #[derive(Clone, Debug)]
    pub type Store;

    #[wasm_bindgen(method)]
    fn refuses(this: &Store, drafts: &str) -> bool;

    #[wasm_bindgen(method)]
    fn read(this: &Store, drafts: &str, key: &str) -> Option<Object>;

    #[wasm_bindgen(method)]
    fn parse(this: &Store, text: &str) -> Option<Object>;

    /// Whether an event is of the storage that windows share.
    #[wasm_bindgen(method)]
    pub fn hears(this: &Store, event: &StorageEvent) -> bool;

    #[wasm_bindgen(method)]
    fn write(this: &Store, drafts: &str, key: &str, draft: &JsValue) -> bool;

    #[wasm_bindgen(method)]
    fn remove(this: &Store, drafts: &str, key: &str);
}

/// Where drafts of a kind are kept.
#[derive(Clone, Debug)]
pub struct Storage {
    store: Store,
    drafts: &'static str,
}

impl Storage {
    /// The storage of this kind.
    #[must_use]
    pub fn of(drafts: DraftMode, store: &Store) -> Self {
        Self { store: store.clone(), drafts: drafts.word() }
    }

    /// Whether the browser keeps none for this page, as in a sandboxed frame, or for a third party.
    #[must_use]
    pub fn is_refused(&self) -> bool {
        self.store.refuses(self.drafts)
    }

    /// Whether the draft under a key has an open attempt that is not `own`.
    #[must_use]
    pub fn has_open_but(&self, key: &str, own: Option<AttemptId>) -> bool {
        let tried = self.read(key).and_then(|draft| draft.tried);
        tried.is_some_and(|tried| tried.is_unresolved && Some(tried.id) != own)
    }

    /// The draft under a key. What has no text or no date, or is older than seven days, is removed.
    #[must_use]
    pub fn read(&self, key: &str) -> Option<Draft> {
        record::read(&Properties(self.store.read(self.drafts, key)?.into()))
    }

    /// A draft as it was written; `None` for anything else, and for one older than seven days.
    #[must_use]
    pub fn parse(&self, text: &str) -> Option<Draft> {
        record::read(&Properties(self.store.parse(text)?.into()))
    }

    /// Keeps a draft under a key.
    ///
    /// # Errors
    /// [`NotKept`] where the browser's storage is full or refuses: then the element keeps it.
    pub fn write(&self, key: &str, draft: &Draft) -> Result<(), NotKept> {
        let is_kept = self.store.write(self.drafts, key, &record::write(draft));
        if is_kept { Ok(()) } else { Err(NotKept) }
    }

    /// Removes the draft under a key.
    pub fn remove(&self, key: &str) {
        self.store.remove(self.drafts, key);
    }
}

/// The place of a form's draft in a storage: one a ticket, an author and a form of the page.
///
/// Two forms on one ticket have two places. A place is given back when it is dropped.
#[derive(Debug, PartialEq, Eq)]
pub struct Place(String);

thread_local! {
    static TAKEN: RefCell<Vec<String>> = const { RefCell::new(Vec::new()) };
}

impl Place {
    /// A place for this subject that no other form of the page has: the first that `is_wanted`, else
    /// the first that is free.
    #[must_use]
    pub fn take(subject: Subject, is_wanted: impl Fn(&str) -> bool) -> Self {
        TAKEN.with_borrow_mut(|taken| {
            let mut free = (1..).map(|number| key(subject, number)).filter(|key| !taken.contains(key));
            let wanted = free.clone().take(MOST_FORMS).find(|key| is_wanted(key));
            let place = wanted.or_else(|| free.next()).unwrap_or_default();
            taken.push(place.clone());
            Self(place)
        })
    }

    /// The key of this place in a storage.
    #[must_use]
    pub fn key(&self) -> &str {
        &self.0
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        TAKEN.with_borrow_mut(|taken| taken.retain(|name| *name != self.0));
    }
}

fn key(subject: Subject, number: usize) -> String {
    let author = subject.author.map(|author| author.to_string()).unwrap_or_default();
    format!("ticket-note:1:{}:{author}:{number}", subject.ticket)
}

#[cfg(test)]
mod tests {
    use super::key;
    use ticket_note_core::note::TicketId;
    use ticket_note_core::settings::Subject;

    #[test]
    fn the_elements_script_knows_keys_and_fields_as_they_are_written() {
        let script = include_str!("../static/embed/drafts.js");
        let subject = Subject { ticket: TicketId::new(201).unwrap(), author: None };
        assert_eq!(key(subject, 3), "ticket-note:1:201::3");
        assert!(script.contains("const OWN = /^ticket-note:1:/;"), "the version is in the key");
        let record = include_str!("storage/record.rs");
        for name in ["text", "attemptId", "triedText"] {
            let is_read =
                [format!("draft.{name}"), format!("draft?.{name}")].iter().any(|read| script.contains(read));
            assert!(is_read, "the script reads {name}");
            assert!(record.contains(&format!(r#"record.text("{name}")"#)), "and so does the form");
        }
    }
}
