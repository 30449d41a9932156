//! Attempts of another caller: the proxy has no record of them.

use super::*;

const ALICE: Caller = Caller(1);
const BOB: Caller = Caller(2);

const fn seen(caller: Caller) -> Action {
    Action::CallerSeen(caller)
}

/// A note of this caller whose outcome is unknown.
fn unknown_of(caller: Caller) -> Form {
    Form::filled().after(seen(caller)).send(1).respond(Outcome::Unknown)
}

#[test]
fn an_attempt_of_another_caller_is_not_asked_about() {
    let form = unknown_of(ALICE);
    assert_eq!(form.0.unknown().len(), 1);
    let form = form.after(seen(BOB)).is("unknown", "Called back");
    assert!(form.0.view().is_of_other_caller);
    assert_eq!(form.0.unknown().len(), 0);
    form.ignores(Action::NotArrived(id_of("Called back")));
    let form = form.after(seen(ALICE));
    assert_eq!((form.0.unknown().len(), form.0.view().is_of_other_caller), (1, false));
}

#[test]
fn an_attempt_of_another_caller_is_not_sent_again() {
    let form = unknown_of(ALICE).after(seen(BOB));
    form.rejects(send(2));
    assert_eq!(form.send_options(), SendOptions::NewOnly);
    let form = form.send_as_new(3);
    assert_eq!(form.only_request().id, id(3));
    let form = form.respond(Outcome::Unknown);
    assert_eq!((form.send_options(), form.0.view().is_of_other_caller), (SendOptions::RetryOrNew, false));
}

#[test]
fn a_response_names_the_caller_of_a_request_in_flight() {
    let form = Form::sending().after(seen(ALICE)).respond(Outcome::Unknown);
    assert!(form.after(seen(BOB)).0.view().is_of_other_caller);
}

#[test]
fn a_later_response_names_the_caller_of_an_unknown_attempt() {
    let form = Form::sending().respond(Outcome::Unknown).after(seen(BOB));
    assert_eq!((form.send_options(), form.0.unknown().len()), (SendOptions::RetryOrNew, 1));
    let form = form.after(seen(ALICE));
    assert!(form.0.view().is_of_other_caller);
    assert_eq!((form.send_options(), form.0.unknown().len()), (SendOptions::NewOnly, 0));
}

#[test]
fn a_draft_without_a_caller_gets_the_one_of_the_next_response() {
    let draft = Form::sending().draft();
    let form = Form::open(201).after(seen(BOB)).after(restored(draft));
    let form = form.after(seen(BOB));
    assert!(form.after(seen(ALICE)).0.view().is_of_other_caller);
}

#[test]
fn a_refused_attempt_is_sent_by_the_next_caller() {
    let form = Form::filled().after(seen(ALICE)).send(1).respond(refused(Code::Unauthenticated));
    let form = form.after(seen(BOB)).send(2);
    assert_eq!(form.only_request().id, id_of("Called back"));
    let form = form.respond(Outcome::Unknown);
    assert!(!form.0.view().is_of_other_caller);
}

#[test]
fn a_refusal_does_not_end_the_doubt_about_another_callers_note() {
    let form = unknown_of(ALICE).send(2).respond(refused(Code::Unauthenticated)).after(seen(BOB));
    assert!(form.0.view().is_of_other_caller);
    form.rejects(send(3));
}

#[test]
fn a_draft_keeps_the_caller() {
    let draft = unknown_of(ALICE).draft();
    let form = Form::open(201).after(restored(draft)).after(seen(BOB));
    assert!(form.0.view().is_of_other_caller);
    let draft = form.draft();
    let form = Form::open(201).after(seen(ALICE)).after(restored(draft));
    assert_eq!((form.0.unknown().len(), form.0.view().is_of_other_caller), (1, false));
}
