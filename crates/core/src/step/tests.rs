//! One test for each rule of the transition.

use super::*;
use crate::answer::{Answer, Refusal};
use crate::attempt::{Attempt, AttemptId};
use crate::context::Context;
use crate::context::Subject;
use crate::draft::Tried;
use crate::note::{MAX_CHARS, NoteType, TicketId, UserId};
use crate::problem::{FieldProblem, Problem};
use crate::state::Elsewhere;
use crate::wire::Code;

fn context(ticket: u64) -> Context {
    Context {
        subject: Subject { ticket: TicketId::new(ticket).unwrap(), author: None },
        offered: NoteType::ALL.to_vec(),
        preselected: None,
        type_locked: false,
        max_chars: MAX_CHARS,
    }
}

fn id(seed: u8) -> AttemptId {
    AttemptId::from_random([seed; 16])
}

fn refusal(code: Code) -> Refusal {
    Refusal { code: Some(code), status: code.status(), message: None, fields: Vec::new(), retry_after: None }
}

fn typed(text: &str) -> Action {
    Action::Typed { text: text.into(), is_whole: true }
}

/// A form, and what is done to it.
struct Form(State);

impl Form {
    fn open(ticket: u64) -> Self {
        Self(State::new(Some(context(ticket))))
    }

    fn filled() -> Self {
        Self::open(201).chose("calllog").typed("Called back")
    }

    fn sending() -> Self {
        Self::filled().send(1)
    }

    #[track_caller]
    fn after(self, action: Action) -> Self {
        Self(step(&self.0, action).expect("the action changes the state"))
    }

    #[track_caller]
    fn ignores(&self, action: Action) {
        assert_eq!(step(&self.0, action), None);
    }

    #[track_caller]
    fn typed(self, text: &str) -> Self {
        self.after(typed(text))
    }

    #[track_caller]
    fn chose(self, code: &str) -> Self {
        self.after(Action::Chose(Some(code.parse().unwrap())))
    }

    #[track_caller]
    fn send(self, seed: u8) -> Self {
        self.after(Action::Send { fresh: id(seed) })
    }

    #[track_caller]
    fn answered(self, answer: Answer) -> Self {
        let of = self.posts()[0].to_try();
        self.after(Action::Answered { of, answer })
    }

    #[track_caller]
    fn configured(self, context: Context) -> Self {
        self.after(Action::Configured(Some(context)))
    }

    fn posts(&self) -> Vec<Attempt> {
        self.0.wanted_posts().cloned().collect()
    }

    #[track_caller]
    fn only_post(&self) -> Attempt {
        match self.posts().as_slice() {
            [post] => post.clone(),
            posts => panic!("{posts:?}"),
        }
    }

    fn shown(&self) -> Vec<FieldProblem> {
        self.0.session.shown_problems(self.0.context.as_ref().unwrap())
    }

    #[track_caller]
    fn is(self, name: &str, text: &str) -> Self {
        assert_eq!((self.0.name(), &*self.0.session.text), (name, text));
        self
    }
}

fn saved() -> Answer {
    Answer::Saved { message: "Done.".to_owned() }
}

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
fn a_send_of_an_empty_form_shows_both_problems_and_sends_nothing() {
    let form = Form::open(201).send(1).is("editing", "");
    let missing = |field| FieldProblem::new(field, Problem::Missing);
    assert_eq!(form.shown(), [missing(Field::Type), missing(Field::Text)]);
    assert_eq!(form.posts(), []);
    assert_eq!(form.0.session.stopped_sends, 1);
}

#[test]
fn a_field_shows_its_problem_only_once_it_was_left() {
    let form = Form::open(201).typed("Hell");
    assert_eq!(form.shown(), []);
    let form = form.after(Action::Left(Field::Text));
    assert_eq!(form.shown(), [FieldProblem::new(Field::Text, Problem::TooShort)]);
    assert_eq!(form.typed("Hello").shown(), []);
}

