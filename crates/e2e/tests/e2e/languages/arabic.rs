//! Messages in Arabic contain no English.

use super::{ARABIC, TEXT, open_form};
use ticket_note_e2e::{Fault, Harness};

/// Asserts that a text is Arabic and, except in names of keys, has no Latin letter.
#[track_caller]
fn assert_arabic(text: &str) {
    let text = text.replace("Ctrl+Enter", "");
    assert!(text.contains(|letter| ('\u{600}'..'\u{700}').contains(&letter)), "{text}");
    assert!(!text.contains(|letter: char| letter.is_ascii_alphabetic()), "{text}");
}

#[test]
fn an_arabic_problem_has_no_english() {
    let harness = Harness::new();
    let form = open_form(&harness);
    form.set_property("lang", "ar").set_property("value", "أربع").click_button(ARABIC.add_note);
    let control = form.wait_for_control("textbox", ARABIC.note, |control| control.invalid);
    assert!(control.description.contains("الملاحظة قصيرة جدًا. الحد الأدنى لعدد الأحرف: 5."), "{control:?}");
    assert_arabic(&control.description);
    harness.assert_nothing_sent();
}

#[test]
fn an_arabic_unknown_outcome_has_no_english() {
    let harness = Harness::new();
    harness.sandbox().set_fault(Fault::Http500);
    let form = open_form(&harness);
    form.set_property("lang", "ar")
        .set_property("value", TEXT)
        .click_button(ARABIC.add_note)
        .wait_for_state("unknown");
    form.wait_for_announcement("تعذّر التحقق مما إذا كانت الملاحظة قد أُضيفت.");
    assert_arabic(&form.announcements());
    let new = "إرسال كملاحظة جديدة";
    assert_eq!(form.buttons(), ["تحقق مرة أخرى", "إنها في التذكرة", new]);
    let as_new = form.wait_for_control("button", new, |control| !control.description.is_empty());
    assert_arabic(&as_new.description);
    assert_eq!(form.value(), TEXT);
}
