//! One test for each rule of the transition.

mod any_order;
mod callers;
mod drafts;
mod outcomes;
mod sending;
mod subjects;
mod unconfirmed;

use super::*;
use crate::deadline::Timestamp;
use crate::draft::Draft;
use crate::note::{MAX_CHARS, NoteType, TicketId, UserId};
use crate::outcome::{Outcome, Refusal};
use crate::problem::{Field, Problem};
use crate::settings::{NoteSettings, Subject};
use crate::state::{LateEnd, OtherTicket};
use crate::view::SendOptions;
use crate::wire::Code;
use std::time::Duration;

const NOW: Timestamp = Timestamp(1_000_000);

fn settings(ticket: u64) -> NoteSettings {
    NoteSettings {
        subject: Subject { ticket: TicketId::new(ticket).unwrap(), author: None },
        offered: NoteType::ALL.to_vec(),
        preselected: None,
        remembered: None,
        type_locked: false,
        max_chars: MAX_CHARS,
        ticket_url: Some(format!("https://desk.example/{ticket}").into()),
    }
}

fn id(seed: u8) -> AttemptId {
    AttemptId::from_random([seed; 16])
}

/// The attempt ID that belongs to a text in these tests.
fn id_of(text: &str) -> AttemptId {
    id(100 + u8::try_from(text.len()).unwrap())
}

fn refusal(code: Code) -> Refusal {
    Refusal { code: Some(code), status: code.status(), message: None, fields: Vec::new(), retry_after: None }
}

fn refused(code: Code) -> Outcome {
    Outcome::Refused(refusal(code))
}

fn saved() -> Outcome {
    Outcome::Saved { message: "Done.".to_owned() }
}

fn text_changed(text: &str) -> Action {
    Action::TextChanged { text: text.into(), is_well_formed: true, fresh: id_of(text) }
}

/// A form, and the actions of user, page and network.
struct Form(State);

impl Form {
    fn open(ticket: u64) -> Self {
        Self(State::new(Some(settings(ticket))))
    }

    fn filled() -> Self {
        Self::open(201).choose("calllog").write("Called back")
    }

    fn sending() -> Self {
        Self::filled().send(1)
    }

    #[track_caller]
    fn after(self, action: Action) -> Self {
        let transition = step(self.0, action);
        assert!(transition.is_changed, "the action changes the state");
        Self(transition.state)
    }

    #[track_caller]
    fn ignores(&self, action: Action) {
        let transition = step(self.0.clone(), action);
        assert!(!transition.is_changed);
        assert_eq!(transition.state, self.0);
    }

    /// Checks that a send neither begins a request nor shows a problem.
    #[track_caller]
    fn rejects(&self, action: Action) {
        self.has_effect(action.clone(), Effect::Cancelled);
        self.ignores(action);
    }

    #[track_caller]
    fn has_effect(&self, action: Action, effect: Effect) {
        assert_eq!(step(self.0.clone(), action).effect, Some(effect));
    }

    #[track_caller]
    fn write(self, text: &str) -> Self {
        self.after(text_changed(text))
    }

    #[track_caller]
    fn choose(self, code: &str) -> Self {
        self.after(Action::TypeChosen(Some(code.parse().unwrap())))
    }

    #[track_caller]
    fn send(self, seed: u8) -> Self {
        self.sends(send(seed))
    }

    /// Sends on a page that allows it, or shows the problems.
    #[track_caller]
    fn sends(self, action: Action) -> Self {
        let transition = step(self.0, action);
        match transition.effect {
            Some(Effect::Ready(attempt)) => {
                Self(transition.state).after(Action::SubmitAllowed { attempt, now: NOW })
            }
            Some(Effect::Stopped(_)) => Self(transition.state),
            effect => panic!("{effect:?}"),
        }
    }

    #[track_caller]
    fn send_as_new(self, seed: u8) -> Self {
        self.sends(send_as_new(seed))
    }

    #[track_caller]
    fn respond(self, outcome: Outcome) -> Self {
        let request = self.in_flight()[0].request_id();
        self.after(responded(request, outcome))
    }

    #[track_caller]
    fn configure(self, settings: NoteSettings) -> Self {
        self.after(Action::SettingsChanged(Some(settings)))
    }

    /// Returns the notes that ended while the form did not show them.
    fn late_ends(&self) -> Vec<(u64, LateEnd)> {
        self.0.other_tickets.iter().map(|other| (other.ticket.get(), other.end)).collect()
    }

    fn in_flight(&self) -> Vec<Attempt> {
        self.0.in_flight().cloned().collect()
    }

    #[track_caller]
    fn only_request(&self) -> Attempt {
        match self.in_flight().as_slice() {
            [attempt] => attempt.clone(),
            attempts => panic!("{attempts:?}"),
        }
    }

    fn problems(&self) -> Vec<FieldProblem> {
        self.0.view().problems
    }

    fn send_options(&self) -> SendOptions {
        self.0.view().send_options
    }

    fn draft(&self) -> Draft {
        self.0.work.draft().expect("a draft")
    }

    #[track_caller]
    fn is(self, name: &str, text: &str) -> Self {
        assert_eq!((self.0.name(), &*self.0.work.text), (name, text));
        self
    }
}

const fn responded(request: RequestId, outcome: Outcome) -> Action {
    Action::Responded { request, outcome, now: NOW }
}

fn send(seed: u8) -> Action {
    Action::Send { fresh: id(seed), now: NOW }
}

fn send_as_new(seed: u8) -> Action {
    Action::SendAsNew { fresh: id(seed), now: NOW }
}

fn restored(draft: Draft) -> Action {
    Action::DraftRestored(draft)
}
