//! Accepted texts arrive unchanged. Refused texts get a message and stay in the form.

mod control;

use crate::sentences::{TEXT_DAMAGED, TEXT_MISSING, TEXT_TOO_LONG, TEXT_TOO_SHORT};
use std::iter::repeat_n;
use ticket_note_e2e::{Form, Harness};

fn open_form(harness: &Harness) -> Form<'_> {
    harness.open_frame_page("ticketId=858462&type=calllog")
}

/// Sets the value to the result of a JavaScript expression.
///
/// Drivers cannot transfer lone surrogates, and transfer long texts slowly.
#[track_caller]
fn set_value_to(harness: &Harness, expression: &str) {
    harness.browser().execute::<()>(
        &format!("document.querySelector('ticket-note').value = window.text = {expression}"),
        Vec::new(),
    );
}

/// Asserts that the element and its text area still hold exactly this text.
#[track_caller]
fn assert_text_kept(harness: &Harness) {
    let is_kept: [bool; 2] = harness.browser().execute(
        "const note = document.querySelector('ticket-note'); \
         return [note, note.shadowRoot.querySelector('textarea')].map(({ value }) => value === text)",
        Vec::new(),
    );
    assert_eq!(is_kept, [true; 2], "the text has changed");
}

/// Clicks “Add note”, and waits until this message describes the text area.
#[track_caller]
fn assert_refused(form: &Form<'_>, sentence: &str) {
    form.click_button("Add note");
    form.wait_for_control("textbox", "Note", |control| {
        control.invalid && control.description.contains(sentence)
    });
}

/// Asserts that each text arrives as the second one of its pair.
#[track_caller]
fn assert_arrive(texts: &[(&str, &str)]) {
    let harness = Harness::new();
    let form = open_form(&harness);
    for (text, _) in texts {
        form.set_property("value", *text).click_button("Add note").wait_for_state("saved");
    }
    let arrived: Vec<_> = harness.sandbox().notes().into_iter().map(|note| note.message).collect();
    let expected: Vec<_> = texts.iter().map(|(_, expected)| *expected).collect();
    assert_eq!(arrived, expected);
    harness.assert_no_page_errors();
}

