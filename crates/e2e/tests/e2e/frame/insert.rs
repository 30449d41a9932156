//! `insert`, by which the parent page adds text at the caret.

use super::{NOTE, open_connected, property, start_harness, with_parent_origin};
use crate::parent_page::{ParentPage, ParentServer};
use serde_json::json;
use thirtyfour::Key;
use ticket_note_e2e::{SLOW_RESPONSE_MS, SlowLine, wait_until};

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

/// Posts `insert`, and `set` with another ticket at once.
const INSERT_AND_SET: &str = "for (const [kind, values] of [['insert', { text: 'For the first.', ticketId: 858462 }], ['set', { ticketId: 7 }]]) { \
       postToFrame({ app: 'ticket-note', v: 1, kind, ...values }); \
     }";

/// Asserts that the text is in the draft of the first ticket, and not in that of the second one.
#[track_caller]
fn assert_in_first_ticket(parent: &ParentPage<'_>) {
    let shown = || parent.in_frame(|form| (property(parent.browser(), "ticketId"), form.value()));
    wait_until("the second ticket", shown, |shown| *shown == (json!(7), String::new()));
    parent.send_command("set", json!({"ticketId": 858_462}));
    wait_for_text(parent, "For the first.");
}

#[test]
fn insert_never_reaches_another_ticket() {
    let server = ParentServer::start();
    let harness = start_harness(&server);
    let parent = open_connected(&harness, &server, NOTE);
    parent.browser().execute::<()>(INSERT_AND_SET, Vec::new());
    assert_in_first_ticket(&parent);
}

#[test]
fn insert_then_set_in_the_first_load_keeps_each_text() {
    let server = ParentServer::start();
    let harness = start_harness(&server);
    // Holds the engine back for seconds. The form is drawn and can be used meanwhile.
    let line = SlowLine::to(harness.origin(), 30_000);
    let parent = ParentPage::open_empty(&harness, &server.origin());
    let address = format!("{}/watched.html?{}", line.origin(), with_parent_origin(NOTE, &server.origin()));
    let script = format!(
        "frame().src = arguments[0]; \
         addEventListener('message', ({{ data }}) => {{ \
           if (data.kind !== 'resize' || window.isAsked) return; \
           window.isAsked = true; {INSERT_AND_SET} \
         }})"
    );
    parent.browser().execute::<()>(&script, vec![address.into()]);
    parent.wait_for_message("ready", |_| true);
    assert_in_first_ticket(&parent);
}

#[test]
fn insert_replaces_no_text_that_is_selected_afterwards() {
    let server = ParentServer::start();
    let harness = start_harness(&server);
    let parent = open_connected(&harness, &server, NOTE);
    parent.type_text("Called.", |_| {
        // This listener runs after that of the page, in the same task.
        let select = "addEventListener('message', () => \
             document.querySelector('ticket-note').shadowRoot.querySelector('textarea').select())";
        parent.browser().execute::<()>(select, Vec::new());
    });
    parent.send_command("insert", json!({"text": " Again."}));
    wait_for_text(&parent, "Called. Again.");
}

#[test]
fn braces_of_an_inserted_text_are_sent() {
    let server = ParentServer::start();
    let harness = start_harness(&server);
    let parent = open_connected(&harness, &server, NOTE);
    let templates = json!([{"name": "Refund", "text": "Refund of {{amount}} by {{user}}."}]);
    parent.send_command("set", json!({ "templates": templates }));
    let text = "Dear {{first_name}}, {{ticket}} and {{date}}: {} {{{x}}}";
    parent.send_command("insert", json!({ "text": text }));
    wait_for_text(&parent, text);
    parent.in_frame(|form| form.click_button("Add note").wait_for_state("saved").state());
    assert_eq!(harness.sandbox().notes()[0].message, text);
}

#[test]
fn an_insert_for_a_malformed_ticket_changes_nothing() {
    let server = ParentServer::start();
    let harness = start_harness(&server);
    let parent = open_connected(&harness, &server, NOTE);
    for ticket in [json!(7), json!("7"), json!(""), json!(null), json!([858_462]), json!("858462.0")] {
        parent.send_command("insert", json!({"text": "Wrong.", "ticketId": ticket}));
    }
    parent.send_command("insert", json!({"text": "Right.", "ticketId": "0858462"}));
    wait_for_text(&parent, "Right.");
}
