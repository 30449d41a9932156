//! Commands: actions and attributes, applied one after the other.

use super::{MountedForm, note_settings};
use crate::events::Event;
use crate::fresh::now;
use crate::settings::{Attributes, same_origin, web_page};
use crate::storage::DraftSource;
use crate::type_list;
use js_sys::Function;
use std::rc::Rc;
use ticket_note_core::attempt::{Attempt, AttemptId};
use ticket_note_core::state::Action;
use ticket_note_core::step::{Effect, step};

/// A command to a form.
#[derive(Debug)]
pub(super) enum Command {
    /// Applies an action. If it is a send, the function is called with its outcome.
    Act(Action, Option<Function>),
    /// Applies changed attributes.
    Configure(Attributes),
}

impl MountedForm {
    /// Runs a command. A command that a listener of `note-submit` gives runs after the send that
    /// the event is about.
    pub(super) fn run(&self, command: Command) {
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
        // If the text changes together with the state, both appear after the render.
        if !self.host.is_held() {
            self.write_text();
            self.announce();
        }
    }

    /// Restores the draft of the form's subject.
    ///
    /// A form without a draft restores the element's own one. If it may adopt, it also restores one
    /// that another form left.
    pub(super) fn restore_draft(&self, may_adopt: bool) {
        let source = match self.state.borrow().work.draft() {
            Some(_) => DraftSource::None,
            None if may_adopt => DraftSource::Any,
            None => DraftSource::Own,
        };
        let settings = self.settings.borrow().as_ref().ok().cloned();
        if let Some((draft, at)) = settings.and_then(|settings| self.effects.restore(&settings, source)) {
            self.step(Action::DraftRestored(draft));
            self.step(Action::DraftSaved { now: at });
        }
        self.report_storage();
    }

    /// Reads text that a script or an extension wrote into the text area without an event.
    pub(super) fn read_text_area(&self) {
        if let Some(action) = self.effects.read_unknown_text(&self.shell) {
            self.step(action);
        }
    }

    fn act(&self, action: Action, settle: Option<Function>) {
        if matches!(action, Action::Send { .. } | Action::SendAsNew { .. }) {
            self.read_text_area();
        }
        let outcome = match self.step(action) {
            Some(Effect::Ready(attempt)) => return self.begin_request(attempt, settle),
            Some(Effect::Joined(attempt)) => {
                self.join(attempt, settle);
                return;
            }
            Some(Effect::Stopped(stop)) => {
                self.stop.replace(stop);
                "invalid"
            }
            Some(Effect::Cancelled) => "cancelled",
            None => return,
        };
        self.settle(settle, outcome);
    }

    /// Dispatches `note-submit`, and begins the request if the page allows it.
    fn begin_request(&self, attempt: Attempt, settle: Option<Function>) {
        if !self.page_allows(&attempt) {
            self.settle(settle, "cancelled");
            self.step(Action::SubmitCancelled(attempt));
            return;
        }
        self.join(attempt.id, settle);
        self.step(Action::SubmitAllowed { attempt, now: now() });
    }

    /// Dispatches `note-submit`. The page stops the send if its listener cancels the event, removes
    /// the element, or discards all drafts.
    fn page_allows(&self, attempt: &Attempt) -> bool {
        self.host.dispatch(Event::Submit(attempt)) && !self.is_ended.get()
    }

    fn apply(&self, attributes: &Attributes) {
        // Text that a script wrote without an event belongs to the ticket that the form still shows.
        self.read_text_area();
        let settings = attributes.resolve(same_origin, web_page).map(Rc::new);
        let action = Action::SettingsChanged(note_settings(&settings));
        self.strings.set(attributes.strings);
        *self.settings.borrow_mut() = settings;
        self.step(action);
        self.restore_draft(true);
        // `focus()` in the same task looks at the list.
        type_list::write_type(&self.shell, self.state.borrow().work.note_type);
        // The draft may belong to another subject now, although the state is the same.
        self.effects.perform(&self.state.borrow(), self.settings.borrow().as_ref().ok());
        self.report_storage();
        self.render();
    }

    /// Applies an action to the state and performs what the new state asks for. Returns the effect of
    /// the action.
    fn step(&self, action: Action) -> Option<Effect> {
        let adopted = match &action {
            Action::DraftChangedElsewhere { subject, .. } => Some(*subject),
            _ => None,
        };
        let transition = step(self.state.take(), action);
        let is_changed = transition.is_changed;
        self.state.replace(transition.state);
        if is_changed {
            let view = self.state.borrow().view();
            if *self.view.borrow() != view {
                self.view.replace(view);
                self.render();
            }
            if let Some(subject) = adopted {
                self.effects.adopt_draft(&self.state.borrow(), subject);
            }
            self.effects.perform(&self.state.borrow(), self.settings.borrow().as_ref().ok());
            self.report_storage();
        }
        transition.effect
    }

    fn report_storage(&self) {
        if self.effects.storage_failed() {
            self.step(Action::DraftNotSaved);
        }
    }

    fn join(&self, attempt: AttemptId, settle: Option<Function>) {
        if let Some(settle) = settle {
            self.host.join(attempt, settle);
        }
    }

    fn settle(&self, settle: Option<Function>, outcome: &'static str) {
        if let Some(settle) = settle {
            self.host.settle(settle, outcome);
        }
    }
}
