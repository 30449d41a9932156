//! From a key press to the request.

use super::*;

#[test]
fn a_new_form_edits_and_shows_nothing() {
    let form = Form::open(201).is("editing", "");
    assert_eq!(form.shown(), []);
    assert_eq!(form.posts(), []);
}

#[test]
fn a_send_of_a_whole_note_wants_one_post() {
    let post = Form::sending().is("sending", "Called back").only_post();
    assert_eq!(post.id, id(1));
    assert_eq!(post.note.ticket.get(), 201);
    assert_eq!(post.note.note_type, NoteType::CALL_LOG);
    assert_eq!(post.note.text.as_str(), "Called back");
}

#[test]
fn a_send_while_sending_is_ignored() {
    Form::sending().ignores(Action::Send { fresh: id(2) });
    Form::sending().ignores(Action::SendAsNew { fresh: id(2) });
}

#[test]
fn a_note_that_the_page_cancelled_is_the_same_attempt_when_it_is_sent_after_all() {
    let cancelled = || Form::filled().after(Action::SubmitCancelled(Form::sending().only_post()));
    assert_eq!(cancelled().is("editing", "Called back").posts(), []);
    assert_eq!(cancelled().send(2).only_post().id, id(1));
    assert_eq!(cancelled().typed("Called back twice").send(2).only_post().id, id(2));
}

#[test]
fn a_send_of_an_empty_form_shows_both_problems_and_sends_nothing() {
    let form = Form::open(201).send(1).is("editing", "");
    let missing = |field| FieldProblem::new(field, Problem::Missing);
    assert_eq!(form.shown(), [missing(Field::Type), missing(Field::Text)]);
    assert_eq!(form.posts(), []);
    assert_eq!(form.0.stopped_sends, 1);
}

#[test]
fn a_field_shows_its_problem_only_once_it_was_left() {
    let form = Form::open(201).typed("Hell");
    assert_eq!(form.shown(), []);
    let form = form.after(Action::FieldLeft(Field::Text));
    assert_eq!(form.shown(), [FieldProblem::new(Field::Text, Problem::TooShort)]);
    assert_eq!(form.typed("Hello").shown(), []);
}

#[test]
fn half_of_a_character_is_not_sent() {
    let malformed = Action::TextChanged { text: "Called \u{fffd}back".into(), is_well_formed: false };
    let form = Form::filled().after(malformed).send(1).is("editing", "Called \u{fffd}back");
    assert_eq!(form.shown(), [FieldProblem::new(Field::Text, Problem::Malformed)]);
    assert_eq!(form.posts(), []);
    form.typed("Called \u{fffd}back").send(1).is("sending", "Called \u{fffd}back");
}

#[test]
fn what_changes_nothing_is_ignored() {
    let form = Form::filled();
    form.ignores(typed("Called back"));
    form.ignores(Action::TypeChosen(Some(NoteType::CALL_LOG)));
    form.ignores(Action::SettingsChanged(Some(settings(201))));
    form.ignores(Action::FieldLeft(Field::Ticket));
    Form::open(201).ignores(Action::Reset);
}

#[test]
fn nothing_is_sent_offline_and_nothing_by_itself_when_back() {
    let form = Form::filled().after(Action::NetworkChanged(true)).is("editing", "Called back");
    form.ignores(Action::Send { fresh: id(1) });
    let form = form.after(Action::NetworkChanged(false)).is("editing", "Called back");
    assert_eq!(form.posts(), []);
    form.send(1).is("sending", "Called back");
}

#[test]
fn a_try_that_takes_long_is_said_so_and_a_former_one_is_not() {
    let first = Form::sending();
    let of = first.only_post().request_id();
    let long = Form::sending().after(Action::SlowRequest(of));
    assert!(matches!(long.0.work.phase, Phase::Sending { is_long: true, .. }));
    first.answered(Outcome::Unknown).send(2).ignores(Action::SlowRequest(of));
}
