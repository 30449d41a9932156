//! Other settings, other tickets, an empty form.

use super::*;

#[test]
fn settings_that_are_not_acceptable_stop_sending_and_keep_the_text() {
    let form = Form::filled().after(Action::SettingsChanged(None)).is("invalid-config", "Called back");
    form.ignores(Action::Send { fresh: id(1) });
    form.configured(settings(201)).send(1).is("sending", "Called back");
}

fn by(author: u64) -> NoteSettings {
    let subject = Subject { author: UserId::new(author).ok(), ..settings(201).subject };
    NoteSettings { subject, ..settings(201) }
}

#[test]
fn a_text_belongs_to_the_ticket_that_it_was_typed_for() {
    let form = Form::filled().configured(settings(202)).is("editing", "");
    let form = form.typed("Another").configured(settings(201)).is("editing", "Called back");
    form.configured(settings(202)).is("editing", "Another");
}

#[test]
fn a_text_belongs_to_the_author_that_it_was_typed_for() {
    Form::filled().configured(by(9)).configured(by(254)).is("editing", "");
}

#[test]
fn a_page_that_learns_late_who_writes_leaves_the_text_in_the_form() {
    let form = Form::filled().configured(by(254)).is("editing", "Called back");
    assert_eq!(form.send(1).only_post().note.author, UserId::new(254).ok());
    Form::filled().configured(by(254)).configured(settings(201)).is("editing", "");
    // What may have been added without an author is another note: it is not tried again with one.
    let unknown = Form::sending().configured(by(254)).is("sending", "Called back").answered(Outcome::Unknown);
    unknown.is("unknown", "Called back").ignores(Action::Send { fresh: id(2) });
}

#[test]
fn another_ticket_or_an_empty_form_is_no_stopped_send() {
    let stopped = Form::open(201).send(1);
    let count = stopped.0.stopped_sends;
    assert_eq!(stopped.configured(settings(202)).0.stopped_sends, count);
    assert_eq!(Form::open(201).send(1).after(Action::Reset).0.stopped_sends, count);
}

#[test]
fn a_late_answer_reaches_the_ticket_that_it_is_for() {
    let form = Form::sending().configured(settings(202)).typed("Another").is("editing", "Another");
    let form = form.answered(Outcome::Unknown).is("editing", "Another");
    form.configured(settings(201)).is("unknown", "Called back");
}

#[test]
fn a_preselected_type_is_chosen_and_one_not_offered_is_dropped() {
    let call_log = NoteSettings { preselected: Some(NoteType::CALL_LOG), ..settings(201) };
    let form = Form::open(201).configured(call_log.clone());
    assert_eq!(form.0.work.note_type, Some(NoteType::CALL_LOG));
    let form = form.chose("1").configured(NoteSettings { max_chars: 100, ..call_log });
    assert_eq!(form.0.work.note_type.map(NoteType::code), Some("1"));
    let form = form.configured(NoteSettings { offered: vec![NoteType::CONTACT_FORM], ..settings(201) });
    assert_eq!(form.0.work.note_type, None);
}

#[test]
fn a_locked_type_is_not_changed_by_the_person() {
    let locked = NoteSettings { preselected: Some(NoteType::CALL_LOG), type_locked: true, ..settings(201) };
    let form = Form::open(201).configured(locked);
    form.ignores(Action::TypeChosen(Some(NoteType::CONTACT_FORM)));
}

#[test]
fn reset_empties_the_form_but_not_while_sending() {
    Form::sending().ignores(Action::Reset);
    Form::filled().after(Action::Reset).is("editing", "");
    Form::sending().answered(Outcome::Unknown).after(Action::Reset).is("editing", "");
}

#[test]
fn a_late_refusal_and_a_late_unknown_are_said_in_the_form_and_a_late_save_is_not() {
    let late = |answer| Form::sending().configured(settings(202)).answered(answer).0.elsewhere;
    let ticket = TicketId::new(201).unwrap();
    assert_eq!(late(Outcome::Unknown), [OtherTicket::Unknown(ticket)]);
    assert_eq!(late(Outcome::Refused(refusal(Code::Unavailable))), [OtherTicket::Refused(ticket)]);
    assert_eq!(late(saved()), []);
}

#[test]
fn a_late_refusal_of_a_later_try_is_said_as_unknown() {
    let form = Form::sending().answered(Outcome::Unknown).send(2).configured(settings(202));
    let form = form.answered(Outcome::Refused(refusal(Code::Unavailable)));
    assert_eq!(form.0.elsewhere, [OtherTicket::Unknown(TicketId::new(201).unwrap())]);
}

#[test]
fn each_note_that_ended_badly_elsewhere_is_said_until_its_form_is_there() {
    let two = Form::sending().configured(settings(202)).chose("calllog").typed("Another note").send(2);
    let two = two.configured(settings(203)).answered(Outcome::Unknown).answered(Outcome::Unknown);
    let tickets = |form: &Form| form.0.elsewhere.iter().map(|one| one.ticket().get()).collect::<Vec<_>>();
    let mut seen = tickets(&two);
    seen.sort_unstable();
    assert_eq!(seen, [201, 202]);
    let sent = two.chose("calllog").typed("A third note").send(3);
    assert_eq!(tickets(&sent).len(), 2, "a send on a third ticket says nothing of the two");
    assert_eq!(tickets(&sent.configured(settings(201))), [202]);
}

#[test]
fn a_try_that_takes_long_on_another_ticket_is_said_on_return() {
    let form = Form::sending();
    let of = form.only_post().request_id();
    let back = form.configured(settings(202)).after(Action::SlowRequest(of)).configured(settings(201));
    assert_eq!(back.0.view().progress, Progress::Sending { is_long: true });
}

#[test]
fn a_type_that_was_chosen_for_a_ticket_is_there_on_return_whatever_the_page_preselects() {
    let preselects = |ticket, code: &str| NoteSettings { preselected: code.parse().ok(), ..settings(ticket) };
    let first = || preselects(201, "calllog");
    let form =
        Form(State::new(Some(first()))).chose("5").typed("Called back").send(1).answered(Outcome::Unknown);
    let back = form.configured(preselects(202, "1")).configured(first());
    assert_eq!(back.0.work.note_type.map(NoteType::code), Some("5"));
    assert_eq!(back.0.view().send_options, SendOptions::RetryOrNew);
}

#[test]
fn what_is_said_of_another_ticket_goes_when_the_form_turns_to_it() {
    let form = Form::sending().configured(settings(202)).answered(Outcome::Unknown).configured(settings(201));
    assert_eq!(form.is("unknown", "Called back").0.elsewhere, []);
}

#[test]
fn a_ticket_without_work_leaves_nothing_behind() {
    let form = Form::open(201).configured(settings(202)).configured(settings(203));
    assert_eq!(form.0.set_aside, []);
}
