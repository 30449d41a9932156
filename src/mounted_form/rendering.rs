//! Rendering: who draws the parts of a form, and what follows a render.

use super::MountedForm;
use crate::components::audience::Audience;
use crate::components::form::{Parts, parts};
use crate::events::Event;
use crate::roots::{Content, Root};
use ticket_note_core::problem::Field;

/// Who draws the parts of a form that Yew can render.
#[derive(Debug)]
pub(super) enum Stage {
    /// The drawn parts show the form as it begins. Whether they still do is decided at the end of
    /// [`MountedForm::begin`], because a form that traps before it is complete must never render.
    Beginning {
        /// Whether the form has changed since it was drawn.
        is_changed: bool,
    },
    /// The drawn parts show the form.
    Drawn,
    /// Yew renders the form.
    Rendered {
        root: Root,
        /// Whether the rendered parts are in the page.
        is_placed: bool,
    },
}

impl MountedForm {
    /// Renders the parts that are still drawn.
    pub(crate) fn enter(&self) {
        if matches!(*self.stage.borrow(), Stage::Drawn) {
            self.render();
        }
    }

    /// Announces a form that needs no render.
    pub(crate) fn announce_drawn(&self) {
        if matches!(*self.stage.borrow(), Stage::Drawn) {
            self.effects.show(&self.state.borrow(), &self.shell);
            self.host.release();
            self.announce();
        }
    }

    pub(super) fn show_shell(&self) {
        let ticket = self.settings.borrow().as_ref().ok().map(|settings| settings.note.subject.ticket);
        self.shell.name(ticket, self.strings.get());
        let is_type_locked = self.settings.borrow().as_ref().is_ok_and(|settings| settings.note.type_locked);
        self.shell.lock(is_type_locked, self.state.borrow().work.phase.in_flight().is_some());
        let settings = self.settings.borrow();
        let readers = Audience::of(self.view.borrow().note_type, settings.as_deref().ok());
        self.shell.tint(readers == Some(Audience::Team));
        let is_invalid = |field| self.view.borrow().problem(field).is_some();
        self.shell.mark(is_invalid(Field::Type), is_invalid(Field::Text));
    }

    /// Renders the form soon. Reports wait for it.
    pub(super) fn render(&self) {
        let mut stage = self.stage.borrow_mut();
        match &mut *stage {
            Stage::Beginning { is_changed } => *is_changed = true,
            Stage::Rendered { root, .. } => root.render(),
            Stage::Drawn => {
                // If the browser cannot create an element, the form stays as it is drawn.
                let (Ok(root), Some(itself)) = (Root::take(), self.itself.upgrade()) else { return };
                root.show(itself);
                *stage = Stage::Rendered { root, is_placed: false };
            }
        }
        self.host.hold();
    }

    /// Puts the rendered parts in the place of the drawn ones, once. That may move the focus, so a listener may
    /// call the form meanwhile.
    fn place(&self) {
        let hosts = match &mut *self.stage.borrow_mut() {
            Stage::Rendered { root, is_placed } if !*is_placed => {
                *is_placed = true;
                root.hosts().clone()
            }
            _ => return,
        };
        self.host.place(&hosts);
    }

    /// Dispatches the events and settles the promises that waited for a render.
    pub(super) fn announce(&self) {
        if let Some(stop) = self.stop.take() {
            self.effects.focus(&self.shell, &stop);
        }
        let name = self.state.borrow().name();
        let rejection = self.settings.borrow().as_ref().err().cloned();
        let news = self.effects.news(name, rejection.as_ref());
        if news.is_ready {
            self.host.dispatch_ready();
        }
        if news.is_changed {
            self.host.dispatch(Event::Change { state: name });
        }
        if let Some(rejection) = rejection.as_ref().filter(|_| news.is_rejected) {
            self.host.dispatch(Event::ConfigError(rejection));
        }
        self.host.flush();
    }
}

impl Content for MountedForm {
    /// Renders the state.
    fn view(&self) -> Parts {
        let (state, settings) = (self.state.borrow(), self.settings.borrow());
        parts(&self.view.borrow(), &state.work.phase, settings.as_ref(), self.strings.get())
    }

    /// Continues after a render: the page sees the state now.
    fn rendered(&self) {
        if self.is_ended.get() {
            return;
        }
        self.place();
        self.show_shell();
        self.effects.show(&self.state.borrow(), &self.shell);
        self.host.release();
        self.announce();
    }
}
