//! The frame ignores messages from other sources or of another shape, and posts only to `parentOrigin`.

use super::{
    NOTE, TEXT, content, count_messages, envelope, open_connected, set_command, start_harness,
    wait_for_arrivals, with_parent_origin,
};
use crate::parent_page::{ParentPage, ParentServer};
use serde_json::{Value, json};
use ticket_note_e2e::{Harness, wait_until};

/// Returns a command that also sets a ticket: if the templates are refused, nothing of it applies.
fn with_templates(templates: &Value) -> Value {
    set_command(json!({"ticketId": 7, "templates": templates}))
}

#[test]
fn a_message_of_another_version_or_shape_is_ignored() {
    let server = ParentServer::start();
    let harness = start_harness(&server);
    let parent = open_connected(&harness, &server, NOTE);
    parent.type_text(TEXT, |_| ());
    let before = content(&parent);
    count_messages(&parent);
    let hostile = [
        json!(null),
        json!(1),
        json!("set"),
        json!([]),
        json!({}),
        json!(set_command(json!({"ticketId": 7})).to_string()),
        json!([set_command(json!({"ticketId": 7}))]),
        json!({"kind": "reset"}),
        json!({"app": "ticket-note", "kind": "reset"}),
        json!({"app": "ticket-note", "v": 2, "kind": "reset"}),
        json!({"app": "ticket-note", "v": "1", "kind": "reset"}),
        json!({"app": "ticket", "v": 1, "kind": "reset"}),
        json!({"app": ["ticket-note"], "v": 1, "kind": "reset"}),
        json!({"app": "ticket-note", "v": 1}),
        json!({"app": "ticket-note", "v": 1, "kind": null}),
        json!({"app": "ticket-note", "v": 1, "kind": ["reset"]}),
        json!({"app": "ticket-note", "v": 1, "kind": "submit"}),
        envelope("reset", json!({"ticketId": 7})),
        envelope("hello", json!({"ticketId": 7})),
        envelope("sign-out", json!({"ticketId": 7})),
        envelope("insert", json!({})),
        envelope("insert", json!({"text": 7})),
        envelope("insert", json!({"text": ["Not what was typed."]})),
        envelope("insert", json!({"text": "For another ticket.", "ticketId": 7})),
        envelope("insert", json!({"text": "With an unknown member.", "html": true})),
        envelope("token", json!({"id": 1, "token": "not asked for"})),
        envelope("token", json!({"id": {}, "token": {}})),
        json!({"app": "ticket-note", "v": 1, "kind": "constructor"}),
        json!({"app": "ticket-note", "v": 1, "kind": "__proto__"}),
        set_command(json!({"ticketId": {"toString": 7}})),
        set_command(json!({"ticketId": [7]})),
        set_command(json!({"ticketId": true})),
        set_command(json!({"lockType": "yes"})),
        set_command(json!({"lockType": 1})),
        // A property that only the query may set, or an unknown one, invalidates the whole message.
        set_command(json!({"endpoint": "/other"})),
        set_command(json!({"ticketId": 7, "value": "Not what was typed."})),
        set_command(json!({"ticketId": 7, "innerHTML": "<b>x</b>"})),
        set_command(json!({"ticketId": 7, "onclick": "alert(1)"})),
        set_command(json!({"ticketId": 7, "__proto__": "x"})),
        with_templates(&json!("Called back")),
        with_templates(&json!({"0": {"name": "One", "text": "1"}, "length": 1})),
        with_templates(&json!([{"name": "One", "text": "1"}, null])),
        with_templates(&json!([{"name": "One"}])),
        with_templates(&json!([{"name": "One", "text": 1}])),
        with_templates(&json!([{"name": "", "text": "1"}])),
        with_templates(&json!([{"name": "One", "text": "1", "html": "<b>1</b>"}])),
        with_templates(&json!([{"name": "n".repeat(201), "text": "1"}])),
        with_templates(&json!([{"name": "One", "text": "t".repeat(20_001)}])),
        with_templates(&json!(vec![json!({"name": "One", "text": "1"}); 201])),
    ];
    for message in &hostile {
        parent.post(message);
    }
    wait_for_arrivals(&parent, hostile.len());
    assert_eq!(content(&parent), before);
    parent.send_command("set", json!({"ticketId": 7}));
    parent.send_command("reset", json!({}));
    wait_until("another content", || content(&parent), |content| content[0] == 7 && content[8] == "");
    parent.in_frame(|_| harness.assert_no_page_errors());
}

