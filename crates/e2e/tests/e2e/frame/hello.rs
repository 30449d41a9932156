//! `hello`, by which a parent page that starts late learns the state of the form.

use super::{NOTE, TEXT, envelope, open_connected, start_harness, with_parent_origin};
use crate::parent_page::{ParentPage, ParentServer};
use serde_json::{Value, json};
use ticket_note_e2e::{Harness, Site, SlowLine, wait_until};

/// Posts `hello`, and returns the messages that answer it.
fn greet(parent: &ParentPage<'_>, count: usize) -> Vec<Value> {
    let before = parent.messages().len();
    parent.send_command("hello", json!({}));
    let messages = wait_until("an answer", || parent.messages(), |messages| messages.len() >= before + count);
    messages.into_iter().skip(before).map(|message| message.data).collect()
}

#[test]
fn hello_is_answered_at_any_time() {
    let server = ParentServer::start();
    let harness = start_harness(&server);
    let parent = open_connected(&harness, &server, NOTE);
    parent.wait_for_message("resize", |data| data["height"].as_u64() > Some(100));
    let engine = harness.browser().engine().form_engine();
    let ready = envelope("ready", json!({"version": env!("CARGO_PKG_VERSION"), "engine": engine}));
    for (text, has_text) in [("", false), (TEXT, true)] {
        if has_text {
            parent.type_text(text, |_| ());
            parent.wait_for_message("state", |data| data["hasText"] == true);
        }
        let answer = greet(&parent, 3);
        assert_eq!(answer[0], ready);
        assert_eq!(answer[1], envelope("state", json!({"state": "editing", "hasText": has_text})));
        assert_eq!(answer[2], *parent.messages_of_kind("resize").last().unwrap());
        assert_eq!(answer.len(), 3);
    }
}

#[test]
fn commands_before_ready_are_kept() {
    let server = ParentServer::start();
    let harness = start_harness(&server);
    // Holds the engine back for seconds. The form is drawn and can be used meanwhile.
    let line = SlowLine::to(harness.origin(), 30_000);
    let parent = ParentPage::open_empty(&harness, &server.origin());
    let address = format!("{}/watched.html?{}", line.origin(), with_parent_origin(NOTE, &server.origin()));
    parent.browser().execute::<()>(
        "frame().src = arguments[0]; \
         addEventListener('message', ({ data }) => { \
           if (data.kind !== 'resize' || window.isAsked) return; \
           window.isAsked = true; \
           for (const [kind, values] of [['set', { ticketId: 7 }], ['insert', { text: arguments[1] }], ['hello', {}]]) { \
             postToFrame({ app: 'ticket-note', v: 1, kind, ...values }); \
           } \
         })",
        vec![address.into(), TEXT.into()],
    );
    parent.wait_for_message("ready", |_| true);
    let states = parent.messages_of_kind("state");
    assert!(states.contains(&envelope("state", json!({"state": "loading", "hasText": true}))), "{states:?}");
    let (ticket, text) =
        parent.in_frame(|form| (super::property(parent.browser(), "ticketId"), form.value()));
    assert_eq!((ticket, text.as_str()), (json!(7), TEXT));
}

#[test]
fn has_text_follows_reset_and_another_ticket() {
    let server = ParentServer::start();
    let harness = start_harness(&server);
    let parent = open_connected(&harness, &server, NOTE);
    let has_text = |expected: bool| parent.wait_for_message("state", |data| data["hasText"] == expected);
    has_text(false);
    parent.type_text(TEXT, |_| ());
    has_text(true);
    parent.send_command("set", json!({"ticketId": 7}));
    has_text(false);
    parent.send_command("set", json!({"ticketId": 858_462}));
    has_text(true);
    parent.send_command("reset", json!({}));
    has_text(false);
    let states = parent.messages_of_kind("state");
    assert!(states.windows(2).all(|pair| pair[0] != pair[1]), "{states:?}");
}

#[test]
fn hello_reports_a_form_that_cannot_run() {
    let site = Site::new();
    site.remove_file("ticket-note_bg-", ".wasm");
    site.remove_file("ticket-note-js-", ".js");
    let server = ParentServer::start();
    let harness = Harness::with_site(site, &["--frame-ancestors", &server.origin()]);
    let parent = ParentPage::open(&harness, &server.origin(), &with_parent_origin(NOTE, &server.origin()));
    parent.wait_for_message("failed", |_| true);
    parent.wait_for_message("resize", |_| true);
    let answer = greet(&parent, 2);
    assert_eq!(answer[0], envelope("state", json!({"state": "failed", "hasText": false})));
    assert_eq!(answer[1]["kind"], "resize");
}