#[test]
fn half_of_a_character_is_not_sent() {
    let malformed = Action::Typed { text: "Called \u{fffd}back".into(), is_whole: false };
    let form = Form::filled().after(malformed).send(1).is("editing", "Called \u{fffd}back");
    assert_eq!(form.shown(), [FieldProblem::new(Field::Text, Problem::Malformed)]);
    assert_eq!(form.posts(), []);
    form.typed("Called \u{fffd}back").send(1).is("sending", "Called \u{fffd}back");
}

#[test]
fn saved_clears_the_text_and_keeps_the_type() {
    let form = Form::sending().answered(saved()).is("saved", "");
    assert_eq!(form.0.session.note_type, Some(NoteType::CALL_LOG));
    assert_eq!(form.shown(), []);
    form.typed("N").is("editing", "N");
}

#[test]
fn saved_keeps_what_was_typed_meanwhile() {
    Form::sending().typed("Called back. And").answered(saved()).is("saved", "Called back. And");
}

#[test]
fn refused_keeps_the_text_and_the_next_send_is_the_same_attempt() {
    let form = Form::sending().answered(Answer::Refused(refusal(Code::Unavailable)));
    let post = form.is("refused", "Called back").send(2).only_post();
    assert_eq!((post.id, post.number), (id(1), 2));
}

#[test]
fn an_edit_after_a_refusal_makes_a_new_attempt() {
    let form = Form::sending().answered(Answer::Refused(refusal(Code::UpstreamRefused)));
    let post = form.typed("Called back twice").send(2).only_post();
    assert_eq!((post.id, post.number), (id(2), 1));
}

#[test]
fn a_reused_key_is_not_used_again() {
    let form = Form::sending().answered(Answer::Refused(refusal(Code::KeyReused)));
    assert_eq!(form.send(2).only_post().id, id(2));
}

#[test]
fn a_field_that_the_answer_named_shows_until_the_form_is_changed() {
    let fields = vec![FieldProblem::new(Field::Text, Problem::TooLong)];
    let answer = Answer::Refused(Refusal { fields: fields.clone(), ..refusal(Code::InvalidNote) });
    let form = Form::sending().answered(answer);
    assert_eq!(form.shown(), fields);
    assert_eq!(form.typed("Called").shown(), []);
}

#[test]
fn unknown_keeps_the_text_and_try_again_is_the_same_attempt() {
    let form = Form::sending().answered(Answer::Unknown).is("unknown", "Called back");
    let post = form.send(2).is("sending", "Called back").only_post();
    assert_eq!((post.id, post.number), (id(1), 2));
}

#[test]
fn an_edit_in_unknown_stays_unknown_and_only_a_new_note_can_be_sent() {
    let form = Form::sending().answered(Answer::Unknown).typed("Called back twice");
    let form = form.is("unknown", "Called back twice");
    form.ignores(Action::Send { fresh: id(2) });
    let post = form.after(Action::SendAsNew { fresh: id(2) }).only_post();
    assert_eq!((post.id, post.number), (id(2), 1));
}

#[test]
fn an_unedited_unknown_can_be_sent_as_a_new_note() {
    let form = Form::sending().answered(Answer::Unknown).after(Action::SendAsNew { fresh: id(2) });
    assert_eq!(form.only_post().id, id(2));
}

#[test]
fn nothing_is_sent_as_new_unless_the_outcome_is_unknown() {
    Form::filled().ignores(Action::SendAsNew { fresh: id(1) });
}

#[test]
fn a_late_answer_to_an_earlier_try_is_ignored() {
    let first = Form::sending();
    let of = first.only_post().to_try();
    let second = first.answered(Answer::Unknown).send(2);
    second.ignores(Action::Answered { of, answer: saved() });
}

#[test]
fn what_changes_nothing_is_ignored() {
    let form = Form::filled();
    form.ignores(typed("Called back"));
    form.ignores(Action::Chose(Some(NoteType::CALL_LOG)));
    form.ignores(Action::Configured(Some(context(201))));
    form.ignores(Action::Left(Field::Ticket));
    Form::open(201).ignores(Action::Reset);
}

