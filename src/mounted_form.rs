//! A form in a page: applies actions to its state, performs the effects and renders.

use crate::components::form::note_form;
use crate::effects::{Effects, is_offline};
use crate::events::Event;
use crate::focus;
use crate::fresh::{fresh_attempt_id, now};
use crate::host::Host;
use crate::i18n::Strings;
use crate::roots::{Message, Renderer};
use crate::settings::{Attributes, Rejection, Settings, same_origin};
use crate::text_area;
use js_sys::Function;
use std::cell::{Cell, OnceCell, RefCell};
use std::rc::{Rc, Weak};
use ticket_note_core::attempt::Attempt;
use ticket_note_core::settings::NoteSettings;
use ticket_note_core::state::{Action, State};
use ticket_note_core::step::{Effect, Stop, step};
use web_sys::HtmlElement;
use yew::prelude::*;

thread_local! {
    static FORMS: RefCell<Vec<Rc<MountedForm>>> = const { RefCell::new(Vec::new()) };
}

/// A form in a page.
///
/// The state changes at once. The page sees the change after the next render; events and promises wait
/// for it, so that a listener finds the form as the event describes it.
#[derive(Debug)]
pub(crate) struct MountedForm {
    host: Host,
    renderer: Renderer,
    node: NodeRef,
    on_action: Callback<Action>,
    state: RefCell<State>,
    settings: RefCell<Result<Rc<Settings>, Rejection>>,
    strings: Cell<&'static Strings>,
    effects: Effects,
    /// The commands that a listener of `note-submit` gave. They follow the send that it was asked about.
    commands: RefCell<Vec<Command>>,
    is_busy: Cell<bool>,
    is_ended: Cell<bool>,
    stops: RefCell<Vec<Stop>>,
}

#[derive(Debug)]
enum Command {
    Act(Action, Option<Function>),
    Configure(Attributes),
}

impl MountedForm {
    /// Creates the form of an element. Nothing renders before [`begin`](Self::begin).
    pub(crate) fn new(host: Host, renderer: Renderer, attributes: &Attributes) -> Rc<Self> {
        let settings = attributes.resolve(same_origin).map(Rc::new);
        // The form owns the callback, so that the callback cannot own the form.
        let itself = Rc::new(OnceCell::<Weak<Self>>::new());
        let target = itself.clone();
        let on_action = Callback::from(move |action| {
            if let Some(form) = target.get().and_then(Weak::upgrade) {
                form.effects.note_typed(&action);
                form.dispatch(action);
            }
        });
        let state = State { is_offline: is_offline(), ..State::new(note_settings(&settings)) };
        let form = Rc::new(Self {
            effects: Effects::new(host.clone(), on_action.clone(), Self::broadcast),
            host,
            renderer,
            node: NodeRef::default(),
            on_action,
            state: RefCell::new(state),
            settings: RefCell::new(settings),
            strings: Cell::new(attributes.strings),
            commands: RefCell::default(),
            is_busy: Cell::new(false),
            is_ended: Cell::new(false),
            stops: RefCell::default(),
        });
        // The cell is empty until now.
        let _ = itself.set(Rc::downgrade(&form));
        FORMS.with_borrow_mut(|forms| forms.push(form.clone()));
        form.renderer.send_message(Message::Show(form.clone()));
        form
    }

    /// Restores the draft, applies what the page did before, and renders.
    ///
    /// A text that the page wrote before the form first came does not replace a draft.
    pub(crate) fn begin(&self, text: Option<String>, is_reset: bool) {
        self.host.hold();
        self.restore_draft();
        if is_reset {
            self.dispatch(Action::Reset);
        }
        let is_empty = self.state.borrow().work.text.is_empty();
        let (is_first, unaddressed) = self.host.begin();
        let text = text.filter(|_| !is_first || is_reset || is_empty);
        if let Some(text) = text.or(unaddressed.filter(|_| is_empty)) {
            self.write(text);
        }
    }

    /// Ends the form: saves its draft, and settles or reports what waits for a render.
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

    /// Replaces the text.
    pub(crate) fn write(&self, text: String) {
        let text = Rc::from(text);
        self.dispatch(Action::TextChanged { text, is_well_formed: true, fresh: fresh_attempt_id() });
        self.write_text();
    }

    /// Returns the text in the text area; before the first render, the text of the state.
    pub(crate) fn text(&self) -> String {
        text_area::value(&self.node).unwrap_or_else(|| String::from(&*self.state.borrow().work.text))
    }

