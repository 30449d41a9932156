//! What is accepted arrives as it was written; what is not is said, and nothing of it is lost.

use std::iter::repeat_n;
use ticket_note_e2e::{Form, Visit};

const CONTROL: &str = "The note contains an invisible control character. Remove it or retype the text.";
const DAMAGED: &str =
    "The note contains a damaged character that cannot be sent. Remove it or retype the text.";
const TOO_SHORT: &str = "Write at least 5 characters.";
const TOO_LONG: &str = "Shorten the note to 20000 characters.";

fn opens(visit: &Visit) -> Form<'_> {
    visit.opens("ticketId=858462&type=calllog")
}

/// Sets the text to what an expression of JavaScript gives: drivers carry no half of a character,
/// and a long text slowly.
#[track_caller]
fn is_set_to(visit: &Visit, expression: &str) {
    visit.browser().runs::<()>(
        &format!("document.querySelector('ticket-note').value = window.text = {expression}"),
        Vec::new(),
    );
}

/// That element and area still hold the very text.
#[track_caller]
fn is_kept(visit: &Visit) {
    let is_kept: [bool; 2] = visit.browser().runs(
        "const note = document.querySelector('ticket-note'); \
         return [note, note.shadowRoot.querySelector('textarea')].map(({ value }) => value === text)",
        Vec::new(),
    );
    assert_eq!(is_kept, [true; 2], "the text is another");
}

/// Tries to send, and waits until this is said of the text.
#[track_caller]
fn is_refused(form: &Form<'_>, sentence: &str) {
    form.presses("Add note");
    form.judges("textbox", "Note", |verdict| verdict.invalid && verdict.described.contains(sentence));
}

/// That each of these arrives, as it is or as what it is said to become.
#[track_caller]
fn arrive(texts: &[(&str, &str)]) {
    let visit = Visit::new();
    let form = opens(&visit);
    for (text, _) in texts {
        form.is_given("value", *text).presses("Add note").becomes("saved");
    }
    let arrived: Vec<_> = visit.sandbox().notes().into_iter().map(|note| note.message).collect();
    let expected: Vec<_> = texts.iter().map(|(_, expected)| *expected).collect();
    assert_eq!(arrived, expected);
    visit.had_no_complaint();
}

#[test]
fn directions_joiners_and_marks_arrive_unchanged() {
    arrive(
        &[
            "שלום עולם\u{200f}!",
            "\u{202e}abc \u{202b}שלום\u{202c} def\u{202c}",
            "مرحبًا\u{200f} (123)",
            "\u{2067}مرحبا\u{2069} in a line",
            "👩‍👩‍👧 🧑🏽‍🚒 🏳️‍🌈 fine",
            "e\u{301}te\u{301} is not été",
            "Z̸̢̛̗a̶l̷g̵o̴ it is",
            "\u{fffd}\u{fffd} is a character",
            "line\u{2028}and paragraph\u{2029}separators",
            "\u{e000}\u{10ffff}\u{fffe} are private and none",
            "a\tb\t\tc",
            "  outer space is kept  \n",
        ]
        .map(|text| (text, text)),
    );
}

#[test]
fn a_byte_order_mark_in_front_arrives() {
    arrive(&[("\u{feff}A mark in front", "\u{feff}A mark in front")]);
}

#[test]
fn line_ends_arrive_as_line_feeds() {
    arrive(&[
        ("one\r\ntwo\r\n", "one\ntwo\n"),
        ("one\rtwo\r\rthree", "one\ntwo\n\nthree"),
        ("one\n\r\ntwo", "one\n\ntwo"),
    ]);
}

#[test]
fn five_characters_are_a_note() {
    arrive(&["Hello", "🚒🚒🚒🚒🚒", "  Hello "].map(|text| (text, text)));
}

#[test]
fn four_characters_are_none_however_wide() {
    let visit = Visit::new();
    let form = opens(&visit);
    for text in ["Hell", "🚒🚒🚒🚒", "   Hell   \n\n"] {
        form.is_given("value", text);
        is_refused(&form, TOO_SHORT);
        assert_eq!(form.value(), text);
    }
    visit.sent_nothing();
}

#[test]
fn white_space_of_any_kind_is_no_note() {
    let visit = Visit::new();
    let form = opens(&visit);
    for text in ["          ", "\t\t\t\t\t\t", "\n\n\n\n\n\n", "\u{a0}\u{2003}\u{3000}\u{2028} \t\n"] {
        form.is_given("value", text);
        is_refused(&form, "Write a note.");
        assert_eq!(form.value(), text);
    }
    visit.sent_nothing();
}

