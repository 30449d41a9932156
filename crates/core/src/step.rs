//! The pure transition from a state to the next.

mod answered;
mod configured;
mod sent;

use crate::attempt::{Attempt, Try};
use crate::context::{Context, Subject};
use crate::draft::Draft;
use crate::note::NoteType;
use crate::problem::Field;
use crate::session::{Phase, Session};
use crate::state::{Action, DraftNews, State};
use std::rc::Rc;
use std::time::Duration;

/// The state after an action; `None` where the action changes nothing, and then nothing renders.
#[must_use]
pub fn step(state: &State, action: Action) -> Option<State> {
    match action {
        Action::Configured(context) => configured::configured(state, context),
        Action::Restored(draft) => restored(state, draft),
        Action::Outdated { subject, draft, former } => outdated(state, subject, draft, former.as_ref()),
        Action::DraftNotKept => changed(state, |state| state.draft_news = Some(DraftNews::NotKept)),
        Action::Typed { text, is_whole } => changed(state, |state| typed(state, text, is_whole)),
        Action::Chose(note_type) => chose(state, note_type),
        Action::Left(field) => in_form(state, |session| left(session, field)),
        Action::Send { fresh } => sent::send(state, fresh),
        Action::SendAsNew { fresh } => sent::send_as_new(state, fresh),
        Action::Cancelled(attempt) => in_form(state, |session| cancelled(session, attempt)),
        Action::TakesLong(of) => changed(state, |state| takes_long(state, of)),
        Action::Answered { of, answer } => answered::answered(state, of, answer),
        Action::SecondPassed => changed(state, second_passed),
        Action::Offline(is_offline) => changed(state, |state| state.is_offline = is_offline),
        Action::Reset => reset(state),
    }
}

/// A change that changes nothing is ignored.
fn changed(state: &State, change: impl FnOnce(&mut State)) -> Option<State> {
    let mut next = state.clone();
    change(&mut next);
    (next != *state).then_some(next)
}

fn in_form(state: &State, change: impl FnOnce(&mut Session)) -> Option<State> {
    changed(state, |state| change(&mut state.session))
}

/// A draft is taken up by a form in which nothing was typed yet.
fn restored(state: &State, draft: Draft) -> Option<State> {
    let subject = state.subject.filter(|_| state.session.draft().is_none())?;
    changed(state, |state| take_up(&mut state.session, state.context.as_ref(), draft, subject))
}

/// The newest draft wins, but not over a note that was tried: that one is to be settled here. What is
/// tried in the other window is settled there, and what was added there is not to be added here, too.
fn outdated(state: &State, of: Subject, draft: Option<Draft>, former: Option<&Rc<str>>) -> Option<State> {
    changed(state, |state| {
        let is_shown = state.subject == Some(of);
        let aside = state.set_aside.iter_mut().find(|(subject, _)| *subject == of);
        let session = if is_shown { Some(&mut state.session) } else { aside.map(|(_, session)| session) };
        let is_settled = |phase: &Phase| matches!(phase, Phase::Editing { .. } | Phase::Saved { .. });
        let Some(session) = session.filter(|session| is_settled(&session.phase)) else { return };
        let is_news = draft.as_ref().map_or(former == Some(&session.text), |draft| {
            let is_tried = draft.tried.as_ref().is_some_and(|tried| tried.is_open);
            !is_tried && session.draft().as_ref() != Some(draft)
        });
        if is_news {
            let none = Draft { text: Rc::from(""), note_type: None, tried: None };
            let news = if draft.is_some() { DraftNews::Newer } else { DraftNews::Gone };
            take_up(session, state.context.as_ref(), draft.unwrap_or(none), of);
            state.draft_news = is_shown.then_some(news).or(state.draft_news);
        }
    })
}

/// A type that the page does not offer here is not taken up.
fn take_up(session: &mut Session, context: Option<&Context>, draft: Draft, subject: Subject) {
    session.restore(draft, subject);
    if let Some(context) = context {
        configured::retype(session, Some(context), context);
    }
}

fn typed(state: &mut State, text: Rc<str>, is_whole: bool) {
    let session = &mut state.session;
    session.is_whole = is_whole;
    if session.text == text {
        return;
    }
    session.text = text;
    if matches!(session.phase, Phase::Saved { .. }) {
        session.phase = Phase::Editing { tried: None };
    }
    state.forget_draft_news();
}

fn chose(state: &State, note_type: Option<NoteType>) -> Option<State> {
    if state.context.as_ref().is_some_and(|context| context.type_locked) {
        return None;
    }
    in_form(state, |session| session.note_type = note_type)
}

const fn left(session: &mut Session, field: Field) {
    match field {
        Field::Type => session.visited.note_type = true,
        Field::Text => session.visited.text = true,
        Field::Ticket | Field::Author => {}
    }
}

/// The same note is the same attempt when it is sent after all: a page that asks the person first knows
/// it again.
fn cancelled(session: &mut Session, attempt: Attempt) {
    if let Phase::Editing { tried } = &mut session.phase {
        *tried = Some(attempt);
    }
}

fn takes_long(state: &mut State, of: Try) {
    for session in state.sessions_mut() {
        if let Phase::Sending { attempt, is_long } = &mut session.phase {
            *is_long |= attempt.to_try() == of;
        }
    }
}

fn second_passed(state: &mut State) {
    for session in state.sessions_mut() {
        if let Phase::Refused { refusal, .. } = &mut session.phase {
            let left = refusal.retry_after.map(|wait| wait.saturating_sub(Duration::from_secs(1)));
            refusal.retry_after = left.filter(|left| !left.is_zero());
        }
    }
}

fn reset(state: &State) -> Option<State> {
    if state.session.phase.sending().is_some() {
        return None;
    }
    let preselected = state.context.as_ref().and_then(|context| context.preselected);
    changed(state, |state| {
        state.session = Session::new(preselected);
        state.elsewhere.clear();
        state.forget_draft_news();
    })
}

#[cfg(test)]
mod tests;
