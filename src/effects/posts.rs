//! Posts what the state wants posted.

use crate::api;
use crate::app::{App, Host};
use crate::config::Settings;
use crate::events::Event;
use gloo_timers::callback::Timeout;
use std::cell::Cell;
use std::rc::Rc;
use ticket_note_core::answer::Answer;
use ticket_note_core::attempt::{Attempt, Try};
use ticket_note_core::state::{Action, State};
use ticket_note_core::wire::WIDGET_TIMEOUT_SECONDS;
use yew::html::Scope;
use yew::platform::spawn_local;

/// After this a person is told that it is still being sent (faults, "In the browser").
const LONG_MS: u32 = 10_000;

/// After this nobody waits any longer, even where the page's own `fetch` has lost the signal that ends
/// the request.
const LOST_MS: u32 = WIDGET_TIMEOUT_SECONDS * 1000 + 500;

/// The tries that are under way.
///
/// None is called off when the form leaves the page or turns to another ticket: it may have
/// arrived, and its end is told all the same.
#[derive(Debug, Default)]
pub(super) struct Posts(Vec<UnderWay>);

#[derive(Debug)]
struct UnderWay {
    of: Try,
    _timers: [Timeout; 2],
}

impl Posts {
    /// Posts each try that the state wants under way, once.
    pub(super) fn start(&mut self, state: &State, settings: &Rc<Settings>, host: &Host, link: &Scope<App>) {
        self.0.retain(|known| state.wanted_posts().any(|attempt| attempt.to_try() == known.of));
        for attempt in state.wanted_posts() {
            let of = attempt.to_try();
            if !self.0.iter().any(|known| known.of == of) {
                let post = Rc::new(Post {
                    settings: settings.clone(),
                    attempt: attempt.clone(),
                    host: host.clone(),
                    has_ended: Cell::new(false),
                });
                let (long, lost) = (link.clone(), post.clone());
                let _timers = [
                    Timeout::new(LONG_MS, move || long.send_message(Action::TakesLong(of))),
                    Timeout::new(LOST_MS, move || lost.end(Answer::Unknown)),
                ];
                self.0.push(UnderWay { of, _timers });
                spawn_local(async move { post.end(api::post(&post.settings.endpoint, &post.attempt).await) });
            }
        }
    }
}

/// A try on its way.
struct Post {
    settings: Rc<Settings>,
    attempt: Attempt,
    host: Host,
    has_ended: Cell<bool>,
}

impl Post {
    /// Tells the page, and every form: the one that sent may be gone, and its draft in another.
    fn end(&self, answer: Answer) {
        if self.has_ended.replace(true) {
            return;
        }
        let Self { attempt, host, .. } = self;
        let of = attempt.to_try();
        host.report(Event::Answered { attempt: attempt.clone(), answer: answer.clone() });
        App::tell_all(&Action::Answered { of, answer });
    }
}
