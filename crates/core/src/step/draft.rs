use super::settings_changed::update_type;
use crate::draft::Draft;
use crate::settings::{NoteSettings, Subject};
use crate::state::{DraftNotice, State};
use crate::work::{Phase, Work};
use std::rc::Rc;

/// Restores a draft into a form without text.
pub(super) fn restored(state: &mut State, draft: Draft) -> bool {
    let subject = state.work.subject.filter(|_| state.work.draft().is_none());
    if let Some(subject) = subject {
        restore(&mut state.work, state.settings.as_ref(), draft, subject);
    }
    subject.is_some()
}

/// Applies another window's newer draft. A note that this window has sent stays: its attempt is
/// resolved in this window. If the other window sends, the attempt is resolved there.
pub(super) fn changed_elsewhere(
    state: &mut State,
    of: Subject,
    draft: Option<Draft>,
    previous_text: Option<&Rc<str>>,
) -> bool {
    let settings = state.settings.clone();
    let is_shown = state.work.subject == Some(of);
    let Some(work) = state.works_mut().find(|work| work.subject == Some(of)) else { return false };
    let is_idle =
        matches!(work.phase, Phase::Editing { .. } | Phase::Saved { .. }) && work.unknown().is_empty();
    if !is_idle || !is_news(work, draft.as_ref(), previous_text) {
        return false;
    }
    let notice = if draft.is_some() { DraftNotice::Newer } else { DraftNotice::Gone };
    restore(work, settings.as_ref(), draft.unwrap_or_default(), of);
    if is_shown {
        state.draft_notice = Some(notice);
    }
    true
}

fn is_news(work: &Work, draft: Option<&Draft>, previous_text: Option<&Rc<str>>) -> bool {
    let Some(draft) = draft else { return previous_text == Some(work.text.as_rc()) };
    let is_unresolved =
        draft.tried.as_ref().is_some_and(|tried| tried.is_unresolved || tried.earlier.is_some());
    !is_unresolved && work.draft().as_ref() != Some(draft)
}

/// A type that the page does not offer is not restored.
fn restore(work: &mut Work, settings: Option<&NoteSettings>, draft: Draft, subject: Subject) {
    work.restore(draft, subject);
    if let Some(settings) = settings {
        update_type(work, Some(settings), settings);
    }
}
