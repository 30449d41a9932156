//! Posts what the state wants posted.

use crate::api;
use crate::app::{App, Host};
use crate::config::Settings;
use crate::events::Event;
use gloo_timers::callback::Timeout;
use std::rc::Rc;
use ticket_note_core::attempt::{Attempt, Try};
use ticket_note_core::state::{Action, State};
use yew::html::Scope;
use yew::platform::spawn_local;

/// After this a person is told that it is still being sent (faults, "In the browser").
const LONG_MS: u32 = 10_000;

/// The tries that are under way.
///
/// None is called off when the form leaves the page or turns to another ticket: it may have
/// arrived, and its end is told all the same.
#[derive(Debug, Default)]
pub(super) struct Posts(Vec<UnderWay>);

#[derive(Debug)]
struct UnderWay {
    of: Try,
    _is_long: Timeout,
}

impl Posts {
    /// Posts each try that the state wants under way, once.
    pub(super) fn start(&mut self, state: &State, settings: &Rc<Settings>, host: &Host, link: &Scope<App>) {
        self.0.retain(|known| state.wanted_posts().any(|attempt| attempt.to_try() == known.of));
        for attempt in state.wanted_posts() {
            let of = attempt.to_try();
            if !self.0.iter().any(|known| known.of == of) {
                let long = link.clone();
                let _is_long = Timeout::new(LONG_MS, move || long.send_message(Action::TakesLong(of)));
                self.0.push(UnderWay { of, _is_long });
                spawn_local(post(settings.clone(), attempt.clone(), host.clone(), link.clone()));
            }
        }
    }
}

async fn post(settings: Rc<Settings>, attempt: Attempt, host: Host, link: Scope<App>) {
    let answer = api::post(&settings.endpoint, &attempt).await;
    let of = attempt.to_try();
    host.report(Event::Answered { attempt, answer: answer.clone() });
    link.send_message(Action::Answered { of, answer });
}
