//! The root component: owns the state, has the effects done, hands down values and one callback.

mod fresh;
mod host;

pub use fresh::fresh_attempt_id;
pub use host::{Host, Signal};

use crate::components::form::note_form;
use crate::config::{Config, Rejection, Settings, same_origin};
use crate::effects::{Effects, text};
use crate::events::Event;
use std::rc::Rc;
use ticket_note_core::context;
use ticket_note_core::state::{Action, State};
use ticket_note_core::step::step;
use yew::prelude::*;

/// What the page gave the form.
#[derive(Clone, Debug, PartialEq, Properties)]
pub struct AppProps {
    /// The element.
    pub host: Host,
    /// Its attributes.
    pub config: Config,
}

/// The form, from the page's config to the pixels.
///
/// It renders only when there is something else to see: most key presses render nothing.
#[derive(Debug)]
pub struct App {
    state: State,
    settings: Result<Rc<Settings>, Rejection>,
    effects: Effects,
    form: NodeRef,
}

impl Component for App {
    type Message = Action;
    type Properties = AppProps;

    fn create(ctx: &Context<Self>) -> Self {
        let AppProps { host, config } = ctx.props();
        let settings = config.resolve(same_origin).map(Rc::new);
        let state = State::new(context_of(&settings));
        let effects = Effects::new(host.clone(), ctx.link());
        let mut app = Self { state, settings, effects, form: NodeRef::default() };
        app.take_up_draft();
        if let Some(text) = &config.value {
            app.take(Action::Typed(text.as_str().into()));
        }
        app
    }

    fn changed(&mut self, ctx: &Context<Self>, _: &AppProps) -> bool {
        self.settings = ctx.props().config.resolve(same_origin).map(Rc::new);
        self.take(Action::Configured(context_of(&self.settings)));
        self.take_up_draft();
        true
    }

    fn update(&mut self, ctx: &Context<Self>, action: Action) -> bool {
        let before = self.state.view();
        let is_send = matches!(action, Action::Send { .. } | Action::SendAsNew { .. });
        let is_changed = if is_send { self.send(action, &ctx.props().host) } else { self.take(action) };
        let is_to_render = is_changed && self.state.view() != before;
        if !is_to_render {
            self.perform();
        }
        is_to_render
    }

    fn view(&self, ctx: &Context<Self>) -> Html {
        let strings = ctx.props().config.strings;
        let on_action = ctx.link().callback(|action| action);
        note_form(&self.form, &self.state.view(), self.settings.as_ref(), strings, &on_action)
    }

    fn rendered(&mut self, _: &Context<Self>, _: bool) {
        self.perform();
    }

    fn destroy(&mut self, _: &Context<Self>) {
        self.effects.leave();
    }
}

impl App {
    /// Whether the form, as it stands in the page at this moment, could be sent.
    #[must_use]
    pub fn is_valid(&self) -> bool {
        let text = text::read(&self.form).map(|text| Action::Typed(text.into()));
        let typed = text.and_then(|typed| step(&self.state, typed));
        let state = typed.as_ref().unwrap_or(&self.state);
        state.context.as_ref().is_some_and(|context| state.session.note(context).is_ok())
    }

    /// Whether the action changed anything.
    fn take(&mut self, action: Action) -> bool {
        let next = step(&self.state, action);
        next.map(|next| self.state = next).is_some()
    }

    fn take_up_draft(&mut self) {
        let draft = self.settings.as_ref().ok().and_then(|settings| self.effects.draft(settings));
        if let Some(draft) = draft {
            self.take(Action::Restored(draft));
        }
    }

    /// Begins to send, if neither the form's own rules nor the page have anything against it.
    fn send(&mut self, action: Action, host: &Host) -> bool {
        let is_sending = self.state.session.phase.sending().is_some();
        let Some(next) = step(&self.state, action) else {
            if !is_sending {
                host.signal(if self.state.context.is_some() { Signal::Cancelled } else { Signal::Invalid });
            }
            return false;
        };
        match next.session.phase.sending() {
            Some(attempt) if !host.tell(&Event::Submit { attempt: attempt.clone() }) => {
                host.signal(Signal::Cancelled);
                return false;
            }
            Some(_) => {}
            None => host.signal(Signal::Invalid),
        }
        self.state = next;
        true
    }

    fn perform(&mut self) {
        self.effects.perform(&self.state, self.settings.as_ref(), &self.form);
    }
}

fn context_of(settings: &Result<Rc<Settings>, Rejection>) -> Option<context::Context> {
    settings.as_ref().ok().map(|settings| settings.context.clone())
}
