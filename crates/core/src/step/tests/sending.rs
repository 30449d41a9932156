//! From a key press to the request.

use super::*;

fn of_type(problem: Problem) -> FieldProblem {
    FieldProblem::new(Field::Type, problem)
}

fn of_text(problem: Problem) -> FieldProblem {
    FieldProblem::new(Field::Text, problem)
}

#[track_caller]
fn stops_at(form: &Form, problem: FieldProblem) {
    form.has_effect(send(1), Effect::Stopped(Some(Stop { problem, selection: None })));
}

#[test]
fn a_new_form_edits_and_shows_no_problem() {
    let form = Form::open(201).is("editing", "");
    assert_eq!(form.problems(), []);
    assert_eq!(form.in_flight(), []);
}

#[test]
fn a_send_of_a_valid_note_has_one_request_in_flight() {
    let attempt = Form::sending().is("sending", "Called back").only_request();
    assert_eq!(attempt.id, id_of("Called back"));
    assert_eq!(attempt.note.ticket.get(), 201);
    assert_eq!(attempt.note.note_type, NoteType::CALL_LOG);
    assert_eq!(attempt.note.text.as_str(), "Called back");
}

#[test]
fn a_send_while_sending_joins_the_attempt() {
    let joined = Effect::Joined(id_of("Called back"));
    Form::sending().has_effect(send(2), joined);
    Form::sending().ignores(send(2));
    Form::sending().rejects(send_as_new(2));
}

#[test]
fn the_page_is_asked_before_a_request_begins() {
    let filled = Form::filled();
    let attempt = Form::sending().only_request();
    filled.has_effect(send(1), Effect::Ready(attempt));
    filled.ignores(send(1));
}

#[test]
fn a_cancelled_note_is_the_same_attempt_when_sent_again() {
    let cancelled = || Form::filled().after(Action::SubmitCancelled(Form::sending().only_request()));
    assert_eq!(cancelled().is("editing", "Called back").in_flight(), []);
    assert_eq!(cancelled().send(2).only_request().id, id_of("Called back"));
    let edited = cancelled().write("Called back twice").send(2).only_request();
    assert_eq!(edited.id, id_of("Called back twice"));
}

#[test]
fn a_send_of_an_empty_form_shows_both_problems() {
    stops_at(&Form::open(201), of_type(Problem::Missing));
    let form = Form::open(201).send(1).is("editing", "");
    assert_eq!(form.problems(), [of_type(Problem::Missing), of_text(Problem::Missing)]);
    assert_eq!(form.in_flight(), []);
}

#[test]
fn problems_show_only_after_a_send() {
    let form = Form::open(201).write("Hell");
    assert_eq!(form.problems(), []);
    let form = form.choose("calllog").send(1);
    assert_eq!(form.problems(), [of_text(Problem::TooShort)]);
    assert_eq!(form.write("Hello").problems(), []);
}

#[test]
fn a_saved_note_leaves_no_problem_in_the_empty_form() {
    let form = Form::open(201).send(1).choose("calllog").write("Called back").send(1).respond(saved());
    assert_eq!(form.is("saved", "").problems(), []);
}

#[test]
fn a_stopped_send_selects_the_refused_character() {
    let form = Form::open(201).choose("calllog").write("Called \u{1b}back");
    let stop = Stop { problem: of_text(Problem::ControlCharacter), selection: Some(7..8) };
    form.has_effect(send(1), Effect::Stopped(Some(stop)));
}

#[test]
fn a_second_stopped_send_stops_again() {
    let form = Form::open(201).send(1);
    form.ignores(send(2));
    stops_at(&form, of_type(Problem::Missing));
}

#[test]
fn a_lone_surrogate_is_not_sent() {
    let malformed =
        Action::TextChanged { text: "Called \u{fffd}back".into(), is_well_formed: false, fresh: id(3) };
    let form = Form::filled().after(malformed);
    stops_at(&form, of_text(Problem::Malformed));
    let form = form.send(1).is("editing", "Called \u{fffd}back");
    assert_eq!(form.in_flight(), []);
    form.write("Called \u{fffd}back").send(1).is("sending", "Called \u{fffd}back");
}

#[test]
fn an_action_that_changes_nothing_is_ignored() {
    let form = Form::filled();
    form.ignores(text_changed("Called back"));
    form.ignores(Action::TypeChosen(Some(NoteType::CALL_LOG)));
    form.ignores(Action::SettingsChanged(Some(settings(201))));
    form.ignores(Action::Tick { now: NOW });
    Form::open(201).ignores(Action::Reset);
}

#[test]
fn offline_is_a_hint_and_does_not_stop_a_send() {
    let offline = Form::filled().after(Action::NetworkChanged { is_offline: true });
    assert!(offline.0.view().is_offline);
    let online = |form: Form| form.after(Action::NetworkChanged { is_offline: false });
    assert_eq!(online(Form(offline.0.clone())).in_flight(), []);
    offline.send(1).is("sending", "Called back");
}

#[test]
fn a_slow_request_shows_and_an_earlier_one_does_not() {
    let first = Form::sending();
    let request = first.only_request().request_id();
    let slow = Form::sending().after(Action::SlowRequest(request));
    assert!(matches!(slow.0.work.phase, Phase::Sending { is_slow: true, .. }));
    first.respond(Outcome::Unknown).send(2).ignores(Action::SlowRequest(request));
}

#[test]
fn each_text_has_an_attempt_id_of_its_own() {
    let draft = Form::filled().draft();
    assert_eq!(draft.attempt_id, Some(id_of("Called back")));
    assert_eq!(Form::filled().write("Called").draft().attempt_id, Some(id_of("Called")));
    assert_eq!(Form::filled().write(" ").0.work.attempt_id, None);
}

#[test]
fn a_copied_draft_is_sent_as_the_same_attempt() {
    let draft = Form::filled().draft();
    let copy = Form::open(201).after(restored(draft)).send(9).only_request();
    assert_eq!(copy.id, Form::filled().send(8).only_request().id);
}

#[test]
fn another_type_after_a_refusal_is_another_attempt() {
    let form = Form::sending().respond(refused(Code::Unavailable)).choose("1");
    assert_eq!(form.send(2).only_request().id, id(2));
}
