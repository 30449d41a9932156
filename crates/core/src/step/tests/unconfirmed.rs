//! Notes whose outcome is unknown: their ends, and the texts that follow them.

use super::*;

fn unknown() -> Form {
    Form::sending().respond(Outcome::Unknown)
}

/// An unknown note that another text has replaced.
fn replaced() -> Form {
    unknown().write("Sent the invoice")
}

#[test]
fn a_note_found_in_the_ticket_goes_and_the_type_stays() {
    let form = unknown().after(Action::FoundInTicket).is("editing", "");
    assert_eq!((form.0.work.draft(), form.0.work.note_type), (None, Some(NoteType::CALL_LOG)));
    assert_eq!(form.0.unknown().count(), 0);
    Form::filled().ignores(Action::FoundInTicket);
    Form::sending().ignores(Action::FoundInTicket);
}

#[test]
fn an_edited_text_stays_when_the_note_is_found() {
    let form = unknown().write("Called back twice").after(Action::FoundInTicket);
    assert_eq!(form.is("editing", "Called back twice").send_options(), SendOptions::Add);
}

#[test]
fn an_emptied_field_ends_unknown() {
    let form = unknown().write("").is("editing", "");
    assert!(form.0.view().has_earlier);
    assert_eq!(form.send_options(), SendOptions::Add);
}

#[test]
fn a_text_that_shares_nothing_is_a_new_note() {
    let form = replaced().is("editing", "Sent the invoice");
    assert!(form.0.view().has_earlier);
    let form = form.send(2);
    assert_eq!(form.only_request().id, id_of("Sent the invoice"));
    let form = form.respond(saved()).is("saved", "");
    assert!(form.0.view().has_earlier, "the earlier note is still unconfirmed");
}

#[test]
fn the_same_text_again_is_the_unknown_note_again() {
    let form = replaced().write("Called back").is("unknown", "Called back");
    assert_eq!(form.send_options(), SendOptions::RetryOrNew);
    assert_eq!(form.send(2).only_request().id, id_of("Called back"));
}

#[test]
fn the_earlier_note_is_shown_and_the_text_returns_after_it() {
    let shown = || replaced().after(Action::EarlierShown).is("unknown", "Called back");
    assert_eq!(shown().send(2).respond(saved()).is("saved", "Sent the invoice").0.work.later, None);
    shown().after(Action::FoundInTicket).is("editing", "Sent the invoice");
    let emptied = shown().write("").is("editing", "Sent the invoice");
    assert!(emptied.0.view().has_earlier);
    Form::filled().ignores(Action::EarlierShown);
}

/// Two unknown notes, of which the form shows the first again.
fn first_of_two() -> Form {
    replaced()
        .after(Action::TypeChosen(Some(NoteType::CONTACT_FORM)))
        .send(2)
        .respond(Outcome::Unknown)
        .after(Action::EarlierShown)
        .is("unknown", "Called back")
}

#[test]
fn the_second_unknown_note_is_unknown_when_it_returns() {
    let request = first_of_two().send(3).only_request().request_id();
    for form in [
        first_of_two().after(Action::FoundInTicket),
        first_of_two().send(3).after(responded(request, saved())),
        first_of_two().write(""),
        first_of_two().after(Action::EarlierShown),
    ] {
        let form = form.is("unknown", "Sent the invoice");
        assert_eq!(form.0.work.note_type, Some(NoteType::CONTACT_FORM));
        assert_eq!(form.send_options(), SendOptions::RetryOrNew);
        assert_eq!(form.send(4).only_request().id, id_of("Sent the invoice"));
    }
    let form = first_of_two().send(3).after(responded(request, saved()));
    assert_eq!(form.late_ends(), [(201, LateEnd::Saved)]);
}

#[test]
fn a_text_that_was_not_sent_returns_with_its_type() {
    let form = replaced().after(Action::TypeChosen(Some(NoteType::CONTACT_FORM)));
    let form = form.after(Action::EarlierShown).after(Action::FoundInTicket);
    assert_eq!(form.is("editing", "Sent the invoice").0.work.note_type, Some(NoteType::CONTACT_FORM));
}

#[test]
fn a_draft_keeps_both_the_text_and_the_earlier_note() {
    for form in [replaced(), replaced().after(Action::EarlierShown)] {
        let draft = form.draft();
        assert_eq!(&*draft.text, "Sent the invoice");
        let form = Form::open(201).after(restored(draft)).is("editing", "Sent the invoice");
        assert!(form.0.view().has_earlier);
        form.after(Action::EarlierShown).is("unknown", "Called back");
    }
}

#[test]
fn an_earlier_note_that_was_added_is_said() {
    let request = Form::sending().only_request().request_id();
    let form = replaced().after(responded(request, saved())).is("editing", "Sent the invoice");
    assert_eq!(form.late_ends(), [(201, LateEnd::Saved)]);
    assert!(!form.0.view().has_earlier);
}

#[test]
fn a_note_that_did_not_arrive_is_sent_as_the_same_attempt() {
    let attempt = Form::sending().only_request().id;
    let form = unknown().after(Action::NotArrived(attempt)).is("editing", "Called back");
    assert_eq!(form.0.view().progress, crate::view::Progress::Missing);
    assert_eq!(form.send(2).only_request().id, attempt);
    unknown().ignores(Action::NotArrived(id(9)));
}

#[test]
fn an_edit_of_a_note_that_did_not_arrive_is_a_new_attempt() {
    let form = unknown().after(Action::NotArrived(id_of("Called back"))).write("Called back twice");
    assert_eq!(form.send(2).only_request().id, id_of("Called back twice"));
    let again =
        unknown().after(Action::NotArrived(id_of("Called back"))).write("Called").write("Called back");
    assert_eq!(again.send(2).only_request().id, id_of("Called back"));
}

#[test]
fn the_time_of_a_saved_draft_changes_by_the_minute() {
    let saved_at =
        |form: Form, seconds: u64| form.after(Action::DraftSaved { now: Timestamp(NOW.0 + seconds * 1000) });
    let first = saved_at(Form::filled(), 0);
    let view = first.0.view();
    assert!(view.draft_saved.is_some());
    assert_eq!(saved_at(first, 1).0.view(), view);
    assert_eq!(saved_at(Form::filled(), 0).write("").0.view().draft_saved, None);
    Form::open(201).ignores(Action::DraftSaved { now: NOW });
}
