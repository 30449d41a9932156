//! The app for Zendesk Support (hosts/zendesk).

use super::bench::{Bench, Host};
use super::claims;
use serde_json::{Value, json};
use ticket_note_e2e::Fault;

const ZENDESK: Host = Host {
    name: "zendesk",
    domain: ("acme", "zendesk.com"),
    frames: &["#app", "iframe"],
    levels: ["notice", "error", "alert"],
};

#[test]
fn each_record_keeps_its_text() {
    claims::each_record_keeps_its_text(ZENDESK);
}

#[test]
fn a_record_without_a_number_shows_a_sentence() {
    claims::a_record_without_a_number_shows_a_sentence(
        ZENDESK,
        "Dit record heeft geen Omnidesk-nummer. Veld: 42",
    );
}

#[test]
fn the_host_hears_each_height_once() {
    claims::the_host_hears_each_height_once(ZENDESK);
}

#[test]
fn each_outcome_has_one_toast() {
    claims::each_outcome_has_one_toast(ZENDESK);
}

#[test]
fn the_form_follows_the_colour_scheme() {
    claims::the_form_follows_the_colour_scheme(ZENDESK);
}

#[test]
fn the_form_follows_the_language() {
    claims::the_form_follows_the_language(ZENDESK);
}

#[test]
fn messages_of_other_windows_change_nothing() {
    let changed = json!({"key": "zaf.ticket.custom_field_42.changed", "message": "7"}).to_string();
    let scheme = json!({"key": "zaf.colorScheme.changed", "message": "dark"}).to_string();
    let set = json!({"app": "ticket-note", "v": 1, "kind": "set", "ticketId": 7});
    let resize = json!({"app": "ticket-note", "v": 1, "kind": "resize", "height": 9999});
    claims::messages_of_other_windows_change_nothing(ZENDESK, &[changed.into(), scheme.into(), set, resize]);
}

#[test]
fn a_host_that_is_not_allowed_is_explained() {
    claims::a_host_that_is_not_allowed_is_explained(ZENDESK);
}

#[test]
fn the_form_is_accessible() {
    claims::the_form_is_accessible(ZENDESK);
}

/// Runs one note and one change of the record, and returns the messages that Zendesk received.
fn messages(app: &str) -> Vec<Value> {
    let bench = Bench::start(ZENDESK);
    bench.open(&format!("record=a&lang=nl&theme=dark&app={app}"));
    bench.wait_for_ticket(858_462);
    // The sentence of an added note has the time.
    bench.harness.sandbox().set_fault(Fault::Error400);
    bench.type_text("Spoke with the customer.");
    bench.send();
    bench.wait_for("a toast", "host.toasts.length", |count| count == 1);
    bench.run("host.open('b')");
    bench.wait_for_ticket(858_463);
    let messages: Vec<Value> = serde_json::from_value(bench.value("messages")).unwrap();
    // How often the height changes depends on the rendering, and so do the numbers of the requests.
    let is_resize = |message: &Value| !message["params"]["resize"].is_null();
    let without_id = |mut message: Value| {
        message["id"].take();
        message
    };
    messages.into_iter().filter(|message| !is_resize(message)).map(without_id).collect()
}

#[test]
fn our_client_posts_the_messages_of_the_sdk() {
    let (ours, theirs) = (messages("app"), messages("with-sdk"));
    assert_eq!(ours[0]["key"], "iframe.handshake");
    assert!(ours.len() > 7, "{ours:?}");
    assert_eq!(ours, theirs);
}

#[test]
fn nothing_is_posted_to_an_origin_outside_zendesk() {
    let host = Host { domain: ("acme", "zendesk.com.example"), ..ZENDESK };
    let bench = Bench::start(host);
    bench.open("record=a&lang=en&theme=light");
    let text = || bench.in_frames(1, || bench.browser().evaluate::<String>("return document.body.innerText"));
    ticket_note_e2e::wait_until("a sentence", text, |text| text.contains("an app for Zendesk Support"));
    assert_eq!(bench.value("messages"), json!([]));
}
