use crate::context::{Context, Subject};
use crate::session::Session;
use crate::state::State;

pub(super) fn configured(state: &State, context: Option<Context>) -> Option<State> {
    if context == state.context {
        return None;
    }
    let mut next = state.clone();
    if let Some(context) = &context {
        let is_return = turn_to(&mut next, context);
        let former = if is_return { Some(context) } else { state.context.as_ref() };
        retype(&mut next.session, former, context);
    }
    next.context = context;
    Some(next)
}

/// Puts the work on another subject aside and takes up what there is for this one. Whether there is
/// some: its type was chosen for it, and is not another one because the other subject has another.
fn turn_to(state: &mut State, context: &Context) -> bool {
    let subject = context.subject;
    let Some(former) = state.subject.replace(subject).filter(|&former| former != subject) else {
        return false;
    };
    let found = state.set_aside.iter().position(|&(of, _)| of == subject);
    if found.is_none() && is_now_known(former, subject) {
        return false;
    }
    let next = match found {
        Some(index) => state.set_aside.swap_remove(index).1,
        None => Session::new(context.preselected),
    };
    let former_session = std::mem::replace(&mut state.session, next);
    if former_session.draft().is_some() {
        state.set_aside.push((former, former_session));
    }
    state.forget_draft_news();
    state.elsewhere.retain(|elsewhere| elsewhere.ticket() != subject.ticket);
    found.is_some()
}

/// A page that learns late who writes does not take the text out of the person's hands.
fn is_now_known(former: Subject, subject: Subject) -> bool {
    former.ticket == subject.ticket && former.author.is_none()
}

/// A type that the page now preselects is chosen; one that it no longer offers is not kept.
pub(super) fn retype(session: &mut Session, former: Option<&Context>, context: &Context) {
    let is_new = former.is_none_or(|former| former.preselected != context.preselected);
    let is_offered = session.note_type.is_some_and(|chosen| context.offered.contains(&chosen));
    if context.type_locked || !is_offered || (is_new && context.preselected.is_some()) {
        session.note_type = context.preselected;
    }
}
