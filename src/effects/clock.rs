//! Counts the seconds that a person has to wait.

use crate::app::App;
use gloo_timers::callback::Interval;
use ticket_note_core::state::Action;
use yew::html::Scope;

/// Runs while it is wanted.
#[derive(Debug, Default)]
pub(super) struct Clock(Option<Interval>);

impl Clock {
    pub(super) fn run(&mut self, is_wanted: bool, link: &Scope<App>) {
        if !is_wanted {
            self.0 = None;
        } else if self.0.is_none() {
            let link = link.clone();
            self.0 = Some(Interval::new(1000, move || link.send_message(Action::SecondPassed)));
        }
    }
}
