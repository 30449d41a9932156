//! For any interleaving of attempts with the same text, losses and reads, no attempt is called saved
//! that added nothing, and no more attempts are called saved than there are entries.

use super::*;
use proptest::prelude::*;
use proptest::test_runner::{Config, TestRunner};
use std::cell::Cell;

const AUTHORS: [u64; 2] = [254, 7];

/// What a note meets on its way, and whether its response arrives.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Fate {
    /// Omnidesk adds it after this many seconds, and the response arrives.
    Added(i64),
    /// Omnidesk adds it after this many seconds, and the response is lost.
    ResponseLost(i64),
    /// The request is lost.
    RequestLost,
    /// Omnidesk refuses it.
    Refused,
}

#[derive(Clone, Copy, Debug)]
enum Step {
    Send(usize, Fate),
    Wait(i64),
    /// The response of an attempt in flight arrives, or its time limit ends.
    End(prop::sample::Index),
    /// The ticket is read for an attempt.
    Read(prop::sample::Index),
    /// Someone changes the text of an entry.
    Edit(prop::sample::Index),
}

#[derive(Clone, Copy, Debug, PartialEq)]
enum State {
    InFlight,
    Saved,
    Unknown,
}

#[derive(Debug)]
struct Attempt {
    author: u64,
    sent_at: i64,
    fate: Fate,
    state: State,
    entry: Option<EntryId>,
}

#[derive(Debug)]
struct World {
    now: i64,
    skew: i64,
    attempts: Vec<Attempt>,
    timeline: Vec<Entry>,
    added: usize,
}

impl World {
    /// The times of Omnidesk deviate by `skew`. Its timeline has entries of last night.
    fn new(skew: i64, old: u64) -> Self {
        let entry = |number| Entry {
            id: EntryId::stored(format!("old{number}")),
            author: Some(AUTHORS[0]),
            at: Some(-43_200),
        };
        Self { now: 0, skew, attempts: Vec::new(), timeline: (0..old).map(entry).collect(), added: 0 }
    }

    fn apply(&mut self, step: Step) {
        match step {
            Step::Send(author, fate) => {
                let (author, sent_at, state) = (AUTHORS[author], self.now, State::InFlight);
                self.attempts.push(Attempt { author, sent_at, fate, state, entry: None });
            }
            Step::Wait(seconds) => self.advance(seconds),
            Step::Edit(index) if !self.timeline.is_empty() => {
                drop(self.timeline.remove(index.index(self.timeline.len())));
            }
            Step::End(index) if !self.attempts.is_empty() => self.end(index.index(self.attempts.len())),
            Step::Read(index) if !self.attempts.is_empty() => self.read(index.index(self.attempts.len())),
            Step::Edit(_) | Step::End(_) | Step::Read(_) => {}
        }
    }

    fn advance(&mut self, seconds: i64) {
        let until = self.now + seconds;
        for (number, attempt) in self.attempts.iter().enumerate() {
            let (Fate::Added(delay) | Fate::ResponseLost(delay)) = attempt.fate else { continue };
            let at = attempt.sent_at + delay;
            if self.now <= at && at < until {
                let id = EntryId::stored(number.to_string());
                self.timeline.push(Entry { id, author: Some(attempt.author), at: Some(at + self.skew) });
                self.added += 1;
            }
        }
        self.now = until;
    }

    fn end(&mut self, index: usize) {
        let attempt = &mut self.attempts[index];
        if attempt.state != State::InFlight {
            return;
        }
        match attempt.fate {
            Fate::Added(delay) if attempt.sent_at + delay < self.now => attempt.state = State::Saved,
            // The ledger deletes the row. The world keeps it, because the index of an attempt is its number.
            Fate::Refused => attempt.state = State::Saved,
            _ => attempt.state = State::Unknown,
        }
    }

    fn read(&mut self, index: usize) {
        let attempt = &self.attempts[index];
        if attempt.state != State::Unknown {
            return;
        }
        let is_row = |other: &Attempt| !(other.state == State::Saved && other.fate == Fate::Refused);
        let others = self.attempts.iter().enumerate();
        let contenders: Vec<_> = others
            .filter(|(number, other)| *number != index && is_row(other))
            .map(|(number, other)| Contender {
                sent_at: other.sent_at,
                is_older: (other.sent_at, number) < (attempt.sent_at, index),
                entry: other.entry.clone(),
            })
            .collect();
        let (sent_at, age) = (attempt.sent_at, self.now - attempt.sent_at);
        let author = UserId::new(attempt.author).ok();
        let unsettled = Unsettled { author, is_long: true, sent_at, age };
        if let Decision::Found(id) = decide(&self.timeline, &unsettled, &contenders) {
            let attempt = &mut self.attempts[index];
            (attempt.state, attempt.entry) = (State::Saved, Some(id));
        }
    }

    fn check(&self) -> Result<(), TestCaseError> {
        let found: Vec<_> = self.attempts.iter().filter(|attempt| attempt.entry.is_some()).collect();
        for attempt in &found {
            let is_added = matches!(attempt.fate, Fate::Added(_) | Fate::ResponseLost(_));
            prop_assert!(is_added, "{:?} is called saved in {:?}", attempt, self);
        }
        let ids: HashSet<_> = found.iter().map(|attempt| &attempt.entry).collect();
        prop_assert_eq!(ids.len(), found.len());
        let is_saved = |attempt: &&Attempt| attempt.state == State::Saved && attempt.fate != Fate::Refused;
        let saved = self.attempts.iter().filter(is_saved).count();
        prop_assert!(saved <= self.added, "{} are called saved in {:?}", saved, self);
        Ok(())
    }
}

fn steps() -> impl Strategy<Value = Vec<Step>> {
    let delay = || prop_oneof![3 => 0_i64..30, 1 => 0_i64..240];
    let fate = prop_oneof![
        3 => delay().prop_map(Fate::Added),
        4 => delay().prop_map(Fate::ResponseLost),
        4 => Just(Fate::RequestLost),
        1 => Just(Fate::Refused),
    ];
    let author = prop_oneof![6 => Just(0_usize), 1 => Just(1)];
    let step = prop_oneof![
        5 => (author, fate).prop_map(|(author, fate)| Step::Send(author, fate)),
        5 => prop_oneof![0_i64..40, 0_i64..400, 3000_i64..4000].prop_map(Step::Wait),
        6 => any::<prop::sample::Index>().prop_map(Step::End),
        8 => any::<prop::sample::Index>().prop_map(Step::Read),
        1 => any::<prop::sample::Index>().prop_map(Step::Edit),
    ];
    prop::collection::vec(step, 0..60)
}

#[test]
fn no_attempt_that_added_nothing_is_ever_called_saved() {
    let config = Config { cases: 5000, failure_persistence: None, ..Config::default() };
    let worlds = (-50_i64..50, prop_oneof![2 => Just(0_u64), 1 => 1_u64..4], steps());
    let found = Cell::new(0);
    let result = TestRunner::new(config).run(&worlds, |(skew, old, steps)| {
        let mut world = World::new(skew, old);
        for step in steps {
            world.apply(step);
            world.check()?;
        }
        found.set(found.get() + world.attempts.iter().filter(|attempt| attempt.entry.is_some()).count());
        Ok(())
    });
    result.unwrap();
    assert!(found.get() > 500, "{found:?} entries were found, so the test says little");
}