#[test]
fn a_message_from_a_sibling_window_is_ignored() {
    let server = ParentServer::start();
    let harness = start_harness(&server);
    let parent = open_connected(&harness, &server, NOTE);
    parent.type_text(TEXT, |_| ());
    let before = content(&parent);
    count_messages(&parent);
    let hello = envelope("hello", json!({}));
    let insert = envelope("insert", json!({"text": "Not what was typed."}));
    let messages = parent.messages();
    for message in [set_command(json!({"ticketId": 7})), envelope("reset", json!({})), insert, hello] {
        parent.browser().execute::<()>("postFromSibling(arguments[0])", vec![message]);
    }
    wait_for_arrivals(&parent, 4);
    assert_eq!(parent.messages(), messages);
    assert_eq!(content(&parent), before);
}

/// Asserts that the frame posts nothing to its parent page, ignores its messages, and adds a note.
#[track_caller]
fn assert_posts_nothing(parent: &ParentPage<'_>, harness: &Harness, case: &str) {
    let notes = harness.sandbox().notes().len();
    parent.type_text(TEXT, |_| ());
    let before = content(parent);
    count_messages(parent);
    parent.send_command("set", json!({"ticketId": 7}));
    parent.send_command("reset", json!({}));
    wait_for_arrivals(parent, 2);
    assert_eq!(content(parent), before, "{case}");
    parent.in_frame(|form| form.click_button("Add note").wait_for_state("saved").state());
    assert_eq!(harness.sandbox().notes().len(), notes + 1, "{case}");
    assert_eq!(parent.messages(), [], "{case}");
}

#[test]
fn without_parent_origin_the_frame_posts_nothing_and_works() {
    let server = ParentServer::start();
    let harness = start_harness(&server);
    let parent = ParentPage::open(&harness, &server.origin(), NOTE);
    assert_posts_nothing(&parent, &harness, "none");
    parent.in_frame(|_| harness.assert_no_page_errors());
}

#[test]
fn to_another_origin_the_frame_posts_nothing_and_works() {
    let server = ParentServer::start();
    let harness = start_harness(&server);
    for named in [harness.origin(), &server.cross_site_origin(), "https://crm.example"] {
        let parent = ParentPage::open(&harness, &server.origin(), &with_parent_origin(NOTE, named));
        assert_posts_nothing(&parent, &harness, named);
    }
}

#[test]
fn an_invalid_parent_origin_is_ignored() {
    let server = ParentServer::start();
    let harness = start_harness(&server);
    let origin = server.origin();
    let with_path = format!("{origin}/");
    let with_user = origin.replace("//", "//user@");
    let shouted = origin.to_uppercase();
    let bare = origin.replace("http://", "");
    for named in ["*", "null", "", "/", "about:blank", &with_path, &with_user, &shouted, &bare] {
        let parent = ParentPage::open(&harness, &origin, &with_parent_origin(NOTE, named));
        assert_posts_nothing(&parent, &harness, named);
    }
}

#[test]
fn a_cross_site_parent_exchanges_messages_and_adds_a_note() {
    let server = ParentServer::start();
    let harness = start_harness(&server);
    let origin = server.cross_site_origin();
    let parent = ParentPage::open(&harness, &origin, &with_parent_origin(NOTE, &origin));
    parent.wait_for_message("ready", |_| true);
    parent.send_command("set", json!({"ticketId": 7}));
    wait_until("ticket 7", || content(&parent), |content| content[0] == 7);
    // Chromium's driver reports no roles and names for elements in another process.
    parent.in_frame(|form| {
        form.set_property("value", TEXT);
        let buttons = parent.browser().find_in_shadow("ticket-note", "#send");
        parent.browser().click(&buttons[0]);
        form.wait_for_state("saved").state()
    });
    assert_eq!(parent.wait_for_message("saved", |_| true)["ticketId"], 7);
    assert_eq!(harness.sandbox().notes()[0].ticket, 7);
}

#[test]
fn a_parent_outside_frame_ancestors_shows_no_form() {
    let server = ParentServer::start();
    let harness = Harness::new();
    let parent = ParentPage::open(&harness, &server.origin(), &with_parent_origin(NOTE, &server.origin()));
    parent.browser().enter_frame("#ticket-note");
    assert!(!parent.browser().evaluate::<bool>("return document.querySelector('ticket-note') !== null"));
    parent.browser().leave_frame();
    assert_eq!(parent.messages(), []);
}
