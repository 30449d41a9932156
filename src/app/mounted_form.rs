use crate::components::form::note_form;
use crate::config::{Config, Rejection, Settings, same_origin};
use crate::effects::Effects;
use crate::events::Event;
use crate::host::{Host, Signal};
use crate::i18n::Strings;
use crate::text;
use std::rc::Rc;
use ticket_note_core::attempt::Attempt;
use ticket_note_core::settings::NoteSettings;
use ticket_note_core::state::{Action, State};
use ticket_note_core::step::step;
use yew::prelude::*;

/// A form's time in a page: its state, and what the state asks for.
#[derive(Debug)]
pub(super) struct MountedForm {
    host: Host,
    state: State,
    settings: Result<Rc<Settings>, Rejection>,
    effects: Effects,
    form: NodeRef,
}

impl MountedForm {
    pub(super) fn begin(
        host: Host,
        config: &Config,
        on_action: Callback<Action>,
        tell_all: fn(&Action),
    ) -> Self {
        let settings = config.resolve(same_origin).map(Rc::new);
        let state = State::new(note_settings(&settings));
        let effects = Effects::new(host.clone(), on_action, tell_all);
        let mut work = Self { host, state, settings, effects, form: NodeRef::default() };
        work.take_up_draft();
        work
    }

    pub(super) fn configure(&mut self, config: &Config) {
        self.settings = config.resolve(same_origin).map(Rc::new);
        self.take(Action::SettingsChanged(note_settings(&self.settings)));
        self.take_up_draft();
    }

    /// Whether there is something else to see.
    pub(super) fn react(&mut self, action: Action) -> bool {
        let before = self.state.view();
        self.apply(action) && self.state.view() != before
    }

    pub(super) fn view(&self, strings: &'static Strings, on_action: &Callback<Action>) -> Html {
        note_form(&self.form, &self.state.view(), self.settings.as_ref(), strings, on_action)
    }

    /// Does what the state asks for. Where the form's area `is_ahead` of the state, nothing is written.
    pub(super) fn perform(&mut self, is_ahead: bool) {
        self.host.keep_validity(is_valid(&self.state));
        if !is_ahead {
            self.effects.write_text(&self.form, &self.state.work.text);
        }
        self.effects.perform(&self.state, self.settings.as_ref(), &self.form);
    }

    pub(super) fn is_valid(&self) -> bool {
        let typed = text::read(&self.form).and_then(|typed| step(&self.state, typed));
        is_valid(typed.as_ref().unwrap_or(&self.state))
    }

    /// Whether the action changed anything.
    fn apply(&mut self, action: Action) -> bool {
        match action {
            Action::Send { .. } | Action::SendAsNew { .. } => self.send(action),
            Action::TextChanged { .. } => {
                let is_changed = self.take(action);
                self.effects.was_typed(&self.state.work.text);
                is_changed
            }
            Action::DraftChangedElsewhere { subject, .. } => {
                let is_changed = self.take(action);
                if is_changed {
                    self.effects.took_up(&self.state, subject);
                }
                is_changed
            }
            other => self.take(other),
        }
    }

    fn take(&mut self, action: Action) -> bool {
        let next = step(&self.state, action);
        next.map(|next| self.state = next).is_some()
    }

    fn take_up_draft(&mut self) {
        let has_text = self.state.work.draft().is_some();
        let draft = self.settings.as_ref().ok().and_then(|settings| self.effects.turn_to(settings, has_text));
        if let Some(draft) = draft {
            self.take(Action::DraftRestored(draft));
        }
    }

    /// Begins to send, if neither the form's own rules nor the page have anything against it, and tells
    /// the element's script what becomes of the wish.
    fn send(&mut self, action: Action) -> bool {
        let next = step(&self.state, action);
        let signal = match (&next, self.state.work.phase.sending()) {
            (Some(next), _) => self.classify(next),
            (None, Some(attempt)) => Some(Signal::Joined(attempt.id)),
            (None, None) if self.state.settings.is_some() => Some(Signal::Cancelled),
            (None, None) => Some(Signal::Invalid),
        };
        if let Some(signal) = signal {
            // In the order of the sends.
            self.effects.tell_stopped(&self.state);
            self.host.signal(signal);
        }
        let Some(next) = next else { return false };
        if signal == Some(Signal::Cancelled) {
            let cancelled = next.work.phase.sending().cloned().map(Action::SubmitCancelled);
            return cancelled.is_some_and(|cancelled| self.take(cancelled));
        }
        self.state = next;
        // Not only once the form shows it: on a busy page that is later, and the page may be done with
        // the element by then.
        self.effects.post(&self.state, self.settings.as_ref());
        true
    }

    /// What becomes of a send that leads to this state: the page is asked. None where a problem stops it,
    /// which is told once the form shows it.
    fn classify(&self, next: &State) -> Option<Signal> {
        let attempt = next.work.phase.sending()?;
        Some(if self.lets_send(attempt) { Signal::Joined(attempt.id) } else { Signal::Cancelled })
    }

    /// Whether the page lets it be. One that has taken the element out, or forgets all when it is asked,
    /// does not.
    fn lets_send(&self, attempt: &Attempt) -> bool {
        !self.host.has_left()
            && self.host.tell(&Event::Submit { attempt: attempt.clone() })
            && !self.host.has_left()
    }
}

fn is_valid(state: &State) -> bool {
    state.settings.as_ref().is_some_and(|settings| state.work.note(settings).is_ok())
}

fn note_settings(settings: &Result<Rc<Settings>, Rejection>) -> Option<NoteSettings> {
    settings.as_ref().ok().map(|settings| settings.note.clone())
}
