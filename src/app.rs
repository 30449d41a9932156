//! The root component: owns the state, has the effects done, hands down values and one callback.

mod fresh;
mod host;
mod work;

pub use fresh::fresh_attempt_id;
pub use host::{Host, Signal};

use crate::config::Config;
use std::cell::RefCell;
use std::rc::Rc;
use ticket_note_core::state::Action;
use work::Work;
use yew::html::Scope;
use yew::prelude::*;

/// What the page gave the form.
#[derive(Clone, Debug, Properties)]
pub struct AppProps {
    /// The element; `None` while the form is in no page.
    pub host: Option<Host>,
    /// Its attributes.
    pub config: Rc<Config>,
}

/// The page gives a config when something has changed: it is compared by whether it is the same one.
impl PartialEq for AppProps {
    fn eq(&self, other: &Self) -> bool {
        self.host == other.host && Rc::ptr_eq(&self.config, &other.config)
    }
}

/// The form, from the page's config to the pixels.
///
/// It renders only when there is something else to see: most key presses render nothing. It outlives
/// its element and serves another: Yew gives a root's listeners back to nobody, so roots are re-used.
#[derive(Debug)]
pub struct App {
    work: Option<Work>,
}

thread_local! {
    /// Every form that there is: none ever ends.
    static ALL: RefCell<Vec<Scope<App>>> = const { RefCell::new(Vec::new()) };
}

impl Component for App {
    type Message = Action;
    type Properties = AppProps;

    fn create(ctx: &Context<Self>) -> Self {
        ALL.with_borrow_mut(|all| all.push(ctx.link().clone()));
        Self { work: begin(ctx) }
    }

    fn changed(&mut self, ctx: &Context<Self>, former: &AppProps) -> bool {
        match &mut self.work {
            Some(work) if ctx.props().host == former.host => work.configure(&ctx.props().config),
            _ => self.work = begin(ctx),
        }
        true
    }

    fn update(&mut self, _: &Context<Self>, action: Action) -> bool {
        self.work.as_mut().is_some_and(|work| work.react(action))
    }

    fn view(&self, ctx: &Context<Self>) -> Html {
        let on_action = ctx.link().callback(|action| action);
        self.work.as_ref().map(|work| work.view(ctx.props().config.strings, &on_action)).unwrap_or_default()
    }

    fn rendered(&mut self, _: &Context<Self>, _: bool) {
        if let Some(work) = &mut self.work {
            work.perform();
        }
    }
}

impl App {
    /// Tells every form, those that stand in no page too.
    pub fn tell_all(action: &Action) {
        // A form that is told may lead to another one: the list is not held meanwhile.
        ALL.with_borrow(Clone::clone).iter().for_each(|form| form.send_message(action.clone()));
    }

    /// Whether the form, as it stands in the page at this moment, could be sent.
    #[must_use]
    pub fn is_valid(&self) -> bool {
        self.work.as_ref().is_some_and(Work::is_valid)
    }
}

fn begin(ctx: &Context<App>) -> Option<Work> {
    let AppProps { host, config } = ctx.props();
    host.as_ref().map(|host| Work::begin(host.clone(), config, ctx.link()))
}
