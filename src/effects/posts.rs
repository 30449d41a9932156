use crate::api;
use crate::app::{App, Host};
use crate::config::Settings;
use crate::events::Event;
use std::rc::Rc;
use ticket_note_core::attempt::{Attempt, Try};
use ticket_note_core::state::{Action, State};
use yew::html::Scope;
use yew::platform::spawn_local;

/// The tries that are under way.
///
/// None is called off when the form leaves the page or turns to another ticket: it may have
/// arrived, and its end is told all the same.
#[derive(Debug, Default)]
pub(super) struct Posts(Vec<Try>);

impl Posts {
    /// Posts each try that the state wants under way, once.
    pub(super) fn start(&mut self, state: &State, settings: &Rc<Settings>, host: &Host, link: &Scope<App>) {
        self.0.retain(|known| state.wanted_posts().any(|attempt| attempt.to_try() == *known));
        for attempt in state.wanted_posts() {
            if !self.0.contains(&attempt.to_try()) {
                self.0.push(attempt.to_try());
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
