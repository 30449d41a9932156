//! The root component: owns the state, runs the effects, hands down values and one callback.

mod fresh;
mod host;
mod store;

pub use fresh::fresh_attempt_id;
pub use host::Host;
pub use store::Store;

use crate::components::form::NoteForm;
use crate::config::{Config, Rejection, Settings, same_origin};
use crate::effects;
use crate::i18n;
use std::rc::Rc;
use ticket_note_core::context::Context;
use ticket_note_core::state::{Action, State};
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
#[component]
pub fn App(props: &AppProps) -> Html {
    let settings = use_memo(props.config.clone(), |config| config.resolve(same_origin).map(Rc::new));
    let store = use_reducer(|| Store(State::new(context(&settings))));
    let dispatch = store.dispatcher();
    let form = use_node_ref();

    use_effect_with(settings.clone(), {
        let dispatch = dispatch.clone();
        move |settings| dispatch.dispatch(Action::Configured(context(settings)))
    });
    effects::use_given_text(props.config.value.as_deref(), &dispatch);
    effects::use_text_in_form(&store.0.session.text, &form);
    effects::use_focus_on_first_problem(store.0.session.stopped_sends, &form);
    effects::use_posts(&store.0, settings.as_ref().as_ref().ok(), &props.host, &dispatch);
    effects::use_events(store.0.name(), settings.as_ref().as_ref().err(), &props.host);

    html! {
        <NoteForm
            {form}
            view={store.0.view()}
            settings={settings.as_ref().clone()}
            strings={i18n::strings(props.config.lang.as_deref())}
            on_action={dispatch.to_callback()}
        />
    }
}

fn context(settings: &Result<Rc<Settings>, Rejection>) -> Option<Context> {
    settings.as_ref().ok().map(|settings| settings.context.clone())
}