#[test]
fn settings_that_are_not_acceptable_stop_sending_and_keep_the_text() {
    let form = Form::filled().after(Action::Configured(None)).is("invalid-config", "Called back");
    form.ignores(Action::Send { fresh: id(1) });
    form.configured(context(201)).send(1).is("sending", "Called back");
}

#[test]
fn a_text_belongs_to_the_ticket_that_it_was_typed_for() {
    let form = Form::filled().configured(context(202)).is("editing", "");
    let form = form.typed("Another").configured(context(201)).is("editing", "Called back");
    form.configured(context(202)).is("editing", "Another");
}

#[test]
fn a_text_belongs_to_the_author_that_it_was_typed_for() {
    let mut other = context(201);
    other.subject.author = Some(UserId::new(254).unwrap());
    Form::filled().configured(other).is("editing", "");
}

#[test]
fn a_late_answer_reaches_the_ticket_that_it_is_for() {
    let form = Form::sending().configured(context(202)).typed("Another").is("editing", "Another");
    let form = form.answered(Answer::Unknown).is("editing", "Another");
    form.configured(context(201)).is("unknown", "Called back");
}

#[test]
fn a_preselected_type_is_chosen_and_one_not_offered_is_dropped() {
    let call_log = Context { preselected: Some(NoteType::CALL_LOG), ..context(201) };
    let form = Form::open(201).configured(call_log.clone());
    assert_eq!(form.0.session.note_type, Some(NoteType::CALL_LOG));
    let form = form.chose("1").configured(Context { max_chars: 100, ..call_log });
    assert_eq!(form.0.session.note_type.map(NoteType::code), Some("1"));
    let form = form.configured(Context { offered: vec![NoteType::CONTACT_FORM], ..context(201) });
    assert_eq!(form.0.session.note_type, None);
}

#[test]
fn a_locked_type_is_not_changed_by_the_person() {
    let locked = Context { preselected: Some(NoteType::CALL_LOG), type_locked: true, ..context(201) };
    let form = Form::open(201).configured(locked);
    form.ignores(Action::Chose(Some(NoteType::CONTACT_FORM)));
}

#[test]
fn reset_empties_the_form_but_not_while_sending() {
    Form::sending().ignores(Action::Reset);
    Form::filled().after(Action::Reset).is("editing", "");
    Form::sending().answered(Answer::Unknown).after(Action::Reset).is("editing", "");
}

fn draft(text: &str) -> Draft {
    Draft { text: text.into(), note_type: Some(NoteType::CALL_LOG), tried: None }
}

#[test]
fn a_draft_brings_back_text_and_type() {
    let form = Form::filled();
    let kept = form.0.session.draft().unwrap();
    let back = Form::open(201).after(Action::Restored(kept)).is("editing", "Called back");
    assert_eq!(back.0.session.note_type, Some(NoteType::CALL_LOG));
}

#[test]
fn a_draft_does_not_replace_what_was_typed() {
    Form::filled().ignores(Action::Restored(draft("Older")));
}

#[test]
fn what_was_under_way_is_unknown_on_return_and_is_tried_again_as_the_same_attempt() {
    let kept = Form::sending().0.session.draft().unwrap();
    let back = Form::open(201).after(Action::Restored(kept)).is("unknown", "Called back");
    assert_eq!(back.send(2).only_post().id, id(1));
}

#[test]
fn an_edited_unknown_stays_so_on_return() {
    let kept =
        Form::sending().answered(Answer::Unknown).typed("Called back twice").0.session.draft().unwrap();
    let back = Form::open(201).after(Action::Restored(kept)).is("unknown", "Called back twice");
    back.ignores(Action::Send { fresh: id(2) });
}

#[test]
fn a_refused_attempt_is_the_same_attempt_on_return() {
    let form = Form::sending().answered(Answer::Refused(refusal(Code::Unavailable)));
    let kept = form.0.session.draft().unwrap();
    let back = Form::open(201).after(Action::Restored(kept)).is("editing", "Called back");
    assert_eq!(back.send(2).only_post().id, id(1));
}

