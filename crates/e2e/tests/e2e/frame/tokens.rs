//! Tokens, the sign-in and addresses: what the element asks of the parent page.
//!
//! The tests call `getToken` and dispatch the events in place of the element.

use super::{NOTE, envelope, open_connected, start_harness};
use crate::parent_page::{ParentPage, ParentServer};
use serde_json::{Value, json};
use ticket_note_e2e::wait_until;

fn open_with_tokens<'a>(harness: &'a ticket_note_e2e::Harness, server: &ParentServer) -> ParentPage<'a> {
    open_connected(harness, server, &format!("{NOTE}&getToken"))
}

/// Calls `getToken` this many times in the frame. The results are collected in `window.tokens`.
fn ask(parent: &ParentPage<'_>, count: usize) {
    parent.in_frame(|_| {
        parent.browser().execute::<()>(
            "window.tokens ??= []; \
             for (let asked = 0; asked < arguments[0]; asked++) { \
               document.querySelector('ticket-note').getToken() \
                 .then((token) => tokens.push(token), (error) => tokens.push(error.message)); \
             }",
            vec![count.into()],
        );
    });
}

#[track_caller]
fn wait_for_tokens(parent: &ParentPage<'_>, expected: &[&str]) {
    let tokens = || parent.in_frame(|_| parent.browser().evaluate::<Vec<String>>("return window.tokens"));
    wait_until("the tokens", tokens, |tokens| tokens == expected);
}

fn asked_ids(parent: &ParentPage<'_>, count: usize) -> Vec<Value> {
    let asked = || parent.messages_of_kind("token-wanted");
    let asked = wait_until("requests for tokens", asked, |asked| asked.len() == count);
    asked.into_iter().map(|message| message["id"].clone()).collect()
}

#[test]
fn each_request_gets_the_token_of_its_id() {
    let server = ParentServer::start();
    let harness = start_harness(&server);
    let parent = open_with_tokens(&harness, &server);
    ask(&parent, 2);
    let ids = asked_ids(&parent, 2);
    assert_ne!(ids[0], ids[1]);
    // None of these settles a request.
    for token in [json!(""), json!(7), json!({"a": 1})] {
        parent.send_command("token", json!({"id": ids[0], "token": token}));
    }
    let forged = envelope("token", json!({"id": ids[0], "token": "forged"}));
    parent.browser().execute::<()>("postFromSibling(arguments[0])", vec![forged]);
    parent.send_command("token", json!({"id": ids[1], "token": "second"}));
    parent.send_command("token", json!({"id": ids[0], "token": "first"}));
    parent.send_command("token", json!({"id": ids[0], "token": "again"}));
    wait_for_tokens(&parent, &["second", "first"]);
}

#[test]
fn a_request_without_a_token_is_rejected() {
    let server = ParentServer::start();
    let harness = start_harness(&server);
    let parent = open_with_tokens(&harness, &server);
    ask(&parent, 2);
    let ids = asked_ids(&parent, 2);
    parent.send_command("token", json!({"id": ids[0], "token": null}));
    let refused = "the parent page supplied no token";
    wait_for_tokens(&parent, &[refused]);
    // The second request ends by its time limit.
    wait_for_tokens(&parent, &[refused, refused]);
}

#[test]
fn without_get_token_the_frame_asks_for_no_token() {
    let server = ParentServer::start();
    let harness = start_harness(&server);
    let parent = open_connected(&harness, &server, NOTE);
    let script = "return typeof document.querySelector('ticket-note').getToken";
    assert_ne!(parent.in_frame(|_| parent.browser().evaluate::<String>(script)), "function");
}

#[test]
fn the_sign_in_and_addresses_are_passed_on() {
    let server = ParentServer::start();
    let harness = start_harness(&server);
    let parent = open_connected(&harness, &server, NOTE);
    parent.in_frame(|_| {
        parent.browser().execute::<()>(
            "const note = document.querySelector('ticket-note'); \
             note.signOut = () => { document.documentElement.dataset.signedOut = 'yes' }; \
             note.dispatchEvent(new CustomEvent('note-sign-in')); \
             note.dispatchEvent(new CustomEvent('note-open', { detail: { url: location.origin + '/x' } }))",
            Vec::new(),
        );
    });
    assert_eq!(parent.wait_for_message("sign-in", |_| true), envelope("sign-in", json!({})));
    let url = format!("{}/x", harness.origin());
    assert_eq!(parent.wait_for_message("open", |_| true), envelope("open", json!({ "url": url })));
    parent.send_command("sign-out", json!({}));
    let signed_out = || {
        let script = "return document.documentElement.dataset.signedOut === 'yes'";
        parent.in_frame(|_| parent.browser().evaluate::<bool>(script))
    };
    wait_until("a sign-out", signed_out, |is_signed_out| *is_signed_out);
}
