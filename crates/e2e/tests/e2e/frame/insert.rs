//! `insert`, by which the parent page adds text at the caret.

use super::{NOTE, open_connected, start_harness};
use crate::parent_page::{ParentPage, ParentServer};
use serde_json::json;
use thirtyfour::Key;
use ticket_note_e2e::{SLOW_RESPONSE_MS, wait_until};

#[track_caller]
fn wait_for_text(parent: &ParentPage<'_>, expected: &str) {
    wait_until("the inserted text", || parent.in_frame(|form| form.value()), |text| text == expected);
}

#[test]
fn insert_adds_text_at_the_caret_and_replaces_none() {
    let server = ParentServer::start();
    let harness = start_harness(&server);
    let parent = open_connected(&harness, &server, NOTE);
    parent.type_text("Called.", |form| {
        form.type_text(Key::Home);
    });
    parent.send_command("insert", json!({"text": "Again: "}));
    wait_for_text(&parent, "Again: Called.");
    parent.in_frame(|form| {
        form.type_text(Key::Control + "a");
    });
    parent.send_command("insert", json!({"text": " Line 1\r\nLine 2", "ticketId": "858462"}));
    wait_for_text(&parent, "Again: Called. Line 1\nLine 2");
    parent.wait_for_message("state", |data| data["hasText"] == true);
    parent.in_frame(|form| form.click_button("Add note").wait_for_state("saved").state());
    assert_eq!(harness.sandbox().notes()[0].message, "Again: Called. Line 1\nLine 2");
}

#[test]
fn insert_obeys_the_limits_of_typing() {
    let server = ParentServer::start();
    let harness = start_harness(&server);
    let parent = open_connected(&harness, &server, &format!("{NOTE}&maxLength=10"));
    parent.send_command("insert", json!({"text": "Twelve chars"}));
    parent.in_frame(|form| {
        form.click_button("Add note");
        form.wait_for_control("textbox", "Note", |note| note.invalid);
    });
    assert_eq!(
        (parent.in_frame(|form| form.value()).as_str(), harness.sandbox().notes().len()),
        ("Twelve chars", 0)
    );
}

#[test]
fn insert_changes_no_note_that_is_being_sent() {
    let server = ParentServer::start();
    let harness = start_harness(&server);
    let parent = open_connected(&harness, &server, NOTE);
    harness.sandbox().set_delay_ms(SLOW_RESPONSE_MS);
    parent.type_text("Spoke with the customer.", |form| {
        form.click_button("Add note").wait_for_state("sending").state()
    });
    parent.send_command("insert", json!({"text": "Too late."}));
    parent.wait_for_message("saved", |_| true);
    assert_eq!(harness.sandbox().notes()[0].message, "Spoke with the customer.");
    wait_for_text(&parent, "");
}