#[test]
fn directions_joiners_and_marks_arrive_unchanged() {
    assert_arrive(
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
fn a_leading_byte_order_mark_arrives() {
    assert_arrive(&[("\u{feff}A mark in front", "\u{feff}A mark in front")]);
}

#[test]
fn line_ends_arrive_as_line_feeds() {
    assert_arrive(&[
        ("one\r\ntwo\r\n", "one\ntwo\n"),
        ("one\rtwo\r\rthree", "one\ntwo\n\nthree"),
        ("one\n\r\ntwo", "one\n\ntwo"),
    ]);
}

#[test]
fn vertical_tabs_and_form_feeds_arrive_as_line_feeds() {
    // Word pastes a soft line break as U+000B, and a PDF a page break as U+000C.
    assert_arrive(&[
        ("one\u{b}two", "one\ntwo"),
        ("page one\u{c}page two", "page one\npage two"),
        ("one\r\n\u{c}two\u{b}", "one\n\ntwo\n"),
    ]);
}

#[test]
fn five_characters_are_enough() {
    assert_arrive(&["Hello", "🚒🚒🚒🚒🚒", "  Hello "].map(|text| (text, text)));
}

#[test]
fn four_characters_are_too_few_however_wide() {
    let harness = Harness::new();
    let form = open_form(&harness);
    for text in ["Hell", "🚒🚒🚒🚒", "   Hell   \n\n"] {
        form.set_property("value", text);
        assert_refused(&form, TEXT_TOO_SHORT);
        assert_eq!(form.value(), text);
    }
    harness.assert_nothing_sent();
}

#[test]
fn a_note_of_white_space_is_refused() {
    let harness = Harness::new();
    let form = open_form(&harness);
    for text in ["          ", "\t\t\t\t\t\t", "\n\n\n\n\n\n", "\u{a0}\u{2003}\u{3000}\u{2028} \t\n"] {
        form.set_property("value", text);
        assert_refused(&form, TEXT_MISSING);
        assert_eq!(form.value(), text);
    }
    harness.assert_nothing_sent();
}

#[test]
fn twenty_thousand_characters_are_the_limit() {
    let harness = Harness::new();
    let form = open_form(&harness);
    set_value_to(&harness, "'🚒'.repeat(20000) + 'x'");
    form.wait_for_control("textbox", "Note", |control| {
        control.description.contains("Characters over the limit: 1")
    });
    assert_refused(&form, TEXT_TOO_LONG);
    assert_text_kept(&harness);
    harness.assert_nothing_sent();
    set_value_to(&harness, "'🚒'.repeat(20000)");
    form.click_button("Add note").wait_for_state("saved");
    let [note] = &harness.sandbox().notes()[..] else { panic!("not one note") };
    assert!(note.message.chars().eq(repeat_n('🚒', 20_000)), "{} bytes", note.message.len());
}

/// Asserts that a text is reported as too long by this many characters and is kept, and that the form works.
#[track_caller]
fn assert_too_long(expression: &str, over: u32) {
    let harness = Harness::new();
    let form = open_form(&harness);
    set_value_to(&harness, expression);
    let count = format!("Characters over the limit: {over}");
    form.wait_for_control("textbox", "Note", |control| control.description.contains(&count));
    assert_refused(&form, TEXT_TOO_LONG);
    assert_text_kept(&harness);
    harness.assert_nothing_sent();
    form.set_property("value", "A shorter note.").click_button("Add note").wait_for_state("saved");
    assert_eq!(harness.sandbox().notes()[0].message, "A shorter note.");
    harness.assert_no_page_errors();
}

#[test]
fn a_hundred_thousand_lines_are_refused_and_kept() {
    // The last line feed is trailing white space, which does not count.
    assert_too_long("'x\\n'.repeat(100000)", 199_999 - 20_000);
}

#[test]
fn a_megabyte_is_refused_and_kept() {
    assert_too_long("'x'.repeat(1 << 20)", (1 << 20) - 20_000);
}

#[test]
fn a_lone_surrogate_is_refused_and_kept() {
    let harness = Harness::new();
    let form = open_form(&harness);
    for half in ["\\ud800", "\\udbff", "\\udc00", "\\udfff", "\\ude92\\ud83d"] {
        set_value_to(&harness, &format!("'Spoke with{half} the customer.'"));
        assert_refused(&form, TEXT_DAMAGED);
        assert_text_kept(&harness);
    }
    harness.assert_nothing_sent();
    assert!(harness.events().is_empty(), "no attempt was made");
    set_value_to(&harness, "'Spoke with\\ufffd the customer.'");
    form.wait_for_control("textbox", "Note", |control| !control.invalid);
    form.click_button("Add note").wait_for_state("saved");
    assert_eq!(harness.sandbox().notes()[0].message, "Spoke with\u{fffd} the customer.");
    harness.assert_no_page_errors();
}

#[test]
fn every_way_to_send_refuses_a_lone_surrogate() {
    let harness = Harness::new();
    let form = open_form(&harness);
    for text in ["'\\udc00 at the start'", "'at the end \\ud83d'"] {
        set_value_to(&harness, text);
        form.press_ctrl_enter();
        form.wait_for_control("textbox", "Note", |control| control.description.contains(TEXT_DAMAGED));
        let ends: (bool, String) = harness.browser().execute_async(
            "const done = arguments[arguments.length - 1]; \
             const note = document.querySelector('ticket-note'); \
             const isValid = note.checkValidity(); \
             note.submit().then((outcome) => done([isValid, outcome]))",
            Vec::new(),
        );
        assert_eq!(ends, (false, "invalid".to_owned()));
        assert_text_kept(&harness);
    }
    harness.assert_nothing_sent();
}
