use crate::settings::{NoteSettings, Subject};
use crate::state::State;
use crate::work::Work;

pub(super) fn settings_changed(state: &mut State, settings: Option<NoteSettings>) -> bool {
    if settings == state.settings {
        return false;
    }
    if let Some(settings) = &settings {
        let is_return = change_subject(state, settings);
        let previous = if is_return { Some(settings) } else { state.settings.as_ref() };
        update_type(&mut state.work, previous, settings);
        state.work.ticket_url.clone_from(&settings.ticket_url);
    }
    state.settings = settings;
    true
}

/// Sets the current work aside, and takes up the work on the new subject. Returns whether such work
/// existed: its type was chosen for this subject, so the preselected type does not replace it.
fn change_subject(state: &mut State, settings: &NoteSettings) -> bool {
    let subject = settings.subject;
    let Some(previous) = state.work.subject.filter(|&previous| previous != subject) else {
        state.work.subject = Some(subject);
        return false;
    };
    let found = state.set_aside.iter().position(|work| work.subject == Some(subject));
    if found.is_none() && adds_author(previous, subject) {
        state.work.subject = Some(subject);
        return false;
    }
    let next = match found {
        Some(index) => state.set_aside.swap_remove(index),
        None => Work::new(Some(subject), Some(settings)),
    };
    let previous_work = std::mem::replace(&mut state.work, next);
    if previous_work.draft().is_some() {
        state.set_aside.push(previous_work);
    }
    state.clear_draft_notice();
    state.clear_other_ticket(subject.ticket);
    found.is_some()
}

/// If a page learns the author after the user began to type, the text stays in the form.
fn adds_author(previous: Subject, subject: Subject) -> bool {
    previous.ticket == subject.ticket && previous.author.is_none()
}

/// Selects a newly preselected type, and clears a type that the page no longer offers.
pub(super) fn update_type(work: &mut Work, previous: Option<&NoteSettings>, settings: &NoteSettings) {
    let is_new = previous.is_none_or(|previous| previous.preselected != settings.preselected);
    let is_offered = work.note_type.is_some_and(|chosen| settings.offered.contains(&chosen));
    if settings.type_locked || !is_offered || (is_new && settings.preselected.is_some()) {
        work.note_type = settings.initial_type();
    }
}
