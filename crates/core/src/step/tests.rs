//! One test for each rule of the transition.

mod ending;
mod returning;
mod sending;
mod turning;

use super::*;
use crate::answer::{Answer, Refusal};
use crate::attempt::{Attempt, AttemptId};
use crate::context::Context;
use crate::note::{MAX_CHARS, NoteType, TicketId, UserId};
use crate::problem::{FieldProblem, Problem};
use crate::state::Elsewhere;
use crate::view::{Offer, Progress};
use crate::wire::Code;

fn context(ticket: u64) -> Context {
    Context {
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
    Action::Typed { text: text.into(), is_whole: true }
}

/// A form, and what is done to it.
struct Form(State);

impl Form {
    fn open(ticket: u64) -> Self {
        Self(State::new(Some(context(ticket))))
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
        self.after(Action::Chose(Some(code.parse().unwrap())))
    }

    #[track_caller]
    fn send(self, seed: u8) -> Self {
        self.after(Action::Send { fresh: id(seed) })
    }

    #[track_caller]
    fn answered(self, answer: Answer) -> Self {
        let of = self.posts()[0].to_try();
        self.after(Action::Answered { of, answer })
    }

    #[track_caller]
    fn configured(self, context: Context) -> Self {
        self.after(Action::Configured(Some(context)))
    }

    fn posts(&self) -> Vec<Attempt> {
        self.0.wanted_posts().cloned().collect()
    }

    #[track_caller]
    fn only_post(&self) -> Attempt {
        match self.posts().as_slice() {
            [post] => post.clone(),
            posts => panic!("{posts:?}"),
        }
    }

    fn shown(&self) -> Vec<FieldProblem> {
        self.0.session.shown_problems(self.0.context.as_ref().unwrap())
    }

    #[track_caller]
    fn is(self, name: &str, text: &str) -> Self {
        assert_eq!((self.0.name(), &*self.0.session.text), (name, text));
        self
    }
}

fn saved() -> Answer {
    Answer::Saved { message: "Done.".to_owned() }
}
