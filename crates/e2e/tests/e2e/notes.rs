//! A note arrives as it was written.

use thirtyfour::Key;
use ticket_note_e2e::{KeptNote, Visit};

/// The eleven types, each with its name in the list.
const TYPES: [(&str, &str); 11] = [
    ("1", "Channel 1"),
    ("3", "Channel 3"),
    ("5", "Channel 5"),
    ("7", "Channel 7"),
    ("8", "Channel 8"),
    ("9", "Channel 9"),
    ("10", "Channel 10"),
    ("12", "Channel 12"),
    ("13", "Channel 13"),
    ("calllog", "Call log"),
    ("contactform", "Contact form"),
];

fn kept(note_type: &str, message: &str, user: Option<u64>) -> KeptNote {
    KeptNote { ticket: 858_462, note_type: note_type.to_owned(), message: message.to_owned(), user }
}

#[test]
fn a_note_of_each_type_arrives_as_typed() {
    let visit = Visit::new();
    let form = visit.opens("ticketId=858462&userId=254");
    let mut expected = Vec::new();
    for (code, name) in TYPES {
        let text = format!("Spoke with the customer, {name}.");
        form.chooses(name).types(text.as_str()).presses("Add note").becomes("saved");
        expected.push(kept(code, &text, Some(254)));
    }
    assert_eq!(visit.sandbox().notes(), expected);
    visit.had_no_complaint();
}

#[test]
fn a_note_without_an_author_arrives_without_one() {
    let visit = Visit::new();
    let form = visit.opens("ticketId=858462&type=calllog");
    form.types("Spoke with the customer.").presses("Add note").becomes("saved");
    assert_eq!(visit.sandbox().notes(), [kept("calllog", "Spoke with the customer.", None)]);
}

#[test]
fn a_saved_note_is_announced_and_leaves_the_form_empty() {
    let visit = Visit::new();
    let form = visit.opens("ticketId=858462&type=calllog");
    form.types("Spoke with the customer.").presses("Add note").becomes("saved");
    form.says("Message has been sent and the ticket status was updated.");
    assert_eq!(form.value(), "");
    let heard = visit.heard();
    assert_eq!(heard.len(), 1);
    assert_eq!(heard[0].name, "note-saved");
    assert_eq!(heard[0].detail["ticketId"], 858_462);
    assert_eq!(heard[0].detail["type"], "calllog");
    assert!(heard[0].detail["userId"].is_null());
}

#[test]
fn what_looks_like_markup_or_a_template_arrives_unchanged() {
    let visit = Visit::new();
    let form = visit.opens("ticketId=858462&type=1");
    let text = "<b>Hé</b> & \"日本\" {{name}} 100 % \\n";
    form.types(text).presses("Add note").becomes("saved");
    assert_eq!(visit.sandbox().notes(), [kept("1", text, None)]);
}

#[test]
fn what_no_keyboard_has_arrives_unchanged() {
    let visit = Visit::new();
    let form = visit.opens("ticketId=858462&type=1");
    let text = "👩‍👩‍👧 e\u{301} \u{202e}שלום\u{202c}\tend";
    form.is_given("value", text).presses("Add note").becomes("saved");
    assert_eq!(visit.sandbox().notes(), [kept("1", text, None)]);
}

#[test]
fn enter_is_a_new_line_and_arrives_as_a_line_feed() {
    let visit = Visit::new();
    let form = visit.opens("ticketId=858462&type=1");
    form.types("First line").types(Key::Enter).types("Second line");
    assert_eq!(form.value(), "First line\nSecond line");
    assert_eq!(form.state(), "editing");
    visit.sent_nothing();
    form.presses("Add note").becomes("saved");
    assert_eq!(visit.sandbox().notes(), [kept("1", "First line\nSecond line", None)]);
}

#[test]
fn the_element_in_a_page_sends_as_the_framed_page_does() {
    let visit = Visit::new();
    let form = visit.opens_page("element.html");
    form.is_given("userId", 254);
    form.chooses("Contact form")
        .types("Asked for a copy of the invoice.")
        .presses("Add note")
        .becomes("saved");
    assert_eq!(visit.sandbox().notes(), [kept("contactform", "Asked for a copy of the invoice.", Some(254))]);
    visit.had_no_complaint();
}
