//! Where drafts lie. A browser's storage may be absent, refuse, be full, or hold what somebody else
//! wrote, and none of that is a panic.

mod record;

use crate::config::Drafts;
use crate::object::Fields;
use js_sys::{Date, JSON};
use std::cell::RefCell;
use ticket_note_core::answer::Answer;
use ticket_note_core::attempt::Try;
use ticket_note_core::context::Subject;
use ticket_note_core::draft::Draft;
use ticket_note_core::step::settled;

/// More forms on one ticket than anybody has in a page.
const MOST_FORMS: usize = 9;

/// The browser keeps no drafts here: storage is blocked, or full.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NotKept;

/// Where drafts of a kind are kept: by the browser, and in the element's own memory where the browser
/// is to keep nothing, or does not.
#[derive(Clone, Debug)]
pub struct Storage {
    browser: Option<web_sys::Storage>,
    memory: web_sys::Storage,
}

impl Storage {
    /// The storage of this kind. Browsers refuse theirs in a sandboxed frame, or to a third party.
    #[must_use]
    pub fn of(drafts: Drafts, memory: &web_sys::Storage) -> Self {
        let browser = web_sys::window().and_then(|window| match drafts {
            Drafts::Off => None,
            Drafts::Tab => window.session_storage().ok()?,
            Drafts::Device => window.local_storage().ok()?,
        });
        Self { browser, memory: memory.clone() }
    }

    /// Whether the browser keeps drafts.
    #[must_use]
    pub const fn is_browsers(&self) -> bool {
        self.browser.is_some()
    }

    /// Whether there is anything under a key.
    #[must_use]
    pub fn has(&self, key: &str) -> bool {
        self.get(key).is_some()
    }

    /// The draft under a key. What is no draft, or is older than seven days, is removed.
    #[must_use]
    pub fn read(&self, key: &str) -> Option<Draft> {
        let text = self.get(key)?;
        let draft = parse(&text);
        if draft.is_none() {
            self.remove(key);
        }
        draft
    }

    /// Keeps a draft under a key: in memory, where the browser does not.
    ///
    /// # Errors
    /// [`NotKept`] where the browser's storage is full or refuses.
    pub fn write(&self, key: &str, draft: &Draft) -> Result<(), NotKept> {
        let text = record::write(draft, Date::now()).ok_or(NotKept)?;
        self.remove(key);
        match &self.browser {
            Some(browser) if browser.set_item(key, &text).is_ok() => Ok(()),
            browser => {
                // Memory refuses nothing.
                let _ = self.memory.set_item(key, &text);
                if browser.is_some() { Err(NotKept) } else { Ok(()) }
            }
        }
    }

    /// Removes the draft under a key.
    pub fn remove(&self, key: &str) {
        for storage in self.all() {
            // A storage that refuses has nothing to remove.
            let _ = storage.remove_item(key);
        }
    }

    fn get(&self, key: &str) -> Option<String> {
        self.all().find_map(|storage| storage.get_item(key).ok()?)
    }

    fn all(&self) -> impl Iterator<Item = &web_sys::Storage> {
        self.browser.iter().chain([&self.memory])
    }
}

/// Settles the drafts of an attempt that has ended while no form had them.
pub fn settle(storage: &Storage, subject: Subject, of: Try, answer: &Answer) {
    for key in (1..=MOST_FORMS).map(|number| key(subject, number)) {
        let is_its = |draft: &Draft| draft.tried.as_ref().is_some_and(|tried| tried.id == of.id);
        let Some(draft) = storage.read(&key).filter(is_its) else { continue };
        match settled(draft, subject, of, answer.clone()) {
            // Where it cannot be kept, it was not kept before either.
            Some(draft) => drop(storage.write(&key, &draft)),
            None => storage.remove(&key),
        }
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
    /// A place for this subject that no other form of the page has: the first that is wanted, else the
    /// first.
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
