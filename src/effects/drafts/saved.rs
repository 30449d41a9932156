//! The saved draft of each subject: its place, and whether it is up to date.

use crate::settings::DraftMode;
use crate::storage::{DraftSource, NotSaved, Place, Record, Storage};
use std::cell::RefCell;
use ticket_note_core::attempt::AttemptId;
use ticket_note_core::deadline::Timestamp;
use ticket_note_core::draft::Draft;
use ticket_note_core::settings::Subject;
use ticket_note_core::state::{Action, State};
use ticket_note_core::work::Work;
use web_sys::StorageEvent;

/// The saved drafts of a form.
#[derive(Debug)]
pub(super) struct SavedDrafts {
    storage: RefCell<Storage>,
    drafts: RefCell<Vec<SavedDraft>>,
}

#[derive(Debug)]
struct SavedDraft {
    subject: Subject,
    place: Place,
    draft: Option<Draft>,
    /// The last attempt of this form in the place.
    attempt: Option<AttemptId>,
    is_written: bool,
}

impl SavedDraft {
    fn new(subject: Subject, place: Place, draft: Option<Draft>, is_written: bool) -> Self {
        let attempt = draft.as_ref().and_then(|draft| draft.tried.as_ref()).map(|tried| tried.id);
        Self { subject, place, draft, attempt, is_written }
    }

    fn text(&self) -> Option<std::rc::Rc<str>> {
        self.draft.as_ref().map(|draft| draft.text.clone())
    }
}

impl SavedDrafts {
    /// Creates the drafts of a form in a storage.
    pub(super) fn new(storage: Storage) -> Self {
        Self { storage: RefCell::new(storage), drafts: RefCell::default() }
    }

    /// Moves the drafts to the storage of another mode. Returns whether the browser can save there.
    pub(super) fn change_mode(&self, mode: DraftMode) -> bool {
        let previous = self.storage.borrow().clone();
        if previous.mode() == mode {
            return true;
        }
        let storage = previous.with_mode(mode);
        self.storage.replace(storage.clone());
        for saved in self.drafts.take() {
            previous.remove(saved.place.key());
            // An existing draft is not overwritten; a form without text may restore it.
            if saved.draft.is_some() {
                let place = Place::take(saved.subject, &storage, false);
                let moved = SavedDraft::new(saved.subject, place, saved.draft, false);
                self.drafts.borrow_mut().push(moved);
            }
        }
        self.write() && !storage.is_blocked()
    }

    /// Returns the draft of a subject that the form now shows, with the time of saving, unless the form already has it. The
    /// element's own draft comes first, in whatever mode it was saved.
    pub(super) fn restore(&self, subject: Subject, source: DraftSource) -> Option<(Draft, Timestamp)> {
        self.free_unused(subject);
        if self.drafts.borrow().iter().any(|saved| saved.subject == subject) {
            return None;
        }
        let storage = self.storage.borrow();
        let remembered = match source {
            DraftSource::None => None,
            DraftSource::Own | DraftSource::Any => Place::take_remembered(subject, &storage),
        };
        let mode = remembered.as_ref().map_or(storage.mode(), |(mode, _)| *mode);
        let own = remembered.map(|(_, place)| place);
        let place = own.unwrap_or_else(|| Place::take(subject, &storage, source == DraftSource::Any));
        let saved_in = storage.with_mode(mode);
        let found = saved_in.read(place.key()).map(|record| (record.draft, record.at));
        let draft = found.as_ref().map(|(draft, _)| draft.clone());
        let is_written = mode == storage.mode();
        if !is_written {
            saved_in.remove(place.key());
        }
        self.drafts.borrow_mut().push(SavedDraft::new(subject, place, draft, is_written));
        found
    }

    /// Takes over the drafts of a state. Returns whether they must be written before anything else
    /// happens.
    pub(super) fn update(&self, current: Subject, state: &State) -> bool {
        let mut is_urgent = false;
        for saved in self.drafts.borrow_mut().iter_mut() {
            let draft = state.work_for(saved.subject).and_then(Work::draft);
            if saved.draft != draft {
                let tried = |draft: &Option<Draft>| draft.as_ref().and_then(|draft| draft.tried.clone());
                let is_same_attempt = tried(&saved.draft) == tried(&draft);
                let is_empty = draft.as_ref().is_none_or(|draft| draft.text.is_empty());
                is_urgent |= !is_same_attempt || is_empty || saved.subject != current;
                saved.draft = draft;
                saved.is_written = false;
            }
        }
        is_urgent
    }

