//! Keeps drafts: soon after a key press, at once when a try begins or ends, and when the page goes.
//! Takes up those of other windows, and when the page comes back.

mod shelf;

use crate::config::DraftMode;
use crate::host::Host;
use gloo_events::EventListener;
use gloo_timers::callback::Timeout;
use shelf::Shelf;
use std::cell::RefCell;
use std::rc::Rc;
use ticket_note_core::draft::Draft;
use ticket_note_core::settings::Subject;
use ticket_note_core::state::{Action, State};
use wasm_bindgen::JsCast;
use web_sys::StorageEvent;
use yew::Callback;

/// How long a text may be typed before it is kept: half a second is promised.
const PAUSE_MS: u32 = 300;

/// The drafts of a form.
#[derive(Debug)]
pub(super) struct Drafts {
    shelf: Rc<Shelf>,
    pause: Rc<RefCell<Option<Timeout>>>,
    _listeners: [Option<EventListener>; 3],
}

impl Drafts {
    /// Nothing is kept yet.
    pub(super) fn new(on_action: &Callback<Action>, host: &Host) -> Self {
        let shelf = Rc::new(Shelf::new(on_action, host.store()));
        let _listeners = [on_page_show(&shelf), on_page_hide(&shelf), on_other_window(&shelf)];
        let leaving = shelf.clone();
        host.when_leaving(move || leaving.close());
        Self { shelf, pause: Rc::default(), _listeners }
    }

    /// What was kept for a subject that the form turns to.
    pub(super) fn turn_to(&self, subject: Subject, mode: DraftMode, has_text: bool) -> Option<Draft> {
        self.shelf.keep_in(mode);
        self.shelf.turn_to(subject, has_text)
    }

    /// Keeps what the state holds.
    pub(super) fn keep(&self, state: &State) {
        let Some(subject) = state.subject else { return };
        if self.shelf.record(subject, state) {
            self.shelf.write();
            self.shelf.tidy(subject);
        } else if self.shelf.has_unwritten() {
            self.write_after_a_pause();
        }
    }

    /// Records what was taken up from another window: writing it back would be news to that one.
    pub(super) fn took_up(&self, state: &State, subject: Subject) {
        if let Some(current) = state.subject {
            self.shelf.record(current, state);
            self.shelf.mark_written(subject);
        }
    }

    fn write_after_a_pause(&self) {
        let mut pause = self.pause.borrow_mut();
        if pause.is_none() {
            let (shelf, done) = (self.shelf.clone(), Rc::downgrade(&self.pause));
            *pause = Some(Timeout::new(PAUSE_MS, move || {
                shelf.write();
                done.upgrade().map(|done| done.take());
            }));
        }
    }
}

fn on_page_show(shelf: &Rc<Shelf>) -> Option<EventListener> {
    let shelf = shelf.clone();
    Some(EventListener::new(&web_sys::window()?.into(), "pageshow", move |_| shelf.look()))
}

fn on_page_hide(shelf: &Rc<Shelf>) -> Option<EventListener> {
    let shelf = shelf.clone();
    Some(EventListener::new(&web_sys::window()?.into(), "pagehide", move |_| shelf.write()))
}

fn on_other_window(shelf: &Rc<Shelf>) -> Option<EventListener> {
    let shelf = shelf.clone();
    Some(EventListener::new(&web_sys::window()?.into(), "storage", move |event| {
        let event: &StorageEvent = event.unchecked_ref();
        shelf.hear(event);
    }))
}
