//! Listens to whether the browser knows of a network.

use crate::app::App;
use gloo_events::EventListener;
use ticket_note_core::state::Action;
use yew::html::Scope;

/// The listeners; dropped, they are gone.
#[derive(Debug)]
pub(super) struct Network(#[expect(dead_code, reason = "held for its drop")] [Option<EventListener>; 2]);

impl Network {
    pub(super) fn listen(link: &Scope<App>) -> Self {
        if is_offline() {
            link.send_message(Action::Offline(true));
        }
        Self(["online", "offline"].map(|event| listen(event, link.clone())))
    }
}

fn listen(event: &'static str, link: Scope<App>) -> Option<EventListener> {
    let window = web_sys::window()?;
    Some(EventListener::new(&window, event, move |_| link.send_message(Action::Offline(is_offline()))))
}

fn is_offline() -> bool {
    web_sys::window().is_some_and(|window| !window.navigator().on_line())
}
