//! How a send ends, and what can be done then.

use super::*;

#[test]
fn saved_clears_the_text_and_keeps_the_type() {
    let form = Form::sending().answered(saved()).is("saved", "");
    assert_eq!(form.0.work.note_type, Some(NoteType::CALL_LOG));
    assert_eq!(form.shown(), []);
    form.typed("N").is("editing", "N");
}

#[test]
fn saved_keeps_what_was_typed_meanwhile() {
    Form::sending().typed("Called back. And").answered(saved()).is("saved", "Called back. And");
}

#[test]
fn refused_keeps_the_text_and_the_next_send_is_the_same_attempt() {
    let form = Form::sending().answered(Outcome::Refused(refusal(Code::Unavailable)));
    let post = form.is("refused", "Called back").send(2).only_post();
    assert_eq!((post.id, post.number), (id(1), 2));
}

#[test]
fn an_edit_after_a_refusal_makes_a_new_attempt() {
    let form = Form::sending().answered(Outcome::Refused(refusal(Code::UpstreamRefused)));
    let post = form.typed("Called back twice").send(2).only_post();
    assert_eq!((post.id, post.number), (id(2), 1));
}

#[test]
fn a_reused_key_is_not_used_again() {
    let form = Form::sending().answered(Outcome::Refused(refusal(Code::KeyReused)));
    assert_eq!(form.send(2).only_post().id, id(2));
}

#[test]
fn a_field_that_the_answer_named_shows_until_the_form_is_changed() {
    let fields = vec![FieldProblem::new(Field::Text, Problem::TooLong)];
    let answer = Outcome::Refused(Refusal { fields: fields.clone(), ..refusal(Code::InvalidNote) });
    let form = Form::sending().answered(answer);
    assert_eq!(form.shown(), fields);
    assert_eq!(form.typed("Called").shown(), []);
}

#[test]
fn unknown_keeps_the_text_and_try_again_is_the_same_attempt() {
    let form = Form::sending().answered(Outcome::Unknown).is("unknown", "Called back");
    let post = form.send(2).is("sending", "Called back").only_post();
    assert_eq!((post.id, post.number), (id(1), 2));
}

#[test]
fn an_edit_in_unknown_stays_unknown_and_only_a_new_note_can_be_sent() {
    let form = Form::sending().answered(Outcome::Unknown).typed("Called back twice");
    let form = form.is("unknown", "Called back twice");
    form.ignores(Action::Send { fresh: id(2) });
    let post = form.after(Action::SendAsNew { fresh: id(2) }).only_post();
    assert_eq!((post.id, post.number), (id(2), 1));
}

#[test]
fn an_unedited_unknown_can_be_sent_as_a_new_note() {
    let form = Form::sending().answered(Outcome::Unknown).after(Action::SendAsNew { fresh: id(2) });
    assert_eq!(form.only_post().id, id(2));
}

#[test]
fn nothing_is_sent_as_new_unless_the_outcome_is_unknown() {
    Form::filled().ignores(Action::SendAsNew { fresh: id(1) });
}

#[test]
fn a_late_answer_to_an_earlier_try_is_ignored() {
    let first = Form::sending();
    let of = first.only_post().request_id();
    let second = first.answered(Outcome::Unknown).send(2);
    second.ignores(Action::Responded { of, answer: saved() });
}

#[test]
fn a_wait_counts_down_and_then_sending_is_possible() {
    let busy = Refusal { retry_after: Some(Duration::from_secs(2)), ..refusal(Code::RateLimited) };
    let form = Form::sending().answered(Outcome::Refused(busy));
    assert!(form.0.has_wait());
    assert_eq!(form.0.view().wait_seconds, Some(2));
    form.ignores(Action::Send { fresh: id(2) });
    let form = form.after(Action::Tick).after(Action::Tick).is("refused", "Called back");
    assert!(!form.0.has_wait());
    form.ignores(Action::Tick);
    form.send(2).is("sending", "Called back");
}

#[test]
fn a_countdown_changes_nothing_that_is_said_of_the_refusal() {
    let busy = Refusal { retry_after: Some(Duration::from_secs(9)), ..refusal(Code::RateLimited) };
    let before = Form::sending().answered(Outcome::Refused(busy));
    let said = before.0.view().progress;
    assert_eq!(before.after(Action::Tick).0.view().progress, said);
}

#[test]
fn a_refusal_of_a_later_try_does_not_make_an_unknown_one_refused() {
    let unknown = || Form::sending().answered(Outcome::Unknown);
    let refused = || unknown().send(2).answered(Outcome::Refused(refusal(Code::Unauthenticated)));
    let form = refused().is("refused", "Called back");
    assert_eq!(form.0.view().send_options, SendOptions::RetryOrNew);
    assert!(form.0.work.draft().unwrap().tried.unwrap().is_unresolved);
    assert_eq!(form.send(3).only_post().id, id(1));
    let edited = refused().typed("Called back twice");
    edited.ignores(Action::Send { fresh: id(3) });
    assert_eq!(edited.0.view().send_options, SendOptions::NewOnly);
    assert_eq!(edited.after(Action::SendAsNew { fresh: id(3) }).only_post().id, id(3));
    let first = Form::sending().answered(Outcome::Refused(refusal(Code::Unauthenticated)));
    assert_eq!(first.0.view().send_options, SendOptions::Add);
}