    /// Marks the draft of a subject as written.
    pub(super) fn mark_written(&self, subject: Subject) {
        let mut drafts = self.drafts.borrow_mut();
        drafts.iter_mut().filter(|saved| saved.subject == subject).for_each(|saved| saved.is_written = true);
    }

    /// Returns whether the drafts outlive the element.
    pub(super) fn is_kept(&self) -> bool {
        self.storage.borrow().mode() != DraftMode::Off
    }

    /// Returns whether a draft has unsaved changes.
    pub(super) fn has_unwritten(&self) -> bool {
        self.drafts.borrow().iter().any(|saved| !saved.is_written)
    }

    /// Writes the drafts that have unsaved changes. An unresolved attempt of another window is not
    /// overwritten. Returns whether the browser saved all of them.
    pub(super) fn write(&self) -> bool {
        let storage = self.storage.borrow();
        let mut is_saved = true;
        for saved in self.drafts.borrow_mut().iter_mut().filter(|saved| !saved.is_written) {
            saved.is_written = true;
            let is_foreign = storage.has_foreign_attempt(saved.place.key(), saved.attempt);
            match &saved.draft {
                Some(draft) => {
                    if is_foreign {
                        saved.place = Place::take(saved.subject, &storage, false);
                    }
                    saved.attempt = draft.tried.as_ref().map(|tried| tried.id).or(saved.attempt);
                    is_saved &= storage.write(saved.place.key(), draft) != Err(NotSaved);
                }
                None if is_foreign => {}
                None => storage.remove(saved.place.key()),
            }
        }
        is_saved
    }

    /// Writes the drafts that have unsaved changes, and frees every place for the next form. The
    /// element remembers its keys.
    pub(super) fn close(&self) {
        self.write();
        let storage = self.storage.borrow();
        for saved in self.drafts.take() {
            let mode = saved.draft.is_some().then_some(storage.mode());
            storage.memory().remember(saved.place.key(), mode);
        }
    }

    /// Frees the places of other subjects without a draft.
    pub(super) fn free_unused(&self, current: Subject) {
        let is_used =
            |saved: &SavedDraft| saved.subject == current || saved.draft.is_some() || !saved.is_written;
        self.drafts.borrow_mut().retain(is_used);
    }

    /// Returns the drafts that another page changed while this page was in the back-forward cache.
    pub(super) fn changed_while_hidden(&self) -> Vec<Action> {
        let mut changes = Vec::new();
        for saved in self.drafts.borrow().iter() {
            if saved.is_written {
                changes.extend(self.change_of(saved));
            }
        }
        changes
    }

    fn change_of(&self, saved: &SavedDraft) -> Option<Action> {
        let draft = self.storage.borrow().read(saved.place.key()).map(|record| record.draft);
        let previous_text = saved.text();
        (draft != saved.draft).then_some(Action::DraftChangedElsewhere {
            subject: saved.subject,
            draft,
            previous_text,
        })
    }

    /// Returns the change that another window made to one of this form's drafts. Only windows with
    /// `drafts="device"` share drafts.
    pub(super) fn changed_elsewhere(&self, event: &StorageEvent) -> Option<Action> {
        let storage = self.storage.borrow();
        if storage.mode() != DraftMode::Device || !storage.environment().is_shared(event) {
            return None;
        }
        let key = event.key()?;
        let drafts = self.drafts.borrow();
        let saved = drafts.iter().find(|saved| saved.place.key() == key)?;
        let parse =
            |text: Option<String>| text.and_then(|text| Record::parse(&text)).map(|record| record.draft);
        Some(Action::DraftChangedElsewhere {
            subject: saved.subject,
            draft: parse(event.new_value()),
            previous_text: parse(event.old_value()).map(|draft| draft.text),
        })
    }
}
