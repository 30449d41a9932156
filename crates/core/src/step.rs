//! The pure transition from a state to the next.

mod answered;
mod configured;
mod sent;

use crate::attempt::{Attempt, RequestId};
use crate::draft::Draft;
use crate::note::NoteType;
use crate::problem::Field;
use crate::settings::{NoteSettings, Subject};
use crate::state::{Action, DraftNotice, State};
use crate::work::{Phase, Work};
use std::rc::Rc;
use std::time::Duration;

/// The state after an action; `None` where the action changes nothing, and then nothing renders.
#[must_use]
pub fn step(state: &State, action: Action) -> Option<State> {
    match action {
        Action::SettingsChanged(settings) => configured::configured(state, settings),
        Action::DraftRestored(draft) => restored(state, draft),
        Action::DraftChangedElsewhere { subject, draft, former } => {
            outdated(state, subject, draft, former.as_ref())
        }
        Action::DraftNotSaved => changed(state, |state| state.draft_notice = Some(DraftNotice::NotSaved)),
        Action::TextChanged { text, is_well_formed } => {
            changed(state, |state| typed(state, text, is_well_formed))
        }
        Action::TypeChosen(note_type) => chose(state, note_type),
        Action::FieldLeft(field) => in_form(state, |work| left(work, field)),
        Action::Send { fresh } => sent::send(state, fresh),
        Action::SendAsNew { fresh } => sent::send_as_new(state, fresh),
        Action::SubmitCancelled(attempt) => in_form(state, |work| cancelled(work, attempt)),
        Action::SlowRequest(of) => changed(state, |state| takes_long(state, of)),
        Action::Responded { of, answer } => answered::answered(state, of, answer),
        Action::Tick => changed(state, second_passed),
        Action::NetworkChanged(is_offline) => changed(state, |state| state.is_offline = is_offline),
        Action::Reset => reset(state),
    }
}

/// A change that changes nothing is ignored.
fn changed(state: &State, change: impl FnOnce(&mut State)) -> Option<State> {
    let mut next = state.clone();
    change(&mut next);
    (next != *state).then_some(next)
}

fn in_form(state: &State, change: impl FnOnce(&mut Work)) -> Option<State> {
    changed(state, |state| change(&mut state.work))
}

/// A draft is taken up by a form in which nothing was typed yet.
fn restored(state: &State, draft: Draft) -> Option<State> {
    let subject = state.subject.filter(|_| state.work.draft().is_none())?;
    changed(state, |state| take_up(&mut state.work, state.settings.as_ref(), draft, subject))
}

/// The newest draft wins, but not over a note that was tried: that one is to be settled here. What is
/// tried in the other window is settled there, and what was added there is not to be added here, too.
fn outdated(state: &State, of: Subject, draft: Option<Draft>, former: Option<&Rc<str>>) -> Option<State> {
    changed(state, |state| {
        let is_shown = state.subject == Some(of);
        let aside = state.set_aside.iter_mut().find(|(subject, _)| *subject == of);
        let work = if is_shown { Some(&mut state.work) } else { aside.map(|(_, work)| work) };
        let is_settled = |phase: &Phase| matches!(phase, Phase::Editing { .. } | Phase::Saved { .. });
        let Some(work) = work.filter(|work| is_settled(&work.phase)) else { return };
        let is_news = draft.as_ref().map_or(former == Some(&work.text), |draft| {
            let is_tried = draft.tried.as_ref().is_some_and(|tried| tried.is_unresolved);
            !is_tried && work.draft().as_ref() != Some(draft)
        });
        if is_news {
            let none = Draft { text: Rc::from(""), note_type: None, tried: None };
            let news = if draft.is_some() { DraftNotice::Newer } else { DraftNotice::Gone };
            take_up(work, state.settings.as_ref(), draft.unwrap_or(none), of);
            state.draft_notice = is_shown.then_some(news).or(state.draft_notice);
        }
    })
}

/// A type that the page does not offer here is not taken up.
fn take_up(work: &mut Work, settings: Option<&NoteSettings>, draft: Draft, subject: Subject) {
    work.restore(draft, subject);
    if let Some(settings) = settings {
        configured::retype(work, Some(settings), settings);
    }
}

fn typed(state: &mut State, text: Rc<str>, is_well_formed: bool) {
    let work = &mut state.work;
    work.is_well_formed = is_well_formed;
    if work.text == text {
        return;
    }
    work.text = text;
    if matches!(work.phase, Phase::Saved { .. }) {
        work.phase = Phase::Editing { tried: None };
    }
    state.clear_draft_notice();
}

fn chose(state: &State, note_type: Option<NoteType>) -> Option<State> {
    if state.settings.as_ref().is_some_and(|settings| settings.type_locked) {
        return None;
    }
    in_form(state, |work| work.note_type = note_type)
}

const fn left(work: &mut Work, field: Field) {
    match field {
        Field::Type => work.visited.note_type = true,
        Field::Text => work.visited.text = true,
        Field::Ticket | Field::Author => {}
    }
}

/// The same note is the same attempt when it is sent after all: a page that asks the person first knows
/// it again.
fn cancelled(work: &mut Work, attempt: Attempt) {
    if let Phase::Editing { tried } = &mut work.phase {
        *tried = Some(attempt);
    }
}

fn takes_long(state: &mut State, of: RequestId) {
    for work in state.works_mut() {
        if let Phase::Sending { attempt, is_long } = &mut work.phase {
            *is_long |= attempt.request_id() == of;
        }
    }
}

fn second_passed(state: &mut State) {
    for work in state.works_mut() {
        if let Phase::Refused { refusal, .. } = &mut work.phase {
            let left = refusal.retry_after.map(|wait| wait.saturating_sub(Duration::from_secs(1)));
            refusal.retry_after = left.filter(|left| !left.is_zero());
        }
    }
}

fn reset(state: &State) -> Option<State> {
    if state.work.phase.sending().is_some() {
        return None;
    }
    let preselected = state.settings.as_ref().and_then(|settings| settings.preselected);
    changed(state, |state| {
        state.work = Work::new(preselected);
        state.elsewhere.clear();
        state.clear_draft_notice();
    })
}

#[cfg(test)]
mod tests;
