//! Posts what the state wants posted.

use crate::api;
use crate::config::Settings;
use crate::host::Host;
use gloo_timers::callback::Timeout;
use std::cell::RefCell;
use std::rc::Rc;
use ticket_note_core::attempt::{Attempt, RequestId};
use ticket_note_core::outcome::Outcome;
use ticket_note_core::state::{Action, State};
use ticket_note_core::wire::WIDGET_TIMEOUT_SECONDS;
use yew::Callback;
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
    of: RequestId,
    _long: Timeout,
}

impl Posts {
    /// Posts each try that the state wants under way, once. Every form hears of its end by `tell_all`:
    /// the one that sent may be gone, and its draft in another.
    pub(super) fn start(
        &mut self,
        state: &State,
        settings: &Rc<Settings>,
        host: &Host,
        on_action: &Callback<Action>,
        tell_all: fn(&Action),
    ) {
        self.0.retain(|known| state.in_flight().any(|attempt| attempt.request_id() == known.of));
        for attempt in state.in_flight() {
            let of = attempt.request_id();
            if !self.0.iter().any(|known| known.of == of) {
                let on_action = on_action.clone();
                let _long = Timeout::new(LONG_MS, move || on_action.emit(Action::SlowRequest(of)));
                self.0.push(UnderWay { of, _long });
                Post::start(settings.clone(), attempt.clone(), host.clone(), tell_all);
            }
        }
    }
}

/// A try on its way. It does not end with the form.
struct Post {
    attempt: Attempt,
    host: Host,
    tell_all: fn(&Action),
    /// Until the try has ended.
    lost: RefCell<Option<Timeout>>,
}

impl Post {
    fn start(settings: Rc<Settings>, attempt: Attempt, host: Host, tell_all: fn(&Action)) {
        let post = Rc::new(Self { attempt, host, tell_all, lost: RefCell::default() });
        let lost = post.clone();
        post.lost.replace(Some(Timeout::new(LOST_MS, move || lost.end(Outcome::Unknown))));
        spawn_local(async move { post.end(api::post(&settings.endpoint, &post.attempt).await) });
    }

    fn end(&self, answer: Outcome) {
        if self.lost.take().is_some() {
            self.host.report(&self.attempt, &answer);
            (self.tell_all)(&Action::Responded { of: self.attempt.request_id(), answer });
        }
    }
}
