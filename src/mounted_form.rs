//! A form in a page: applies actions to its state, performs the effects and renders.

mod commands;
mod rendering;

use crate::components::actions::action_of;
use crate::effects::{Effects, is_offline};
use crate::fresh::{fresh_attempt_id, now};
use crate::host::Host;
use crate::i18n::Strings;
use crate::settings::{Attributes, Rejection, Settings, same_origin, web_page};
use crate::shell::Shell;
use crate::text_area;
use crate::type_list;
use commands::Command;
use js_sys::{Function, JsString};
use rendering::Stage;
use std::cell::{Cell, RefCell};
use std::rc::{Rc, Weak};
use ticket_note_core::attempt::RequestId;
use ticket_note_core::outcome::Outcome;
use ticket_note_core::settings::NoteSettings;
use ticket_note_core::state::{Action, State};
use ticket_note_core::step::Stop;
use ticket_note_core::view::View;
use web_sys::StorageEvent;
use yew::prelude::*;

thread_local! {
    static FORMS: RefCell<Vec<Rc<MountedForm>>> = const { RefCell::new(Vec::new()) };
}

/// A form in a page.
///
/// The state changes at once. The next render shows the change. Events and promises wait for it, so
/// a listener finds the form as the event describes it.
#[derive(Debug)]
pub(crate) struct MountedForm {
    itself: Weak<Self>,
    host: Host,
    shell: Shell,
    stage: RefCell<Stage>,
    state: RefCell<State>,
    /// The view that is rendered, or is about to be.
    view: RefCell<View>,
    settings: RefCell<Result<Rc<Settings>, Rejection>>,
    strings: Cell<&'static Strings>,
    effects: Effects,
    /// The commands that a listener of `note-submit` gave. They run after the send that the event
    /// is about.
    commands: RefCell<Vec<Command>>,
    is_busy: Cell<bool>,
    is_ended: Cell<bool>,
    stop: RefCell<Option<Stop>>,
}

impl MountedForm {
    /// Creates the form of an element. Nothing renders before [`begin`](Self::begin).
    pub(crate) fn new(host: Host, shell: Shell, attributes: &Attributes) -> Rc<Self> {
        let settings = attributes.resolve(same_origin, web_page).map(Rc::new);
        let fresh = State::new(note_settings(&settings));
        let drawn = fresh.view();
        let state = State { is_offline: is_offline(), ..fresh };
        let view = state.view();
        // The script does not draw who reads the note.
        let is_plain = settings.as_ref().is_ok_and(|settings| settings.customer_types.is_none());
        let is_changed = view != drawn || !is_plain || !shell.is_in(attributes.strings);
        let form = Rc::new_cyclic(|itself: &Weak<Self>| {
            // The form owns the callback, so the callback must not own the form.
            let target = itself.clone();
            let on_action = Callback::from(move |action| {
                if let Some(form) = target.upgrade() {
                    form.dispatch(action);
                }
            });
            Self {
                itself: itself.clone(),
                effects: Effects::new(host.clone(), on_action, Self::broadcast),
                host,
                shell,
                stage: RefCell::new(Stage::Beginning { is_changed }),
                view: RefCell::new(view),
                state: RefCell::new(state),
                settings: RefCell::new(settings),
                strings: Cell::new(attributes.strings),
                commands: RefCell::default(),
                is_busy: Cell::new(false),
                is_ended: Cell::new(false),
                stop: RefCell::default(),
            }
        });
        FORMS.with_borrow_mut(|forms| forms.push(form.clone()));
        form
    }

    /// Restores the draft, applies the earlier input of the user and the page, and renders. `text` is the
    /// text that they wrote into the text area; `None` if they wrote nothing.
    ///
    /// Text that the page wrote before the first mounting does not replace a draft.
    pub(crate) fn begin(&self, text: Option<JsString>, is_reset: bool, replaces_draft: bool) {
        self.host.hold();
        self.effects.note_text(Rc::from(self.shell.area().value()));
        let preselected = self.state.borrow().work.note_type;
        let chosen = type_list::read_type(&self.shell).filter(|&chosen| preselected != Some(chosen));
        // The text of the page does not overwrite the draft of another form.
        self.restore_draft(!replaces_draft || is_reset || text.is_none());
        if is_reset {
            self.dispatch(Action::Reset);
        }
        let is_empty = self.state.borrow().work.text.is_empty();
        let unaddressed = self.host.begin();
        let text = text.filter(|_| replaces_draft || is_empty);
        if let Some(text) = text.or(unaddressed.filter(|_| is_empty).map(JsString::from)) {
            self.write(&text);
        }
        if chosen.is_some() {
            self.dispatch(Action::TypeChosen(chosen));
        }
        self.write_text();
        if matches!(self.stage.replace(Stage::Drawn), Stage::Beginning { is_changed: true }) {
            self.render();
        }
    }