#[test]
fn a_draft_whose_attempt_is_no_note_is_a_text_only() {
    let tried = Tried { id: id(1), note_type: NoteType::CALL_LOG, text: "x".into(), is_open: true };
    let odd = Draft { tried: Some(tried), ..draft("Called back") };
    let back = Form::open(201).after(Action::Restored(odd)).is("editing", "Called back");
    assert_eq!(back.send(2).only_post().id, id(2));
}

#[test]
fn nothing_is_kept_of_an_empty_form_and_of_a_saved_note() {
    assert_eq!(Form::open(201).typed("  \n").0.session.draft(), None);
    assert_eq!(Form::sending().answered(saved()).0.session.draft(), None);
}

#[test]
fn the_newest_draft_wins_with_a_sentence_but_not_over_a_note_that_was_tried() {
    let form = Form::filled().after(Action::Outdated(draft("From another window")));
    let form = form.is("editing", "From another window");
    assert_eq!(form.0.draft_news, Some(DraftNews::Newer));
    Form::sending().ignores(Action::Outdated(draft("From another window")));
    Form::sending().answered(Answer::Unknown).ignores(Action::Outdated(draft("From another window")));
}

#[test]
fn nothing_is_sent_offline_and_nothing_by_itself_when_back() {
    let form = Form::filled().after(Action::Offline(true)).is("editing", "Called back");
    form.ignores(Action::Send { fresh: id(1) });
    let form = form.after(Action::Offline(false)).is("editing", "Called back");
    assert_eq!(form.posts(), []);
    form.send(1).is("sending", "Called back");
}

#[test]
fn a_wait_counts_down_and_then_sending_is_possible() {
    let busy = Refusal { retry_after: Some(Duration::from_secs(2)), ..refusal(Code::RateLimited) };
    let form = Form::sending().answered(Answer::Refused(busy));
    assert!(form.0.wants_seconds());
    assert_eq!(form.0.view().wait_seconds, Some(2));
    form.ignores(Action::Send { fresh: id(2) });
    let form = form.after(Action::SecondPassed).after(Action::SecondPassed).is("refused", "Called back");
    assert!(!form.0.wants_seconds());
    form.ignores(Action::SecondPassed);
    form.send(2).is("sending", "Called back");
}

#[test]
fn a_countdown_changes_nothing_that_is_said_of_the_refusal() {
    let busy = Refusal { retry_after: Some(Duration::from_secs(9)), ..refusal(Code::RateLimited) };
    let before = Form::sending().answered(Answer::Refused(busy));
    let said = before.0.view().outcome;
    assert_eq!(before.after(Action::SecondPassed).0.view().outcome, said);
}

#[test]
fn a_try_that_takes_long_is_said_so_and_a_former_one_is_not() {
    let first = Form::sending();
    let of = first.only_post().to_try();
    let long = Form::sending().after(Action::TakesLong(of));
    assert!(matches!(long.0.session.phase, Phase::Sending { is_long: true, .. }));
    first.answered(Answer::Unknown).send(2).ignores(Action::TakesLong(of));
}

#[test]
fn a_late_refusal_and_a_late_unknown_are_said_in_the_form_and_a_late_save_is_not() {
    let late = |answer| Form::sending().configured(context(202)).answered(answer).0.elsewhere;
    let ticket = TicketId::new(201).unwrap();
    assert_eq!(late(Answer::Unknown), Some(Elsewhere::Unknown(ticket)));
    assert_eq!(late(Answer::Refused(refusal(Code::Unavailable))), Some(Elsewhere::Refused(ticket)));
    assert_eq!(late(saved()), None);
}

#[test]
fn what_is_said_of_another_ticket_goes_when_the_form_turns_to_it() {
    let form = Form::sending().configured(context(202)).answered(Answer::Unknown).configured(context(201));
    assert_eq!(form.is("unknown", "Called back").0.elsewhere, None);
}

#[test]
fn a_ticket_without_work_leaves_nothing_behind() {
    let form = Form::open(201).configured(context(202)).configured(context(203));
    assert_eq!(form.0.set_aside, []);
}
