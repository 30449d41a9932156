//! Counts the seconds that a person has to wait.

use gloo_timers::callback::Interval;
use ticket_note_core::state::Action;
use yew::Callback;

/// Runs while it is wanted.
#[derive(Debug, Default)]
pub(super) struct Clock(Option<Interval>);

impl Clock {
    pub(super) fn run(&mut self, is_wanted: bool, on_action: &Callback<Action>) {
        if !is_wanted {
            self.0 = None;
        } else if self.0.is_none() {
            let on_action = on_action.clone();
            self.0 = Some(Interval::new(1000, move || on_action.emit(Action::Tick)));
        }
    }
}
