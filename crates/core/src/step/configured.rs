use crate::context::{Context, Subject};
use crate::session::Session;
use crate::state::{DraftNews, Elsewhere, State};

pub(super) fn configured(state: &State, context: Option<Context>) -> Option<State> {
    if context == state.context {
        return None;
    }
    let mut next = state.clone();
    if let Some(context) = &context {
        turn_to(&mut next, context);
        retype(&mut next.session, state.context.as_ref(), context);
    }
    next.context = context;
    Some(next)
}

/// Puts the work on another subject aside and takes up what there is for this one.
fn turn_to(state: &mut State, context: &Context) {
    let subject = context.subject;
    let Some(former) = state.subject.replace(subject).filter(|&former| former != subject) else {
        return;
    };
    let found = state.set_aside.iter().position(|&(of, _)| of == subject);
    if found.is_none() && is_now_known(former, subject) {
        return;
    }
    let next = match found {
        Some(index) => state.set_aside.swap_remove(index).1,
        None => Session::new(context.preselected),
    };
    let former_session = std::mem::replace(&mut state.session, next);
    if former_session.draft().is_some() {
        state.set_aside.push((former, former_session));
    }
    state.draft_news = state.draft_news.filter(|news| *news == DraftNews::NotKept);
    state.elsewhere = state.elsewhere.filter(|elsewhere| match elsewhere {
        Elsewhere::Refused(ticket) | Elsewhere::Unknown(ticket) => *ticket != subject.ticket,
    });
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
