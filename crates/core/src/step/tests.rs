//! One test for each rule of the transition.

mod ending;
mod returning;
mod sending;
mod turning;

use super::*;
use crate::attempt::{Attempt, AttemptId};
use crate::note::{MAX_CHARS, NoteType, TicketId, UserId};
use crate::outcome::{Outcome, Refusal};
use crate::problem::{FieldProblem, Problem};
use crate::settings::NoteSettings;
use crate::state::OtherTicket;
use crate::view::{Progress, SendOptions};
use crate::wire::Code;

fn settings(ticket: u64) -> NoteSettings {
    NoteSettings {
        subject: Subject { ticket: TicketId::new(ticket).unwrap(), author: None },
        offered: NoteType::ALL.to_vec(),
        preselected: None,
        type_locked: false,
        max_chars: MAX_CHARS,
    }
}

fn id(seed: u8) -> AttemptId {
    AttemptId::from_random([seed; 16])
}

fn refusal(code: Code) -> Refusal {
    Refusal { code: Some(code), status: code.status(), message: None, fields: Vec::new(), retry_after: None }
}

fn typed(text: &str) -> Action {
    Action::TextChanged { text: text.into(), is_well_formed: true }
}

/// A form, and what is done to it.
struct Form(State);

impl Form {
    fn open(ticket: u64) -> Self {
        Self(State::new(Some(settings(ticket))))
    }

    fn filled() -> Self {
        Self::open(201).chose("calllog").typed("Called back")
    }

    fn sending() -> Self {
        Self::filled().send(1)
    }

    #[track_caller]
    fn after(self, action: Action) -> Self {
        Self(step(&self.0, action).expect("the action changes the state"))
    }

    #[track_caller]
    fn ignores(&self, action: Action) {
        assert_eq!(step(&self.0, action), None);
    }

    #[track_caller]
    fn typed(self, text: &str) -> Self {
        self.after(typed(text))
    }

    #[track_caller]
    fn chose(self, code: &str) -> Self {
        self.after(Action::TypeChosen(Some(code.parse().unwrap())))
    }

    #[track_caller]
    fn send(self, seed: u8) -> Self {
        self.after(Action::Send { fresh: id(seed) })
    }

    #[track_caller]
    fn answered(self, answer: Outcome) -> Self {
        let of = self.posts()[0].request_id();
        self.after(Action::Responded { of, answer })
    }

    #[track_caller]
    fn configured(self, settings: NoteSettings) -> Self {
        self.after(Action::SettingsChanged(Some(settings)))
    }

    fn posts(&self) -> Vec<Attempt> {
        self.0.in_flight().cloned().collect()
    }

    #[track_caller]
    fn only_post(&self) -> Attempt {
        match self.posts().as_slice() {
            [post] => post.clone(),
            posts => panic!("{posts:?}"),
        }
    }

    fn shown(&self) -> Vec<FieldProblem> {
        self.0.work.visible_problems(self.0.settings.as_ref().unwrap())
    }

    #[track_caller]
    fn is(self, name: &str, text: &str) -> Self {
        assert_eq!((self.0.name(), &*self.0.work.text), (name, text));
        self
    }
}

fn saved() -> Outcome {
    Outcome::Saved { message: "Done.".to_owned() }
}
