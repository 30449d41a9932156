//! What was kept comes back.

use super::*;
use crate::draft::Tried;

fn draft(text: &str) -> Draft {
    Draft { text: text.into(), note_type: Some(NoteType::CALL_LOG), tried: None }
}

fn outdated(draft: Draft) -> Action {
    Action::DraftChangedElsewhere { subject: settings(201).subject, draft: Some(draft), former: None }
}

#[test]
fn a_draft_brings_back_text_and_type() {
    let form = Form::filled();
    let kept = form.0.work.draft().unwrap();
    let back = Form::open(201).after(Action::DraftRestored(kept)).is("editing", "Called back");
    assert_eq!(back.0.work.note_type, Some(NoteType::CALL_LOG));
}

#[test]
fn a_draft_does_not_replace_what_was_typed() {
    Form::filled().ignores(Action::DraftRestored(draft("Older")));
}

#[test]
fn what_was_under_way_is_unknown_on_return_and_is_tried_again_as_the_same_attempt() {
    let kept = Form::sending().0.work.draft().unwrap();
    let back = Form::open(201).after(Action::DraftRestored(kept)).is("unknown", "Called back");
    assert_eq!(back.send(2).only_post().id, id(1));
}

#[test]
fn an_edited_unknown_stays_so_on_return() {
    let kept = Form::sending().answered(Outcome::Unknown).typed("Called back twice").0.work.draft().unwrap();
    let back = Form::open(201).after(Action::DraftRestored(kept)).is("unknown", "Called back twice");
    back.ignores(Action::Send { fresh: id(2) });
}

#[test]
fn a_refused_attempt_is_the_same_attempt_on_return() {
    let form = Form::sending().answered(Outcome::Refused(refusal(Code::Unavailable)));
    let kept = form.0.work.draft().unwrap();
    let back = Form::open(201).after(Action::DraftRestored(kept)).is("editing", "Called back");
    assert_eq!(back.send(2).only_post().id, id(1));
}

#[test]
fn a_draft_whose_attempt_is_no_note_is_a_text_only() {
    let tried = Tried {
        id: id(1),
        note_type: NoteType::CALL_LOG,
        text: "x".into(),
        is_unresolved: true,
        may_be_saved: false,
    };
    let odd = Draft { tried: Some(tried), ..draft("Called back") };
    let back = Form::open(201).after(Action::DraftRestored(odd)).is("editing", "Called back");
    assert_eq!(back.send(2).only_post().id, id(2));
}

#[test]
fn nothing_is_kept_of_an_empty_form_and_of_a_saved_note() {
    assert_eq!(Form::open(201).typed("  \n").0.work.draft(), None);
    assert_eq!(Form::sending().answered(saved()).0.work.draft(), None);
}

#[test]
fn the_newest_draft_wins_with_a_sentence_but_not_over_a_note_that_was_tried() {
    let form = Form::filled().after(outdated(draft("From another window")));
    let form = form.is("editing", "From another window");
    assert_eq!(form.0.draft_notice, Some(DraftNotice::Newer));
    assert_eq!(form.typed("Typed here").0.draft_notice, None, "that one is not shown any more");
    Form::sending().ignores(outdated(draft("From another window")));
    Form::sending().answered(Outcome::Unknown).ignores(outdated(draft("From another window")));
}

#[test]
fn a_newer_draft_is_for_its_own_ticket_only() {
    Form::open(202).typed("Of the other ticket").ignores(outdated(draft("From another window")));
    Form::open(202).ignores(outdated(draft("From another window")));
}

#[test]
fn what_another_window_tries_is_settled_there() {
    let tried = Form::sending().0.work.draft().unwrap();
    Form::filled().typed("Called").ignores(outdated(tried));
}

#[test]
fn a_newer_draft_brings_no_type_that_is_locked_or_not_offered_here() {
    let offered = vec![NoteType::ALL[0]];
    let locked = NoteSettings { preselected: Some(offered[0]), type_locked: true, offered, ..settings(201) };
    let form = Form::open(201).configured(locked).after(outdated(draft("From another window")));
    assert_eq!(form.0.work.note_type, Some(NoteType::ALL[0]));
}

#[test]
fn a_form_that_took_up_what_was_under_way_learns_how_it_ended() {
    let sending = Form::sending();
    let (kept, of) = (sending.0.work.draft().unwrap(), sending.only_post().request_id());
    let back = || Form::open(201).after(Action::DraftRestored(kept.clone())).is("unknown", "Called back");
    back().after(Action::Responded { of, answer: saved() }).is("saved", "");
    let refused = Outcome::Refused(refusal(Code::Unavailable));
    back().after(Action::Responded { of, answer: refused }).is("refused", "Called back");
    back().ignores(Action::Responded { of, answer: Outcome::Unknown });
}

#[test]
fn what_another_window_added_is_no_longer_here_to_be_added() {
    let gone = |former: &str| Action::DraftChangedElsewhere {
        subject: settings(201).subject,
        draft: None,
        former: Some(former.into()),
    };
    Form::filled().after(gone("Called back")).is("editing", "");
    Form::filled().typed("Called back twice").ignores(gone("Called back"));
    Form::sending().answered(Outcome::Unknown).ignores(gone("Called back"));
}

#[test]
fn a_newer_draft_of_a_ticket_that_was_set_aside_is_there_on_return() {
    let form = Form::filled().configured(settings(202)).after(outdated(draft("From another window")));
    form.is("editing", "").configured(settings(201)).is("editing", "From another window");
}

#[test]
fn a_refusal_after_a_return_does_not_make_an_unknown_attempt_refused() {
    let sending = Form::sending().answered(Outcome::Unknown).send(2);
    let of = sending.only_post().request_id();
    let back = Form::open(201).after(Action::DraftRestored(sending.0.work.draft().unwrap()));
    let refused =
        back.after(Action::Responded { of, answer: Outcome::Refused(refusal(Code::Unauthenticated)) });
    assert_eq!(refused.0.view().send_options, SendOptions::RetryOrNew);
}

#[test]
fn a_refusal_of_the_only_try_after_a_return_is_a_refusal() {
    let sending = Form::sending();
    let of = sending.only_post().request_id();
    let back = Form::open(201).after(Action::DraftRestored(sending.0.work.draft().unwrap()));
    let refused =
        back.after(Action::Responded { of, answer: Outcome::Refused(refusal(Code::Unauthenticated)) });
    assert_eq!(refused.is("refused", "Called back").0.view().send_options, SendOptions::Add);
}

#[test]
fn a_text_that_went_in_another_window_is_said_to_have_gone() {
    let gone = Action::DraftChangedElsewhere {
        subject: settings(201).subject,
        draft: None,
        former: Some("Called back".into()),
    };
    let form = Form::filled().after(gone).is("editing", "");
    assert_eq!(form.0.draft_notice, Some(DraftNotice::Gone));
}

#[test]
fn a_draft_that_was_refused_in_another_window_is_followed_by_newer_ones_from_there() {
    let refused = Form::sending().answered(Outcome::Refused(refusal(Code::Unavailable)));
    let form = Form::open(201).after(Action::DraftRestored(refused.0.work.draft().unwrap()));
    form.after(outdated(draft("Called back twice"))).is("editing", "Called back twice");
}
