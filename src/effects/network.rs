//! Reports whether the browser reports a network.

use super::emit::emit_on;
use gloo_events::EventListener;
use ticket_note_core::state::Action;
use yew::Callback;

/// The listeners. Dropping them removes them.
#[derive(Debug)]
pub(super) struct Network(#[expect(dead_code, reason = "held for its drop")] [Option<EventListener>; 2]);

impl Network {
    pub(super) fn listen(on_action: &Callback<Action>) -> Self {
        let changed = || Action::NetworkChanged { is_offline: is_offline() };
        let window = web_sys::window();
        let listen = |name| emit_on(window.as_deref(), name, on_action, changed);
        Self([listen("online"), listen("offline")])
    }
}

/// Returns whether the browser reports no network. Some browsers do so if only the loopback
/// interface is up, although requests succeed.
pub(crate) fn is_offline() -> bool {
    web_sys::window().is_some_and(|window| !window.navigator().on_line())
}
