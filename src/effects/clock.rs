//! Reports the time during a wait.

use super::emit::emit_on;
use crate::fresh::now;
use gloo_events::EventListener;
use gloo_timers::callback::Interval;
use ticket_note_core::state::Action;
use yew::Callback;

/// Reports the time every second while a wait lasts, and at once when the page becomes visible again.
#[derive(Debug, Default)]
pub(super) struct Clock(Option<(Interval, [Option<EventListener>; 2])>);

impl Clock {
    pub(super) fn run(&mut self, is_needed: bool, on_action: &Callback<Action>) {
        if !is_needed {
            self.stop();
        } else if self.0.is_none() {
            let emit = on_action.clone();
            let interval = Interval::new(1000, move || emit.emit(tick()));
            self.0 = Some((interval, listen(on_action)));
        }
    }

    pub(super) fn stop(&mut self) {
        self.0 = None;
    }
}

fn listen(on_action: &Callback<Action>) -> [Option<EventListener>; 2] {
    let window = web_sys::window();
    let document = window.as_ref().and_then(web_sys::Window::document);
    [
        emit_on(window.as_deref(), "pageshow", on_action, tick),
        emit_on(document.as_ref().map(AsRef::as_ref), "visibilitychange", on_action, tick),
    ]
}

fn tick() -> Action {
    Action::Tick { now: now() }
}
