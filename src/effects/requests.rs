//! Sends the requests that the state asks for.

use crate::api;
use crate::host::Host;
use crate::settings::Settings;
use gloo_timers::callback::Timeout;
use std::cell::RefCell;
use std::rc::Rc;
use ticket_note_core::attempt::{Attempt, RequestId};
use ticket_note_core::outcome::Outcome;
use ticket_note_core::state::{Action, State};
use ticket_note_core::wire::WIDGET_TIMEOUT_SECONDS;
use yew::Callback;
use yew::platform::spawn_local;

/// The form states that it is still sending after this time (docs/specification.md, section 9).
const SLOW_MS: u32 = 10_000;

/// The outcome of a request is unknown after this time, even if the page's own `fetch` ignores the
/// abort signal.
const LOST_MS: u32 = WIDGET_TIMEOUT_SECONDS * 1000 + 500;

/// Applies the outcome of a request to every form of the page.
pub(crate) type Broadcast = fn(RequestId, &Outcome);

/// The requests of a form that are in flight.
///
/// A request is not cancelled when the form is removed or shows another ticket. It may have
/// arrived, so its outcome is still reported.
#[derive(Debug)]
pub(super) struct Requests {
    host: Host,
    on_action: Callback<Action>,
    broadcast: Broadcast,
    in_flight: Vec<InFlight>,
}

#[derive(Debug)]
struct InFlight {
    id: RequestId,
    _slow: Timeout,
}

impl Requests {
    pub(super) const fn new(host: Host, on_action: Callback<Action>, broadcast: Broadcast) -> Self {
        Self { host, on_action, broadcast, in_flight: Vec::new() }
    }

    /// Returns the function that applies an outcome to every form.
    pub(super) const fn broadcast(&self) -> Broadcast {
        self.broadcast
    }

    /// Sends each request that must be in flight, once.
    pub(super) fn send(&mut self, state: &State, settings: &Rc<Settings>) {
        self.in_flight.retain(|known| state.in_flight().any(|attempt| attempt.request_id() == known.id));
        for attempt in state.in_flight() {
            let id = attempt.request_id();
            if !self.in_flight.iter().any(|known| known.id == id) {
                let on_action = self.on_action.clone();
                let _slow = Timeout::new(SLOW_MS, move || on_action.emit(Action::SlowRequest(id)));
                self.in_flight.push(InFlight { id, _slow });
                Request::send(settings.clone(), attempt.clone(), self.host.clone(), self.broadcast);
            }
        }
    }
}

/// A request in flight. It outlives the form.
struct Request {
    attempt: Attempt,
    host: Host,
    broadcast: Broadcast,
    /// `None` once the request has ended.
    lost: RefCell<Option<Timeout>>,
}

impl Request {
    fn send(settings: Rc<Settings>, attempt: Attempt, host: Host, broadcast: Broadcast) {
        host.begin_request();
        let request = Rc::new(Self { attempt, host, broadcast, lost: RefCell::default() });
        let lost = request.clone();
        request.lost.replace(Some(Timeout::new(LOST_MS, move || lost.end(&Outcome::Unknown))));
        spawn_local(async move {
            let outcome = api::send(&request.host, &settings.endpoint, &request.attempt).await;
            request.end(&outcome);
        });
    }

    /// Every form gets the outcome. The form that sent the request may have been removed, and
    /// another form may have restored its draft.
    fn end(&self, outcome: &Outcome) {
        if self.lost.take().is_none() {
            return;
        }
        self.host.end_request();
        end(&self.host, self.broadcast, &self.attempt, outcome);
    }
}

/// Reports the outcome of an attempt.
pub(super) fn end(host: &Host, broadcast: Broadcast, attempt: &Attempt, outcome: &Outcome) {
    if matches!(outcome, Outcome::Saved { .. }) {
        host.remove_added_drafts(attempt.id);
        host.remember(attempt.note.note_type);
    }
    broadcast(attempt.request_id(), outcome);
    host.report(attempt, outcome);
}