    /// Ends the form: saves its draft, then dispatches the events and settles the promises that
    /// wait for a render.
    pub(crate) fn end(&self) {
        self.read_text_area();
        self.is_ended.set(true);
        FORMS.with_borrow_mut(|forms| forms.retain(|form| !std::ptr::eq(&**form, self)));
        self.effects.close();
        let (text, is_unaddressed) = {
            let work = &self.state.borrow().work;
            (work.text.as_rc().clone(), work.subject.is_none())
        };
        self.host.end(&text, is_unaddressed);
        if let Stage::Rendered { root, .. } = self.stage.replace(Stage::Drawn) {
            root.release();
        }
    }

    /// Applies an action.
    pub(crate) fn dispatch(&self, action: Action) {
        self.run(Command::Act(action, None));
    }

    /// Applies changed attributes.
    pub(crate) fn configure(&self, attributes: Attributes) {
        self.run(Command::Configure(attributes));
    }

    /// Sends the note, and calls `settle` with the outcome.
    pub(crate) fn submit(&self, settle: Option<Function>) {
        self.run(Command::Act(Action::Send { fresh: fresh_attempt_id(), now: now() }, settle));
    }

    /// Clears the form. The list of types shows the preselected type, even if a script or a browser
    /// changed the list without an event.
    pub(crate) fn reset(&self) {
        self.dispatch(Action::Reset);
        if !self.host.is_held() {
            self.effects.show(&self.state.borrow(), &self.shell);
        }
    }

    /// Replaces the text by one that the page wrote.
    pub(crate) fn write(&self, text: &JsString) {
        // The text area may hold a lone surrogate, which the state cannot.
        text_area::write(self.shell.area(), text);
        self.host.text_written();
        self.typed();
    }

    /// Updates the state after the user changed the text.
    pub(crate) fn typed(&self) {
        let action = text_area::read(self.shell.area());
        self.effects.note_typed(&action);
        self.dispatch(action);
    }

    /// Updates the state after the user chose a type.
    pub(crate) fn chosen(&self) {
        self.dispatch(Action::TypeChosen(type_list::read_type(&self.shell)));
    }

    /// Acts on a press of the button with this id.
    pub(crate) fn press(&self, id: &str) {
        let action = action_of(id, &self.view.borrow());
        action.into_iter().for_each(|action| self.dispatch(action));
    }

    /// Tells the user that a note cannot hold a file.
    pub(crate) fn refuse_file(&self) {
        self.dispatch(Action::FilePasted);
    }

    /// Applies what the proxy knows about an unknown attempt: Omnidesk's message if the note was added, or
    /// `None` if it did not arrive.
    pub(crate) fn checked(&self, id: &str, message: Option<String>) {
        let Ok(id) = id.parse() else { return };
        let Some(message) = message else { return self.dispatch(Action::NotArrived(id)) };
        let attempt = self.state.borrow().unknown().into_iter().find(|attempt| attempt.id == id).cloned();
        if let Some(attempt) = attempt {
            self.effects.found_saved(&attempt, &message);
        }
    }

    /// Returns the text in the text area.
    pub(crate) fn text(&self) -> JsString {
        text_area::value(self.shell.area())
    }

    /// Returns the name of the state that the page sees.
    pub(crate) fn shown_state(&self) -> Option<&'static str> {
        self.effects.shown_state()
    }

    /// Returns whether the form holds a note that can be sent.
    pub(crate) fn is_valid(&self) -> bool {
        self.read_changes();
        self.state.borrow().is_valid()
    }

    /// Saves the text at once. What the form knows is saved first: after a trap, reading traps again.
    pub(crate) fn save(&self) {
        self.effects.save_drafts();
        self.read_changes();
        self.effects.save_drafts();
        self.effects.save_drafts();
    }

    /// Applies the drafts that changed while the page was hidden, or the one that a storage event is about.
    pub(crate) fn compare_drafts(&self, event: Option<StorageEvent>) {
        self.effects.compare_drafts(event);
    }

    /// Reads a text that an extension may have written without an event.
    fn read_changes(&self) {
        if !self.is_busy.get() {
            self.read_text_area();
        }
    }

    /// Applies the outcome of a request to every form of the page.
    fn broadcast(request: RequestId, outcome: &Outcome) {
        let now = now();
        for form in FORMS.with_borrow(Clone::clone) {
            form.dispatch(Action::Responded { request, outcome: outcome.clone(), now });
        }
    }

    fn write_text(&self) {
        self.effects.write_text(&self.shell, self.state.borrow().work.text.as_rc());
    }
}

fn note_settings(settings: &Result<Rc<Settings>, Rejection>) -> Option<NoteSettings> {
    settings.as_ref().ok().map(|settings| settings.note.clone())
}
