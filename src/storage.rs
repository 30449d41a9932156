//! Browser storage for drafts: it may be absent, refuse, be full, or hold what somebody else wrote,
//! and none of that is a panic.

mod record;

use crate::config::Drafts;
use crate::object::Fields;
use js_sys::{Date, JSON};
use std::cell::RefCell;
use ticket_note_core::context::Subject;
use ticket_note_core::draft::Draft;

/// The browser keeps no drafts here: storage is blocked, or full.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NotKept;

/// Where drafts of a kind are kept.
#[derive(Clone, Debug, PartialEq)]
pub struct Storage(web_sys::Storage);

impl Storage {
    /// The storage of this kind; `None` where drafts are off.
    ///
    /// # Errors
    /// [`NotKept`] where the browser refuses: in a sandboxed frame, or as a third party.
    pub fn of(drafts: Drafts) -> Result<Option<Self>, NotKept> {
        let window = web_sys::window().ok_or(NotKept)?;
        let storage = match drafts {
            Drafts::Off => return Ok(None),
            Drafts::Tab => window.session_storage(),
            Drafts::Device => window.local_storage(),
        };
        storage.ok().flatten().map(|storage| Some(Self(storage))).ok_or(NotKept)
    }

    /// The draft in this place. What is no draft, or is older than seven days, is removed.
    #[must_use]
    pub fn read(&self, place: &Place) -> Option<Draft> {
        let text = self.0.get_item(&place.0).ok().flatten()?;
        let draft = parse(&text);
        if draft.is_none() {
            self.remove(place);
        }
        draft
    }

    /// Keeps a draft in this place.
    ///
    /// # Errors
    /// [`NotKept`] where the storage is full or refuses.
    pub fn write(&self, place: &Place, draft: &Draft) -> Result<(), NotKept> {
        let text = record::write(draft, Date::now()).ok_or(NotKept)?;
        self.0.set_item(&place.0, &text).map_err(|_| NotKept)
    }

    /// Removes the draft in this place.
    pub fn remove(&self, place: &Place) {
        // A storage that refuses has nothing to remove.
        let _ = self.0.remove_item(&place.0);
    }
}

/// Reads a draft as it was written; `None` for anything else, and for one older than seven days.
#[must_use]
pub fn parse(text: &str) -> Option<Draft> {
    record::read(&Fields(JSON::parse(text).ok()?), Date::now())
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
    /// The first place for this subject that no other form of the page has.
    #[must_use]
    pub fn take(subject: Subject) -> Self {
        let author = subject.author.map(|author| author.to_string()).unwrap_or_default();
        let name = |number: usize| format!("ticket-note:1:{}:{author}:{number}", subject.ticket);
        TAKEN.with_borrow_mut(|taken| {
            let free = (1..).map(name).find(|name| !taken.contains(name)).unwrap_or_default();
            taken.push(free.clone());
            Self(free)
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
