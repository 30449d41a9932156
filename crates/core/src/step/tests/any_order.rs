//! No order of actions loses an unknown note or a text.

use super::*;
use proptest::prelude::*;
use std::collections::BTreeSet;

/// Texts that share nothing with each other.
const TEXTS: [&str; 5] = ["", "Called back", "Sent the invoice", "Closed the case", "Asked for the number"];

#[derive(Clone, Debug)]
enum Step {
    Write(usize),
    Send { is_new: bool },
    Respond(Outcome),
    ShowEarlier,
    Found,
    Reload,
}

fn steps() -> impl Strategy<Value = Vec<Step>> {
    let outcome = prop_oneof![
        4 => Just(Outcome::Unknown),
        1 => Just(saved()),
        1 => Just(refused(Code::Unavailable)),
    ];
    let step = prop_oneof![
        4 => (0..TEXTS.len()).prop_map(Step::Write),
        4 => any::<bool>().prop_map(|is_new| Step::Send { is_new }),
        4 => outcome.prop_map(Step::Respond),
        2 => Just(Step::ShowEarlier),
        1 => Just(Step::Found),
        1 => Just(Step::Reload),
    ];
    proptest::collection::vec(step, 1..40)
}

/// The attempts that may have added a note.
fn unresolved(state: &State) -> BTreeSet<String> {
    let attempts = state.unknown().into_iter().chain(state.work.phase.unresolved_attempt());
    attempts.map(|attempt| attempt.id.to_text()).collect()
}

/// The texts that the form shows or keeps, and those that were sent and may have been added.
fn texts(state: &State) -> BTreeSet<String> {
    let work = &state.work;
    let hidden = work.earlier.iter().chain(&work.later).map(|hidden| &hidden.text);
    let typed = hidden.chain([&work.text]).map(|text| (**text).to_owned());
    let sent = work.phase.unresolved_attempt().map(|attempt| attempt.note.text.as_str().to_owned());
    typed.chain(sent).filter(|text| !text.is_empty()).collect()
}

fn applied(state: State, action: Action) -> State {
    step(state, action).state
}

/// Sends on a page that allows it.
fn sent(state: State, is_new: bool, seed: u8) -> State {
    let transition = step(state, if is_new { send_as_new(seed) } else { send(seed) });
    match transition.effect {
        Some(Effect::Ready(attempt)) => {
            applied(transition.state, Action::SubmitAllowed { attempt, now: NOW })
        }
        _ => transition.state,
    }
}

fn run(state: State, taken: Step, seed: u8) -> State {
    match taken {
        // The text area is read-only while a note is sent.
        Step::Write(_) if state.in_flight().next().is_some() => state,
        Step::Write(index) => applied(state, text_changed(TEXTS[index])),
        Step::Send { is_new } => sent(state, is_new, seed),
        Step::Respond(outcome) => {
            let request = state.in_flight().next().map(Attempt::request_id);
            request.map_or(state.clone(), |request| applied(state, responded(request, outcome)))
        }
        Step::ShowEarlier => applied(state, Action::EarlierShown),
        Step::Found => applied(state, Action::FoundInTicket),
        // A draft has one text that was not sent (docs/specification.md, section 9.4).
        Step::Reload if state.work.later.is_some() => state,
        Step::Reload => match state.work.draft() {
            Some(draft) => applied(Form::open(201).0, restored(draft)),
            None => Form::open(201).choose("calllog").0,
        },
    }
}

proptest! {
    #[test]
    fn no_order_of_actions_loses_a_note(steps in steps()) {
        let mut state = Form::open(201).choose("calllog").0;
        for (seed, taken) in (1..).zip(steps) {
            let (before, written) = (unresolved(&state), texts(&state));
            state = run(state, taken.clone(), seed);
            let (after, kept) = (unresolved(&state), texts(&state));
            let lost: Vec<_> = before.difference(&after).collect();
            match taken {
                // Each of these ends one attempt. "Send as a new note" gives up the attempt that it replaces.
                Step::Respond(Outcome::Saved { .. } | Outcome::Refused(_))
                | Step::Found
                | Step::Send { is_new: true } => {
                    prop_assert!(lost.len() <= 1, "{lost:?}");
                }
                _ => prop_assert!(lost.is_empty(), "{taken:?} loses {lost:?}"),
            }
            if matches!(taken, Step::ShowEarlier | Step::Send { is_new: false } | Step::Reload | Step::Respond(Outcome::Unknown)) {
                let gone: Vec<_> = written.difference(&kept).collect();
                prop_assert!(gone.is_empty(), "{taken:?} loses {gone:?}");
            }
        }
    }
}
