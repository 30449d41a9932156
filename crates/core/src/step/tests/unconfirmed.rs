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
    assert_eq!(form.0.unknown().len(), 0);
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

/// Two unknown notes, and a third text in the form.
fn third_text() -> Form {
    replaced().send(2).respond(Outcome::Unknown).write("Closed the case").is("editing", "Closed the case")
}

/// Three unknown notes; the form holds the last.
fn three_unknown() -> Form {
    third_text().send(3).respond(Outcome::Unknown)
}

#[test]
fn a_third_text_keeps_both_unknown_notes() {
    assert_eq!(third_text().0.unknown().len(), 2);
    let second = third_text().after(Action::EarlierShown).is("unknown", "Sent the invoice");
    let first = second.after(Action::EarlierShown).is("unknown", "Called back");
    let back = first.after(Action::FoundInTicket).is("editing", "Closed the case");
    assert!(back.0.view().has_earlier);
    let second = back.after(Action::EarlierShown).is("unknown", "Sent the invoice");
    let back = second.after(Action::FoundInTicket).is("editing", "Closed the case");
    assert!(!back.0.view().has_earlier);
}

#[test]
fn unknown_notes_are_shown_one_after_the_other() {
    let mut form = three_unknown();
    for text in ["Sent the invoice", "Closed the case", "Called back", "Closed the case", "Sent the invoice"]
    {
        form = form.after(Action::EarlierShown).is("unknown", text);
        assert_eq!(form.0.unknown().len(), 3);
    }
}

#[test]
fn each_of_three_unknown_notes_is_sent_as_its_own_attempt() {
    for shown in 0..3 {
        let form = (0..shown).fold(three_unknown(), |form, _| form.after(Action::EarlierShown));
        let text = form.0.work.text.to_string();
        assert_eq!(form.send(4).only_request().id, id_of(&text), "{text}");
    }
}

#[test]
fn a_hidden_note_that_was_added_leaves_the_request_in_flight() {
    let request = Form::sending().only_request().request_id();
    let sending = third_text().send(3).after(responded(request, saved())).is("sending", "Closed the case");
    assert_eq!(sending.late_ends(), [(201, LateEnd::Saved)]);
    let form = sending.respond(saved()).is("saved", "");
    assert_eq!(form.0.unknown().len(), 1);
}

#[test]
fn an_edited_text_is_kept_while_another_note_is_shown() {
    let edited = three_unknown().write("Closed the case today").after(Action::EarlierShown);
    assert_eq!(edited.0.unknown().len(), 3);
    edited.after(Action::EarlierShown).is("unknown", "Closed the case today");
}

#[test]
fn an_edited_text_stays_when_its_note_is_added_meanwhile() {
    let request = third_text().send(3).only_request().request_id();
    let form = three_unknown().write("Closed the case today").after(Action::EarlierShown);
    let form = form.after(responded(request, saved())).is("unknown", "Sent the invoice");
    form.after(Action::FoundInTicket).is("editing", "Closed the case today");
}

#[test]
fn a_text_in_place_of_a_shown_note_hides_no_other_text() {
    let typed = || replaced().after(Action::EarlierShown).write("Closed the case");
    let form = typed().is("editing", "Closed the case");
    assert!(!form.0.view().has_earlier, "showing it would hide a second text");
    assert_eq!(&*form.draft().text, "Closed the case");
    form.ignores(Action::EarlierShown);
    let emptied = typed().write("").is("editing", "Sent the invoice");
    assert!(emptied.0.view().has_earlier);
    typed().send(3).respond(saved()).is("saved", "Sent the invoice");
}

#[test]
fn an_edit_that_makes_another_unknown_text_shows_that_note() {
    let form = unknown().write("Sent the invoice").write("Called back twice").send(2);
    let form = form.respond(Outcome::Unknown).write("Called back").is("unknown", "Called back");
    assert_eq!((form.send_options(), form.0.unknown().len()), (SendOptions::RetryOrNew, 2));
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
fn a_draft_keeps_every_unknown_note() {
    let refused = third_text().send(3).respond(refused(Code::Unavailable));
    let rotated = three_unknown().after(Action::EarlierShown);
    for (form, state, unknown) in [
        (third_text(), "editing", 2),
        (refused, "editing", 2),
        (third_text().send(3), "unknown", 3),
        (three_unknown(), "unknown", 3),
        (rotated, "unknown", 3),
    ] {
        let back = Form::open(201).after(restored(form.draft())).is(state, "Closed the case");
        assert_eq!(back.0.unknown().len(), unknown);
        let mut form = back;
        let mut shown = Vec::new();
        for _ in 0..3 {
            form = form.after(Action::EarlierShown);
            shown.push(form.0.work.text.to_string());
        }
        assert!(
            shown.contains(&"Sent the invoice".into()) && shown.contains(&"Called back".into()),
            "{shown:?}"
        );
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