#[test]
fn twenty_thousand_characters_are_accepted_and_one_more_is_not() {
    let visit = Visit::new();
    let form = opens(&visit);
    is_set_to(&visit, "'🚒'.repeat(20000) + 'x'");
    form.judges("textbox", "Note", |verdict| verdict.described.contains("Characters over the limit: 1"));
    is_refused(&form, TOO_LONG);
    is_kept(&visit);
    visit.sent_nothing();
    is_set_to(&visit, "'🚒'.repeat(20000)");
    form.presses("Add note").becomes("saved");
    let [note] = &visit.sandbox().notes()[..] else { panic!("not one note") };
    assert!(note.message.chars().eq(repeat_n('🚒', 20_000)), "{} bytes", note.message.len());
}

/// That a text is said to be so much too long, is kept whole, and the form still works.
#[track_caller]
fn is_too_long(expression: &str, over: u32) {
    let visit = Visit::new();
    let form = opens(&visit);
    is_set_to(&visit, expression);
    let count = format!("Characters over the limit: {over}");
    form.judges("textbox", "Note", |verdict| verdict.described.contains(&count));
    is_refused(&form, TOO_LONG);
    is_kept(&visit);
    visit.sent_nothing();
    form.is_given("value", "A shorter note.").presses("Add note").becomes("saved");
    assert_eq!(visit.sandbox().notes()[0].message, "A shorter note.");
    visit.had_no_complaint();
}

#[test]
fn a_hundred_thousand_lines_are_too_long_and_never_cut() {
    // The last line end is outer white space.
    is_too_long("'x\\n'.repeat(100000)", 199_999 - 20_000);
}

#[test]
fn a_megabyte_is_too_long_and_never_cut() {
    is_too_long("'x'.repeat(1 << 20)", (1 << 20) - 20_000);
}

#[test]
fn control_characters_are_refused_and_kept() {
    let visit = Visit::new();
    let form = opens(&visit);
    for character in
        ['\0', '\u{1}', '\u{7}', '\u{8}', '\u{b}', '\u{c}', '\u{1b}', '\u{7f}', '\u{85}', '\u{9f}']
    {
        let text = format!("Spoke with{character} the customer.");
        form.is_given("value", text.as_str());
        is_refused(&form, CONTROL);
        assert_eq!(form.value(), text);
        form.is_given("value", "Spoke with the customer.");
        form.judges("textbox", "Note", |verdict| !verdict.invalid);
    }
    visit.sent_nothing();
}

#[test]
fn half_of_a_character_is_refused_and_kept_until_it_is_removed() {
    let visit = Visit::new();
    let form = opens(&visit);
    for half in ["\\ud800", "\\udbff", "\\udc00", "\\udfff", "\\ude92\\ud83d"] {
        is_set_to(&visit, &format!("'Spoke with{half} the customer.'"));
        is_refused(&form, DAMAGED);
        is_kept(&visit);
    }
    visit.sent_nothing();
    assert!(visit.heard().is_empty(), "nothing ended");
    is_set_to(&visit, "'Spoke with\\ufffd the customer.'");
    form.judges("textbox", "Note", |verdict| !verdict.invalid);
    form.presses("Add note").becomes("saved");
    assert_eq!(visit.sandbox().notes()[0].message, "Spoke with\u{fffd} the customer.");
    visit.had_no_complaint();
}

#[test]
fn half_of_a_character_at_an_end_is_refused_by_every_way_to_send() {
    let visit = Visit::new();
    let form = opens(&visit);
    for text in ["'\\udc00 at the start'", "'at the end \\ud83d'"] {
        is_set_to(&visit, text);
        form.presses_ctrl_enter();
        form.judges("textbox", "Note", |verdict| verdict.described.contains(DAMAGED));
        let ends: (bool, String) = visit.browser().awaits(
            "const done = arguments[arguments.length - 1]; \
             const note = document.querySelector('ticket-note'); \
             const isValid = note.checkValidity(); \
             note.submit().then((outcome) => done([isValid, outcome]))",
            Vec::new(),
        );
        assert_eq!(ends, (false, "invalid".to_owned()));
        is_kept(&visit);
    }
    visit.sent_nothing();
}
