//! Changes of the settings, the ticket and the author; resets.

use super::*;

#[test]
fn rejected_settings_stop_sending_and_keep_the_text() {
    let form = Form::filled().after(Action::SettingsChanged(None)).is("invalid-config", "Called back");
    form.has_effect(send(1), Effect::Stopped(None));
    form.ignores(send(1));
    form.configure(settings(201)).send(1).is("sending", "Called back");
}

#[test]
fn a_send_joins_the_request_although_settings_are_rejected() {
    let form = Form::sending().after(Action::SettingsChanged(None));
    form.has_effect(send(2), Effect::Joined(id_of("Called back")));
}

fn by(author: u64) -> NoteSettings {
    let subject = Subject { author: UserId::new(author).ok(), ..settings(201).subject };
    NoteSettings { subject, ..settings(201) }
}

#[test]
fn a_text_belongs_to_the_ticket_that_it_was_typed_for() {
    let form = Form::filled().configure(settings(202)).is("editing", "");
    let form = form.write("Another").configure(settings(201)).is("editing", "Called back");
    form.configure(settings(202)).is("editing", "Another");
}

#[test]
fn a_text_belongs_to_the_author_that_it_was_typed_for() {
    Form::filled().configure(by(9)).configure(by(254)).is("editing", "");
}

#[test]
fn a_page_that_adds_the_author_keeps_the_text() {
    let form = Form::filled().configure(by(254)).is("editing", "Called back");
    assert_eq!(form.send(1).only_request().note.author, UserId::new(254).ok());
    Form::filled().configure(by(254)).configure(settings(201)).is("editing", "");
    // A note that may have been added without an author is not retried with one.
    let unknown = Form::sending().configure(by(254)).is("sending", "Called back").respond(Outcome::Unknown);
    unknown.is("unknown", "Called back").rejects(send(2));
}

#[test]
fn a_late_response_reaches_its_own_ticket() {
    let form = Form::sending().configure(settings(202)).write("Another").is("editing", "Another");
    let form = form.respond(Outcome::Unknown).is("editing", "Another");
    form.configure(settings(201)).is("unknown", "Called back");
}

#[test]
fn a_preselected_type_is_chosen_and_others_are_dropped() {
    let call_log = NoteSettings { preselected: Some(NoteType::CALL_LOG), ..settings(201) };
    let form = Form::open(201).configure(call_log.clone());
    assert_eq!(form.0.work.note_type, Some(NoteType::CALL_LOG));
    let form = form.choose("1").configure(NoteSettings { max_chars: 100, ..call_log });
    assert_eq!(form.0.work.note_type.map(NoteType::code), Some("1"));
    let form = form.configure(NoteSettings { offered: vec![NoteType::CONTACT_FORM], ..settings(201) });
    assert_eq!(form.0.work.note_type, None);
}

#[test]
fn the_user_cannot_change_a_locked_type() {
    let locked = NoteSettings { preselected: Some(NoteType::CALL_LOG), type_locked: true, ..settings(201) };
    let form = Form::open(201).configure(locked);
    form.ignores(Action::TypeChosen(Some(NoteType::CONTACT_FORM)));
}

#[test]
fn reset_empties_the_form_but_not_while_sending() {
    Form::sending().ignores(Action::Reset);
    Form::filled().after(Action::Reset).is("editing", "");
    Form::sending().respond(Outcome::Unknown).after(Action::Reset).is("editing", "");
}

#[test]
fn every_late_end_has_a_notice_with_the_page_of_its_ticket() {
    let late = |outcome| Form::sending().configure(settings(202)).respond(outcome);
    assert_eq!(late(Outcome::Unknown).late_ends(), [(201, LateEnd::Unknown)]);
    assert_eq!(late(refused(Code::Unavailable)).late_ends(), [(201, LateEnd::Refused)]);
    let ticket = TicketId::new(201).unwrap();
    let url = Some("https://desk.example/201".into());
    assert_eq!(late(saved()).0.other_tickets, [OtherTicket { ticket, end: LateEnd::Saved, url }]);
}

#[test]
fn the_notice_of_a_late_success_goes_with_the_next_send() {
    let form = Form::sending().configure(settings(202)).respond(saved());
    let form = form.choose("calllog").write("Another note").send(2);
    assert_eq!(form.late_ends(), []);
}

#[test]
fn the_last_type_is_preselected_unless_the_page_sets_one() {
    let remembered = NoteSettings { remembered: Some(NoteType::CALL_LOG), ..settings(202) };
    let form = Form::filled().configure(remembered.clone());
    assert_eq!(form.0.work.note_type, Some(NoteType::CALL_LOG));
    let preselected = NoteSettings { preselected: Some(NoteType::CONTACT_FORM), ..remembered.clone() };
    assert_eq!(State::new(Some(preselected)).work.note_type, Some(NoteType::CONTACT_FORM));
    let chosen = Form::open(202).choose("5").configure(remembered);
    assert_eq!(chosen.0.work.note_type.map(NoteType::code), Some("5"), "a chosen type stays");
}

#[test]
fn a_late_refusal_of_a_retry_has_the_notice_of_unknown() {
    let form = Form::sending().respond(Outcome::Unknown).send(2).configure(settings(202));
    let form = form.respond(refused(Code::Unavailable));
    assert_eq!(form.late_ends(), [(201, LateEnd::Unknown)]);
}

#[test]
fn a_notice_stays_until_the_form_shows_its_ticket() {
    let two = Form::sending().configure(settings(202)).choose("calllog").write("Another note").send(2);
    let two = two.configure(settings(203)).respond(Outcome::Unknown).respond(Outcome::Unknown);
    let tickets = |form: &Form| form.late_ends().into_iter().map(|(ticket, _)| ticket).collect::<Vec<_>>();
    let mut seen = tickets(&two);
    seen.sort_unstable();
    assert_eq!(seen, [201, 202]);
    let sent = two.choose("calllog").write("A third note").send(3);
    assert_eq!(tickets(&sent).len(), 2, "a send on a third ticket does not change the notices");
    assert_eq!(tickets(&sent.configure(settings(201))), [202]);
}

#[test]
fn a_slow_request_on_another_ticket_shows_on_return() {
    let form = Form::sending();
    let request = form.only_request().request_id();
    let back = form.configure(settings(202)).after(Action::SlowRequest(request)).configure(settings(201));
    assert!(matches!(back.0.work.phase, Phase::Sending { is_slow: true, .. }));
}

#[test]
fn a_chosen_type_of_a_ticket_is_there_on_return() {
    let preselects = |ticket, code: &str| NoteSettings { preselected: code.parse().ok(), ..settings(ticket) };
    let first = || preselects(201, "calllog");
    let form =
        Form(State::new(Some(first()))).choose("5").write("Called back").send(1).respond(Outcome::Unknown);
    let back = form.configure(preselects(202, "1")).configure(first());
    assert_eq!(back.0.work.note_type.map(NoteType::code), Some("5"));
    assert_eq!(back.send_options(), SendOptions::RetryOrNew);
}

#[test]
fn a_notice_goes_when_the_form_shows_its_ticket() {
    let form = Form::sending().configure(settings(202)).respond(Outcome::Unknown).configure(settings(201));
    assert_eq!(form.is("unknown", "Called back").0.other_tickets, []);
}

#[test]
fn a_ticket_without_work_leaves_nothing_behind() {
    let form = Form::open(201).configure(settings(202)).configure(settings(203));
    assert_eq!(form.0.set_aside, []);
}
