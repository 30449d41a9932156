//! A note arrives as the user wrote it.

use thirtyfour::Key;
use ticket_note_e2e::{AcceptedNote, Harness};

/// The eleven type codes, each with its name in the list.
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

fn accepted(note_type: &str, message: &str, user: Option<u64>) -> AcceptedNote {
    AcceptedNote { ticket: 858_462, note_type: note_type.to_owned(), message: message.to_owned(), user }
}

#[test]
fn a_note_of_each_type_arrives_as_typed() {
    let harness = Harness::new();
    let form = harness.open_frame_page("ticketId=858462&userId=254");
    let mut expected = Vec::new();
    for (code, name) in TYPES {
        let text = format!("Spoke with the customer, {name}.");
        form.select_type(name).type_text(text.as_str()).click_button("Add note").wait_for_state("saved");
        expected.push(accepted(code, &text, Some(254)));
    }
    assert_eq!(harness.sandbox().notes(), expected);
    harness.assert_no_page_errors();
}

#[test]
fn a_note_without_an_author_arrives_without_one() {
    let harness = Harness::new();
    let form = harness.open_frame_page("ticketId=858462&type=calllog");
    form.type_text("Spoke with the customer.").click_button("Add note").wait_for_state("saved");
    assert_eq!(harness.sandbox().notes(), [accepted("calllog", "Spoke with the customer.", None)]);
}

#[test]
fn a_saved_note_is_announced_and_the_form_is_cleared() {
    let harness = Harness::new();
    let form = harness.open_frame_page("ticketId=858462&type=calllog");
    form.type_text("Spoke with the customer.").click_button("Add note").wait_for_state("saved");
    form.wait_for_announcement("Added to ticket 858462 at ");
    assert_eq!(form.value(), "");
    let events = harness.events();
    assert_eq!(events.len(), 1);
    assert_eq!(events[0].name, "note-saved");
    assert_eq!(events[0].detail["ticketId"], 858_462);
    assert_eq!(events[0].detail["type"], "calllog");
    assert!(events[0].detail["userId"].is_null());
}

#[test]
fn markup_and_templates_arrive_unchanged() {
    let harness = Harness::new();
    let form = harness.open_frame_page("ticketId=858462&type=1");
    let text = "<b>Hé</b> & \"日本\" {{name}} 100 % \\n";
    form.type_text(text).click_button("Add note").wait_for_state("saved");
    assert_eq!(harness.sandbox().notes(), [accepted("1", text, None)]);
}

#[test]
fn emoji_and_bidi_characters_arrive_unchanged() {
    let harness = Harness::new();
    let form = harness.open_frame_page("ticketId=858462&type=1");
    let text = "👩‍👩‍👧 e\u{301} \u{202e}שלום\u{202c}\tend";
    form.set_property("value", text).click_button("Add note").wait_for_state("saved");
    assert_eq!(harness.sandbox().notes(), [accepted("1", text, None)]);
}

#[test]
fn enter_adds_a_line_feed_and_does_not_send() {
    let harness = Harness::new();
    let form = harness.open_frame_page("ticketId=858462&type=1");
    form.type_text("First line").type_text(Key::Enter).type_text("Second line");
    assert_eq!(form.value(), "First line\nSecond line");
    assert_eq!(form.state(), "editing");
    harness.assert_nothing_sent();
    form.click_button("Add note").wait_for_state("saved");
    assert_eq!(harness.sandbox().notes(), [accepted("1", "First line\nSecond line", None)]);
}

#[test]
fn the_element_sends_like_the_framed_page() {
    let harness = Harness::new();
    let form = harness.open_page("element.html");
    form.set_property("userId", 254);
    form.select_type("Contact form")
        .type_text("Asked for a copy of the invoice.")
        .click_button("Add note")
        .wait_for_state("saved");
    assert_eq!(
        harness.sandbox().notes(),
        [accepted("contactform", "Asked for a copy of the invoice.", Some(254))]
    );
    harness.assert_no_page_errors();
}
