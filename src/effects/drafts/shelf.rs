//! What is kept of each ticket's draft, where, and whether it is written yet.

use crate::config::DraftMode;
use crate::storage::{NotKept, Place, Storage, Store};
use std::cell::{Cell, RefCell};
use ticket_note_core::attempt::AttemptId;
use ticket_note_core::draft::Draft;
use ticket_note_core::settings::Subject;
use ticket_note_core::state::{Action, State};
use ticket_note_core::work::Work;
use web_sys::StorageEvent;
use yew::Callback;

/// What is kept, and what is still to be.
#[derive(Debug)]
pub(super) struct Shelf {
    mode: Cell<DraftMode>,
    /// None once the form has left the page.
    storage: RefCell<Option<Storage>>,
    store: Store,
    kept: RefCell<Vec<Kept>>,
    on_action: Callback<Action>,
}

#[derive(Debug)]
struct Kept {
    subject: Subject,
    place: Place,
    draft: Option<Draft>,
    /// The last attempt of this form's that was written there.
    attempt: Option<AttemptId>,
    is_written: bool,
}

impl Kept {
    fn new(subject: Subject, place: Place, draft: Option<Draft>, is_written: bool) -> Self {
        let attempt = draft.as_ref().and_then(|draft| draft.tried.as_ref()).map(|tried| tried.id);
        Self { subject, place, draft, attempt, is_written }
    }
}

impl Shelf {
    /// Nothing is kept yet.
    pub(super) fn new(on_action: &Callback<Action>, store: &Store) -> Self {
        Self {
            mode: Cell::new(DraftMode::Off),
            storage: Some(Storage::of(DraftMode::Off, store)).into(),
            store: store.clone(),
            kept: RefCell::default(),
            on_action: on_action.clone(),
        }
    }

    /// Another kind of storage takes over what is kept.
    pub(super) fn keep_in(&self, mode: DraftMode) {
        if self.mode.replace(mode) == mode {
            return;
        }
        let storage = Storage::of(mode, &self.store);
        if storage.is_refused() {
            self.on_action.emit(Action::DraftNotSaved);
        }
        if let Some(former) = self.storage.replace(Some(storage)) {
            self.kept.borrow().iter().for_each(|kept| former.remove(kept.place.key()));
        }
        // What was kept there before is not written over; a form without a text may take it up.
        let drafts = self.kept.take().into_iter().filter_map(|kept| Some((kept.subject, kept.draft?)));
        for (subject, draft) in drafts.collect::<Vec<_>>() {
            let place = self.place(subject, true);
            self.kept.borrow_mut().push(Kept::new(subject, place, Some(draft), false));
        }
        self.write();
    }

    /// What was kept for a subject that the form turns to, if the form did not have it before.
    pub(super) fn turn_to(&self, subject: Subject, has_text: bool) -> Option<Draft> {
        self.tidy(subject);
        if self.kept.borrow().iter().any(|kept| kept.subject == subject) {
            return None;
        }
        let place = self.place(subject, has_text);
        let draft = self.storage.borrow().as_ref().and_then(|storage| storage.read(place.key()));
        self.kept.borrow_mut().push(Kept::new(subject, place, draft.clone(), true));
        draft
    }

    /// A form that has a text takes an empty place; one that has none takes a place with a draft.
    fn place(&self, subject: Subject, has_text: bool) -> Place {
        let storage = self.storage.borrow();
        Place::take(subject, |key| {
            storage.as_ref().is_some_and(|storage| storage.read(key).is_some()) != has_text
        })
    }

    /// Records what is to be kept; whether it must be written before anything else happens.
    pub(super) fn record(&self, current: Subject, state: &State) -> bool {
        let mut is_urgent = false;
        for kept in self.kept.borrow_mut().iter_mut() {
            let draft = state.work_for(kept.subject).and_then(Work::draft);
            if kept.draft != draft {
                let tried = |draft: &Option<Draft>| draft.as_ref().map(|draft| draft.tried.clone());
                is_urgent |= tried(&kept.draft) != tried(&draft) || kept.subject != current;
                kept.draft = draft;
                kept.is_written = false;
            }
        }
        is_urgent
    }

    /// Takes what this subject has for written.
    pub(super) fn mark_written(&self, subject: Subject) {
        let mut kept = self.kept.borrow_mut();
        kept.iter_mut().filter(|kept| kept.subject == subject).for_each(|kept| kept.is_written = true);
    }

    /// Whether anything is still to be written.
    pub(super) fn has_unwritten(&self) -> bool {
        self.kept.borrow().iter().any(|kept| !kept.is_written)
    }

    /// Writes what is not written yet. What another window tries is not written over.
    pub(super) fn write(&self) {
        let storage = self.storage.borrow();
        let Some(storage) = &*storage else { return };
        for kept in self.kept.borrow_mut().iter_mut().filter(|kept| !kept.is_written) {
            kept.is_written = true;
            let is_anothers = storage.has_open_but(kept.place.key(), kept.attempt);
            match &kept.draft {
                Some(draft) => {
                    if is_anothers {
                        kept.place = self.place(kept.subject, true);
                    }
                    kept.attempt = draft.tried.as_ref().map(|tried| tried.id).or(kept.attempt);
                    if storage.write(kept.place.key(), draft) == Err(NotKept) {
                        self.on_action.emit(Action::DraftNotSaved);
                    }
                }
                None if is_anothers => {}
                None => storage.remove(kept.place.key()),
            }
        }
    }

    /// Writes what is left, and gives back every place: the next form may take them.
    pub(super) fn close(&self) {
        self.write();
        *self.storage.borrow_mut() = None;
        self.kept.borrow_mut().clear();
    }

    /// Gives back the places of subjects that nothing is kept for.
    pub(super) fn tidy(&self, current: Subject) {
        let is_used = |kept: &Kept| kept.subject == current || kept.draft.is_some() || !kept.is_written;
        self.kept.borrow_mut().retain(is_used);
    }

    /// A page that comes back as it was left, out of the browser's cache: another page may have added
    /// meanwhile what is kept here.
    pub(super) fn look(&self) {
        let storage = self.storage.borrow();
        let Some(storage) = &*storage else { return };
        for kept in self.kept.borrow().iter().filter(|kept| kept.is_written) {
            let draft = storage.read(kept.place.key());
            if draft != kept.draft {
                let former = kept.draft.as_ref().map(|draft| draft.text.clone());
                self.on_action.emit(Action::DraftChangedElsewhere { subject: kept.subject, draft, former });
            }
        }
    }

    /// What another window wrote in one of this form's places, or removed from there.
    pub(super) fn hear(&self, event: &StorageEvent) {
        if let Some(key) = event.key().filter(|_| self.store.hears(event)) {
            self.take_up(&key, event.new_value().as_deref(), event.old_value().as_deref());
        }
    }

    fn take_up(&self, key: &str, text: Option<&str>, former: Option<&str>) {
        let kept = self.kept.borrow();
        let own = kept.iter().find(|kept| kept.place.key() == key && self.mode.get() == DraftMode::Device);
        let storage = self.storage.borrow();
        if let (Some(own), Some(storage)) = (own, &*storage) {
            let draft = text.and_then(|text| storage.parse(text));
            let former = former.and_then(|text| storage.parse(text)).map(|draft| draft.text);
            self.on_action.emit(Action::DraftChangedElsewhere { subject: own.subject, draft, former });
        }
    }
}
