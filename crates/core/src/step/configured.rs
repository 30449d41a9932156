use crate::settings::{NoteSettings, Subject};
use crate::state::State;
use crate::work::Work;

pub(super) fn configured(state: &State, settings: Option<NoteSettings>) -> Option<State> {
    if settings == state.settings {
        return None;
    }
    let mut next = state.clone();
    if let Some(settings) = &settings {
        let is_return = turn_to(&mut next, settings);
        let former = if is_return { Some(settings) } else { state.settings.as_ref() };
        retype(&mut next.work, former, settings);
    }
    next.settings = settings;
    Some(next)
}

/// Puts the work on another subject aside and takes up what there is for this one. Whether there is
/// some: its type was chosen for it, and is not another one because the other subject has another.
fn turn_to(state: &mut State, settings: &NoteSettings) -> bool {
    let subject = settings.subject;
    let Some(former) = state.subject.replace(subject).filter(|&former| former != subject) else {
        return false;
    };
    let found = state.set_aside.iter().position(|&(of, _)| of == subject);
    if found.is_none() && is_now_known(former, subject) {
        return false;
    }
    let next = match found {
        Some(index) => state.set_aside.swap_remove(index).1,
        None => Work::new(settings.preselected),
    };
    let former_session = std::mem::replace(&mut state.work, next);
    if former_session.draft().is_some() {
        state.set_aside.push((former, former_session));
    }
    state.clear_draft_notice();
    state.elsewhere.retain(|elsewhere| elsewhere.ticket() != subject.ticket);
    found.is_some()
}

/// A page that learns late who writes does not take the text out of the person's hands.
fn is_now_known(former: Subject, subject: Subject) -> bool {
    former.ticket == subject.ticket && former.author.is_none()
}

/// A type that the page now preselects is chosen; one that it no longer offers is not kept.
pub(super) fn retype(work: &mut Work, former: Option<&NoteSettings>, settings: &NoteSettings) {
    let is_new = former.is_none_or(|former| former.preselected != settings.preselected);
    let is_offered = work.note_type.is_some_and(|chosen| settings.offered.contains(&chosen));
    if settings.type_locked || !is_offered || (is_new && settings.preselected.is_some()) {
        work.note_type = settings.preselected;
    }
}
