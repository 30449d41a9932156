//! The root component: owns the state, has the effects done, hands down values and one callback.

mod fresh;
mod host;

pub use fresh::fresh_attempt_id;
pub use host::Host;

use crate::components::form::note_form;
use crate::config::{Config, Rejection, Settings, same_origin};
use crate::effects::Effects;
use crate::i18n;
use std::rc::Rc;
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
        let settings = resolve(config);
        let mut state = State::new(settings.as_ref().ok().map(|settings| settings.context.clone()));
        if let Some(text) = &config.value {
            state = step(&state, Action::Typed(text.as_str().into())).unwrap_or(state);
        }
        Self { state, settings, effects: Effects::new(host.clone()), form: NodeRef::default() }
    }

    fn changed(&mut self, ctx: &Context<Self>, _: &AppProps) -> bool {
        self.settings = resolve(&ctx.props().config);
        let context = self.settings.as_ref().ok().map(|settings| settings.context.clone());
        self.take(Action::Configured(context));
        true
    }

    fn update(&mut self, ctx: &Context<Self>, action: Action) -> bool {
        let before = self.state.view();
        let is_to_render = self.take(action) && self.state.view() != before;
        if !is_to_render {
            self.have_done(ctx);
        }
        is_to_render
    }

    fn view(&self, ctx: &Context<Self>) -> Html {
        let strings = i18n::strings(ctx.props().config.lang.as_deref());
        note_form(
            &self.form,
            &self.state.view(),
            self.settings.as_ref(),
            strings,
            &ctx.link().callback(|action| action),
        )
    }

    fn rendered(&mut self, ctx: &Context<Self>, _: bool) {
        self.have_done(ctx);
    }
}

impl App {
    /// Whether the action changed anything.
    fn take(&mut self, action: Action) -> bool {
        let next = step(&self.state, action);
        next.map(|next| self.state = next).is_some()
    }

    fn have_done(&mut self, ctx: &Context<Self>) {
        self.effects.perform(&self.state, self.settings.as_ref(), &self.form, ctx.link());
    }
}

fn resolve(config: &Config) -> Result<Rc<Settings>, Rejection> {
    config.resolve(same_origin).map(Rc::new)
}
