//! Drafts of this window and of other windows.

use super::*;
use crate::draft::Tried;
use crate::state::DraftNotice;

fn draft(text: &str) -> Draft {
    Draft { text: text.into(), attempt_id: Some(id(50)), note_type: Some(NoteType::CALL_LOG), tried: None }
}

fn newer(draft: Draft) -> Action {
    Action::DraftChangedElsewhere { subject: settings(201).subject, draft: Some(draft), previous_text: None }
}

#[test]
fn a_draft_brings_back_text_and_type() {
    let form = Form::filled();
    let saved_draft = form.draft();
    let back = Form::open(201).after(restored(saved_draft)).is("editing", "Called back");
    assert_eq!(back.0.work.note_type, Some(NoteType::CALL_LOG));
}

#[test]
fn a_draft_does_not_replace_a_text() {
    Form::filled().ignores(restored(draft("Older")));
}

#[test]
fn a_draft_with_a_request_in_flight_is_unknown() {
    let saved_draft = Form::sending().draft();
    let back = Form::open(201).after(restored(saved_draft)).is("unknown", "Called back");
    assert_eq!(back.send(2).only_request().id, id_of("Called back"));
}

#[test]
fn an_edited_unknown_is_restored_as_unknown() {
    let saved_draft = Form::sending().respond(Outcome::Unknown).write("Called back twice").draft();
    let back = Form::open(201).after(restored(saved_draft)).is("unknown", "Called back twice");
    back.rejects(send(2));
}

#[test]
fn a_refused_attempt_is_restored() {
    let form = Form::sending().respond(refused(Code::Unavailable));
    let saved_draft = form.draft();
    let back = Form::open(201).after(restored(saved_draft)).is("editing", "Called back");
    assert_eq!(back.send(2).only_request().id, id_of("Called back"));
}

#[test]
fn a_draft_with_an_invalid_attempt_is_a_text_only() {
    let tried = Tried {
        id: id(1),
        note_type: NoteType::CALL_LOG,
        text: "x".into(),
        is_unresolved: true,
        may_be_saved: false,
        caller: None,
        earlier: None,
    };
    let odd = Draft { tried: Some(tried), ..draft("Called back") };
    let back = Form::open(201).after(restored(odd)).is("editing", "Called back");
    assert_eq!(back.send(2).only_request().id, id(50));
}

#[test]
fn an_empty_form_and_a_saved_note_have_no_draft() {
    assert_eq!(Form::open(201).write("  \n").0.work.draft(), None);
    assert_eq!(Form::sending().respond(saved()).0.work.draft(), None);
}

#[test]
fn a_newer_draft_wins_but_not_over_a_note_that_was_sent() {
    let form = Form::filled().after(newer(draft("From another window")));
    let form = form.is("editing", "From another window");
    assert_eq!(form.0.draft_notice, Some(DraftNotice::Newer));
    assert_eq!(form.write("Typed here").0.draft_notice, None, "the notice is about a text that is gone");
    Form::sending().ignores(newer(draft("From another window")));
    Form::sending().respond(Outcome::Unknown).ignores(newer(draft("From another window")));
}

#[test]
fn a_newer_draft_is_for_its_own_ticket_only() {
    Form::open(202).write("Of the other ticket").ignores(newer(draft("From another window")));
    Form::open(202).ignores(newer(draft("From another window")));
}

#[test]
fn a_note_that_another_window_sends_is_settled_there() {
    let tried = Form::sending().draft();
    Form::filled().write("Called").ignores(newer(tried));
}

#[test]
fn a_newer_draft_does_not_change_a_locked_type() {
    let offered = vec![NoteType::ALL[0]];
    let locked = NoteSettings { preselected: Some(offered[0]), type_locked: true, offered, ..settings(201) };
    let form = Form::open(201).configure(locked).after(newer(draft("From another window")));
    assert_eq!(form.0.work.note_type, Some(NoteType::ALL[0]));
}

#[test]
fn a_restored_attempt_gets_its_outcome() {
    let sending = Form::sending();
    let (saved_draft, request) = (sending.draft(), sending.only_request().request_id());
    let back = || Form::open(201).after(restored(saved_draft.clone())).is("unknown", "Called back");
    back().after(responded(request, saved())).is("saved", "");
    back().after(responded(request, refused(Code::Unavailable))).is("refused", "Called back");
    back().ignores(responded(request, Outcome::Unknown));
}

#[test]
fn a_text_that_another_window_added_is_removed() {
    let gone = |former: &str| Action::DraftChangedElsewhere {
        subject: settings(201).subject,
        draft: None,
        previous_text: Some(former.into()),
    };
    Form::filled().after(gone("Called back")).is("editing", "");
    Form::filled().write("Called back twice").ignores(gone("Called back"));
    Form::sending().respond(Outcome::Unknown).ignores(gone("Called back"));
}

#[test]
fn a_newer_draft_of_another_ticket_is_there_on_return() {
    let form = Form::filled().configure(settings(202)).after(newer(draft("From another window")));
    form.is("editing", "").configure(settings(201)).is("editing", "From another window");
}

#[test]
fn a_refused_retry_after_a_reload_stays_unknown() {
    let sending = Form::sending().respond(Outcome::Unknown).send(2);
    let request = sending.only_request().request_id();
    let back = Form::open(201).after(restored(sending.draft()));
    let after = back.after(responded(request, refused(Code::Unauthenticated)));
    assert_eq!(after.send_options(), SendOptions::RetryOrNew);
}

#[test]
fn a_refused_first_request_after_a_reload_is_refused() {
    let sending = Form::sending();
    let request = sending.only_request().request_id();
    let back = Form::open(201).after(restored(sending.draft()));
    let after = back.after(responded(request, refused(Code::Unauthenticated)));
    assert_eq!(after.is("refused", "Called back").send_options(), SendOptions::Add);
}

#[test]
fn a_text_that_another_window_removed_has_a_notice() {
    let gone = Action::DraftChangedElsewhere {
        subject: settings(201).subject,
        draft: None,
        previous_text: Some("Called back".into()),
    };
    let form = Form::filled().after(gone).is("editing", "");
    assert_eq!(form.0.draft_notice, Some(DraftNotice::Gone));
}

#[test]
fn a_newer_draft_replaces_one_with_a_refused_attempt() {
    let sent = Form::sending().respond(refused(Code::Unavailable));
    let form = Form::open(201).after(restored(sent.draft()));
    form.after(newer(draft("Called back twice"))).is("editing", "Called back twice");
}
