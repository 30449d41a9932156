//! The outcomes of a request, and the ways to send again.

use super::*;
use crate::view::Wait;

#[test]
fn saved_clears_the_text_and_keeps_the_type() {
    let form = Form::sending().respond(saved()).is("saved", "");
    assert_eq!(form.0.work.note_type, Some(NoteType::CALL_LOG));
    assert_eq!(form.problems(), []);
    form.write("N").is("editing", "N");
}

#[test]
fn saved_keeps_a_text_that_was_typed_meanwhile() {
    Form::sending().write("Called back. And").respond(saved()).is("saved", "Called back. And");
}

#[test]
fn a_send_after_a_refusal_is_the_same_attempt() {
    let form = Form::sending().respond(refused(Code::Unavailable));
    let attempt = form.is("refused", "Called back").send(2).only_request();
    assert_eq!((attempt.id, attempt.number), (id_of("Called back"), 2));
}

#[test]
fn an_edit_after_a_refusal_is_a_new_attempt() {
    let form = Form::sending().respond(refused(Code::UpstreamRefused));
    let attempt = form.write("Called back twice").send(2).only_request();
    assert_eq!((attempt.id, attempt.number), (id_of("Called back twice"), 1));
}

#[test]
fn a_reused_key_is_not_used_again() {
    let form = Form::sending().respond(refused(Code::KeyReused));
    assert_eq!(form.send(2).only_request().id, id(2));
}

#[test]
fn a_rejected_field_shows_until_the_form_changes() {
    let fields = vec![FieldProblem::new(Field::Text, Problem::TooLong)];
    let outcome = Outcome::Refused(Refusal { fields: fields.clone(), ..refusal(Code::InvalidNote) });
    let form = Form::sending().respond(outcome);
    assert_eq!(form.problems(), fields);
    assert_eq!(form.write("Called").problems(), []);
}

#[test]
fn a_retry_after_unknown_is_the_same_attempt() {
    let form = Form::sending().respond(Outcome::Unknown).is("unknown", "Called back");
    let attempt = form.send(2).is("sending", "Called back").only_request();
    assert_eq!((attempt.id, attempt.number), (id_of("Called back"), 2));
}

#[test]
fn an_edited_unknown_can_only_be_sent_as_a_new_note() {
    let form = Form::sending().respond(Outcome::Unknown).write("Called back twice");
    let form = form.is("unknown", "Called back twice");
    form.rejects(send(2));
    let attempt = form.send_as_new(2).only_request();
    assert_eq!((attempt.id, attempt.number), (id(2), 1));
}

#[test]
fn an_unedited_unknown_can_be_sent_as_a_new_note() {
    let form = Form::sending().respond(Outcome::Unknown).send_as_new(2);
    assert_eq!(form.only_request().id, id(2));
}

#[test]
fn only_an_unknown_note_can_be_sent_as_a_new_one() {
    Form::filled().rejects(send_as_new(1));
}

#[test]
fn a_late_response_to_an_earlier_request_is_ignored() {
    let first = Form::sending();
    let request = first.only_request().request_id();
    let second = first.respond(Outcome::Unknown).send(2);
    second.ignores(responded(request, saved()));
}

fn waiting() -> Form {
    let busy = Refusal { retry_after: Some(Duration::from_secs(20)), ..refusal(Code::RateLimited) };
    Form::sending().respond(Outcome::Refused(busy))
}

fn seconds(form: &Form) -> Option<u64> {
    form.0.view().wait.and_then(|wait| wait.seconds)
}

fn later(seconds: u64) -> Timestamp {
    Timestamp(NOW.0 + seconds * 1000)
}

#[test]
fn nothing_is_sent_before_a_wait_has_ended() {
    let form = waiting();
    assert!(form.0.has_wait());
    assert_eq!(seconds(&form), Some(20));
    form.has_effect(send(2), Effect::Cancelled);
    assert_eq!(form.after(send(2)).in_flight(), []);
}

#[test]
fn a_send_during_a_wait_says_how_long_it_lasts() {
    let form = waiting().after(Action::Send { fresh: id(2), now: later(3) });
    assert_eq!(form.0.view().wait.and_then(|wait| wait.early), Some(17));
    form.ignores(Action::Send { fresh: id(3), now: later(3) });
}

#[test]
fn a_wait_ends_at_its_deadline() {
    let form = waiting().after(Action::Tick { now: later(1) });
    assert_eq!(seconds(&form), Some(19));
    // The page was suspended for 20 seconds.
    let form = form.after(Action::Tick { now: later(21) }).is("refused", "Called back");
    assert_eq!(form.0.view().wait, Some(Wait { seconds: None, early: None }));
    assert!(!form.0.has_wait());
    form.ignores(Action::Tick { now: later(22) });
    form.sends(Action::Send { fresh: id(2), now: later(22) }).is("sending", "Called back");
}

#[test]
fn a_send_after_the_deadline_needs_no_tick() {
    let send = Action::Send { fresh: id(2), now: later(20) };
    waiting().sends(send).is("sending", "Called back");
}

#[test]
fn a_tick_changes_nothing_but_the_countdown() {
    let before = waiting();
    let after = Form(before.0.clone()).after(Action::Tick { now: later(3) });
    let wait = Some(Wait { seconds: Some(17), early: None });
    let expected = crate::view::View { wait, ..before.0.view() };
    assert_eq!(after.0.view(), expected);
}

#[test]
fn a_refused_retry_leaves_an_unknown_attempt_unknown() {
    let unknown = || Form::sending().respond(Outcome::Unknown);
    let refused_retry = || unknown().send(2).respond(refused(Code::Unauthenticated));
    let form = refused_retry().is("refused", "Called back");
    assert_eq!(form.send_options(), SendOptions::RetryOrNew);
    assert!(form.0.work.draft().unwrap().tried.unwrap().is_unresolved);
    assert_eq!(form.send(3).only_request().id, id_of("Called back"));
    let edited = refused_retry().write("Called back twice");
    edited.rejects(send(3));
    assert_eq!(edited.send_options(), SendOptions::NewOnly);
    assert_eq!(edited.send_as_new(3).only_request().id, id(3));
    let first = Form::sending().respond(refused(Code::Unauthenticated));
    assert_eq!(first.send_options(), SendOptions::Add);
}