    /// Returns the name of the state that the page sees.
    pub(crate) fn shown_state(&self) -> Option<&'static str> {
        self.effects.shown_state()
    }

    /// Returns whether the form holds a note that can be sent.
    pub(crate) fn is_valid(&self) -> bool {
        if !self.is_busy.get() {
            self.read_text_area();
        }
        self.state.borrow().is_valid()
    }

    /// Returns the list of types while no type is chosen, else the text area.
    pub(crate) fn focus_target(&self) -> Option<HtmlElement> {
        focus::target(&self.node, self.state.borrow().work.note_type.is_some())
    }

    /// Renders the state.
    pub(crate) fn view(&self) -> Html {
        let (state, settings) = (self.state.borrow(), self.settings.borrow());
        note_form(&self.node, &state.view(), settings.as_ref(), self.strings.get(), &self.on_action)
    }

    /// Continues after a render: the page sees the state now.
    pub(crate) fn rendered(&self) {
        self.effects.show(&self.state.borrow(), &self.node);
        self.host.release();
        self.announce();
    }

    /// Applies an action to every form of the page.
    fn broadcast(action: &Action) {
        let forms = FORMS.with_borrow(Clone::clone);
        forms.iter().for_each(|form| form.dispatch(action.clone()));
    }

    fn run(&self, command: Command) {
        self.commands.borrow_mut().push(command);
        if self.is_ended.get() || self.is_busy.replace(true) {
            return;
        }
        while !self.commands.borrow().is_empty() {
            let command = self.commands.borrow_mut().remove(0);
            match command {
                Command::Act(action, settle) => self.act(action, settle),
                Command::Configure(attributes) => self.apply(&attributes),
            }
        }
        self.is_busy.set(false);
        // A text that comes with another state shows together with it, after the render.
        if !self.host.is_held() {
            self.write_text();
            self.announce();
        }
    }

    fn act(&self, action: Action, settle: Option<Function>) {
        if matches!(action, Action::Send { .. } | Action::SendAsNew { .. }) {
            self.read_text_area();
        }
        let transition = step(&self.state.borrow(), action);
        match transition.effect {
            Some(Effect::Joined(attempt)) => {
                let begun = transition.state.as_ref().and_then(|next| next.work.phase.in_flight());
                if let Some(attempt) = begun.filter(|attempt| !self.page_allows(attempt)) {
                    self.settle(settle, "cancelled");
                    return self.act(Action::SubmitCancelled(attempt.clone()), None);
                }
                if let Some(settle) = settle {
                    self.host.join(attempt, settle);
                }
            }
            Some(Effect::Stopped(stop)) => {
                self.stops.borrow_mut().extend(stop);
                self.settle(settle, "invalid");
            }
            Some(Effect::Cancelled) => self.settle(settle, "cancelled"),
            None => {}
        }
        if let Some(next) = transition.state {
            self.replace(next);
        }
    }

    fn apply(&self, attributes: &Attributes) {
        let settings = attributes.resolve(same_origin).map(Rc::new);
        let action = Action::SettingsChanged(note_settings(&settings));
        self.strings.set(attributes.strings);
        *self.settings.borrow_mut() = settings;
        self.act(action, None);
        self.restore_draft();
        self.render();
    }

    /// Dispatches `note-submit`. The page does not allow a send if it cancels the event, or removes the
    /// element or forgets all drafts meanwhile.
    fn page_allows(&self, attempt: &Attempt) -> bool {
        self.host.dispatch(&Event::Submit { attempt: attempt.clone() }) && !self.is_ended.get()
    }

    fn replace(&self, next: State) {
        let previous = self.state.replace(next);
        let state = self.state.borrow();
        if previous.view() != state.view() {
            self.render();
        }
        self.effects.perform(&state, self.settings.borrow().as_ref().ok());
        drop(state);
        self.report_storage();
    }

    fn restore_draft(&self) {
        let has_draft = self.state.borrow().work.draft().is_some();
        let settings = self.settings.borrow().as_ref().ok().cloned();
        if let Some(draft) = settings.and_then(|settings| self.effects.restore(&settings, has_draft)) {
            self.act(Action::DraftRestored(draft), None);
        }
        self.report_storage();
    }

    fn report_storage(&self) {
        if self.effects.storage_failed() {
            self.act(Action::DraftNotSaved, None);
        }
    }

    /// Reads a text that a script or an extension wrote into the text area without an event.
    fn read_text_area(&self) {
        if let Some(action) = self.effects.read_unknown_text(&self.node) {
            let next = step(&self.state.borrow(), action).state;
            if let Some(next) = next {
                self.replace(next);
            }
        }
    }

    fn write_text(&self) {
        self.effects.write_text(&self.node, self.state.borrow().work.text.as_rc());
    }

    fn settle(&self, settle: Option<Function>, outcome: &'static str) {
        if let Some(settle) = settle {
            self.host.settle(settle, outcome);
        }
    }

    fn render(&self) {
        self.host.hold();
        self.renderer.send_message(Message::Render);
    }

    /// Dispatches the events and settles the promises that waited for a render.
    fn announce(&self) {
        for stop in self.stops.take() {
            self.effects.focus(&self.node, &stop);
        }
        let name = self.state.borrow().name();
        let rejection = self.settings.borrow().as_ref().err().cloned();
        let news = self.effects.news(name, rejection.as_ref());
        if news.is_ready {
            self.host.dispatch(&Event::Ready);
        }
        if news.is_changed {
            self.host.dispatch(&Event::Change { state: name });
        }
        if let Some(rejection) = rejection.filter(|_| news.is_rejected) {
            self.host.dispatch(&Event::ConfigError(rejection));
        }
        self.host.flush();
    }
}

fn note_settings(settings: &Result<Rc<Settings>, Rejection>) -> Option<NoteSettings> {
    settings.as_ref().ok().map(|settings| settings.note.clone())
}
