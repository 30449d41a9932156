//! Saves drafts: shortly after a key press, and at once when the text is emptied, or a request begins or ends.
//! Reports the drafts of other windows.

mod saved;

use crate::fresh::now;
use crate::settings::DraftMode;
use crate::storage::{DraftSource, Storage};
use gloo_timers::callback::Timeout;
use saved::SavedDrafts;
use std::cell::{Cell, RefCell};
use std::rc::Rc;
use ticket_note_core::deadline::Timestamp;
use ticket_note_core::draft::Draft;
use ticket_note_core::settings::Subject;
use ticket_note_core::state::{Action, State};
use web_sys::StorageEvent;
use yew::Callback;

/// The time from a key press until the draft is saved. The limit is 500 milliseconds
/// (docs/specification.md, section 4.8).
const PAUSE_MS: u32 = 300;

/// The drafts of a form.
#[derive(Debug)]
pub(super) struct Drafts {
    saved: Rc<SavedDrafts>,
    pause: Rc<RefCell<Option<Timeout>>>,
    has_failed: Cell<bool>,
    on_action: Callback<Action>,
}

impl Drafts {
    pub(super) fn new(on_action: &Callback<Action>, storage: Storage) -> Self {
        let saved = Rc::new(SavedDrafts::new(storage));
        let (pause, has_failed) = (Rc::default(), Cell::new(false));
        Self { saved, pause, has_failed, on_action: on_action.clone() }
    }

    /// Returns the draft of a subject and the time of saving, unless the form has it already.
    pub(super) fn restore(
        &self,
        subject: Subject,
        mode: DraftMode,
        source: DraftSource,
    ) -> Option<(Draft, Timestamp)> {
        let is_saved = self.saved.change_mode(mode);
        self.has_failed.set(self.has_failed.get() || !is_saved);
        self.saved.restore(subject, source)
    }

    /// Saves the drafts of a state: at once if an attempt changed, otherwise after a pause.
    pub(super) fn save(&self, state: &State) {
        let Some(subject) = state.work.subject else { return };
        if self.saved.update(subject, state) {
            let is_saved = self.saved.write();
            self.has_failed.set(self.has_failed.get() || !is_saved);
            self.saved.free_unused(subject);
        } else if self.saved.has_unwritten() {
            self.write_after_a_pause();
        }
    }

    /// Marks the draft of a subject as saved, because another window saved it.
    pub(super) fn adopt(&self, state: &State, subject: Subject) {
        if let Some(current) = state.work.subject {
            self.saved.update(current, state);
            self.saved.mark_written(subject);
        }
    }

    /// Saves the drafts now, without the rest of the pause.
    pub(super) fn save_now(&self) {
        if self.saved.has_unwritten() {
            write(&self.saved, &self.on_action);
        }
    }

    /// Reports the drafts that changed while the page was hidden, or the one that a storage event is about.
    pub(super) fn compare(&self, event: Option<StorageEvent>) {
        match event {
            Some(event) => self.report(self.saved.changed_elsewhere(&event)),
            None => self.report(self.saved.changed_while_hidden()),
        }
    }

    fn report(&self, changes: impl IntoIterator<Item = Action>) {
        changes.into_iter().for_each(|action| self.on_action.emit(action));
    }

    /// Returns whether a draft could not be saved since the last call.
    pub(super) fn has_failed(&self) -> bool {
        self.has_failed.take()
    }

    /// Saves the drafts and frees their places.
    pub(super) fn close(&self) {
        self.saved.close();
    }

    fn write_after_a_pause(&self) {
        let mut pause = self.pause.borrow_mut();
        if pause.is_none() {
            let (saved, on_action) = (self.saved.clone(), self.on_action.clone());
            let done = Rc::downgrade(&self.pause);
            *pause = Some(Timeout::new(PAUSE_MS, move || {
                done.upgrade().map(|done| done.take());
                write(&saved, &on_action);
            }));
        }
    }
}

fn write(saved: &SavedDrafts, on_action: &Callback<Action>) {
    if !saved.write() {
        on_action.emit(Action::DraftNotSaved);
    } else if saved.is_kept() {
        on_action.emit(Action::DraftSaved { now: now() });
    }
}
