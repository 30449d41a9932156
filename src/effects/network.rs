//! Reports whether the browser reports a network.

use gloo_events::EventListener;
use ticket_note_core::state::Action;
use yew::Callback;

/// The listeners. Dropping them removes them.
#[derive(Debug)]
pub(super) struct Network(#[expect(dead_code, reason = "held for its drop")] [Option<EventListener>; 2]);

impl Network {
    pub(super) fn listen(on_action: &Callback<Action>) -> Self {
        Self(["online", "offline"].map(|event| listen(event, on_action.clone())))
    }
}

fn listen(event: &'static str, on_action: Callback<Action>) -> Option<EventListener> {
    let window = web_sys::window()?;
    Some(EventListener::new(&window, event, move |_| {
        on_action.emit(Action::NetworkChanged { is_offline: is_offline() });
    }))
}

/// Returns whether the browser reports no network. Some browsers do so if only the loopback
/// interface is up, although requests succeed.
pub(crate) fn is_offline() -> bool {
    web_sys::window().is_some_and(|window| !window.navigator().on_line())
}
