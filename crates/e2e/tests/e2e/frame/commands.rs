//! Messages from the parent page: `set`, `focus` and `reset`.

use super::{NOTE, TEXT, open_connected, property, start_harness};
use crate::parent_page::ParentServer;
use serde_json::json;
use thirtyfour::Key;
use ticket_note_e2e::wait_until;

#[test]
fn set_changes_the_settings_of_the_form() {
    let server = ParentServer::start();
    let harness = start_harness(&server);
    let parent = open_connected(&harness, &server, NOTE);
    let values = json!({
        "ticketId": 7, "userId": 9, "type": "1", "types": "calllog,1=E-mail", "lockType": true,
        "lang": "nl", "theme": "dark",
    });
    parent.send_command("set", values.clone());
    let framed = |name: &str| parent.in_frame(|_| property(harness.browser(), name));
    for (name, value) in values.as_object().unwrap() {
        wait_until(name, || framed(name), |seen| seen == value);
    }
    let page = parent.in_frame(|_| {
        harness.browser().execute::<[String; 2]>(
            "const { lang, dataset } = document.documentElement; return [lang, dataset.theme]",
            Vec::new(),
        )
    });
    assert_eq!(page, ["nl", "dark"]);
    parent.send_command(
        "set",
        json!({"userId": null, "lockType": false, "types": null, "theme": null, "lang": "en"}),
    );
    wait_until("English", || framed("lang"), |lang| lang == "en");
    assert_eq!(framed("lockType"), false);
    assert!(framed("types").is_null());
    parent.type_text(TEXT, |form| form.click_button("Add note").wait_for_state("saved").state());
    let notes = harness.sandbox().notes();
    assert_eq!((notes[0].ticket, notes[0].note_type.as_str(), notes[0].user), (7, "1", None));
}

#[test]
fn the_page_keeps_the_forms_language_after_a_set() {
    let server = ParentServer::start();
    let harness = start_harness(&server);
    let parent = open_connected(&harness, &server, NOTE);
    let page_lang =
        || parent.in_frame(|_| harness.browser().evaluate::<String>("return document.documentElement.lang"));
    wait_until("the form's language", page_lang, |lang| lang == "en");
    parent.send_command("set", json!({"ticketId": 7}));
    wait_until(
        "ticket 7",
        || parent.in_frame(|_| property(harness.browser(), "ticketId")),
        |seen| *seen == 7,
    );
    assert_eq!(page_lang(), "en");
}

#[test]
fn set_reports_invalid_values_and_keeps_the_text() {
    let server = ParentServer::start();
    let harness = start_harness(&server);
    let parent = open_connected(&harness, &server, NOTE);
    parent.type_text(TEXT, |_| ());
    let good = json!({"ticketId": 858_462, "userId": 254, "type": "calllog", "types": null, "theme": null});
    for (name, value, attribute) in [
        ("ticketId", json!("abc"), "ticket-id"),
        ("ticketId", json!(0), "ticket-id"),
        ("ticketId", json!(1.5), "ticket-id"),
        ("ticketId", json!(null), "ticket-id"),
        ("userId", json!(-1), "user-id"),
        ("type", json!("2"), "type"),
        ("types", json!("1,1"), "types"),
        ("theme", json!("blue"), "theme"),
    ] {
        let mut bad = json!({});
        bad[name] = value;
        parent.send_command("set", bad);
        parent.wait_for_message("state", |data| data["state"] == "invalid-config");
        parent.wait_for_message("config-error", |data| data["attribute"] == attribute);
        parent.send_command("set", good.clone());
        parent.wait_for_message("state", |data| data["state"] == "editing");
    }
    let (text, requests) = parent.in_frame(|form| (form.value(), harness.request_count()));
    assert_eq!((text.as_str(), requests), (TEXT, 0));
}

#[test]
fn focus_and_reset_act_on_the_form() {
    let server = ParentServer::start();
    let harness = start_harness(&server);
    let parent = open_connected(&harness, &server, NOTE);
    let is_focused = || {
        parent.in_frame(|_| {
            harness.browser().execute::<bool>(
                "return Boolean(document.querySelector('ticket-note').shadowRoot.activeElement)",
                Vec::new(),
            )
        })
    };
    parent.type_text(TEXT, |_| {
        let blur = "document.querySelector('ticket-note').shadowRoot.activeElement.blur()";
        harness.browser().execute::<()>(blur, Vec::new());
    });
    assert!(!is_focused());
    parent.send_command("focus", json!({}));
    wait_until("the focus in the form", is_focused, |is_focused| *is_focused);
    parent.send_command("reset", json!({}));
    wait_until("an empty form", || parent.in_frame(|form| form.value()), String::is_empty);
}

#[test]
fn set_gives_templates_and_takes_them_away() {
    let server = ParentServer::start();
    let harness = start_harness(&server);
    let parent = open_connected(&harness, &server, NOTE);
    let is_shown = || {
        parent.in_frame(|_| {
            harness.browser().execute::<bool>(
                "const { shadowRoot } = document.querySelector('ticket-note'); \
                 return (shadowRoot.querySelector('#insert-template')?.getClientRects().length ?? 0) > 0",
                Vec::new(),
            )
        })
    };
    let templates = json!([{"name": "Called back", "text": "Called back about {{ticket}}."}]);
    parent.send_command("set", json!({"templates": templates, "ticketId": 7}));
    wait_until("the button", is_shown, |is_shown| *is_shown);
    parent.type_text("/call", |_| harness.browser().press_keys(Key::Enter));
    wait_until(
        "the template",
        || parent.in_frame(|form| form.value()),
        |text| text == "Called back about 7.",
    );
    parent.send_command("set", json!({"templates": null}));
    wait_until("no button", is_shown, |is_shown| !is_shown);
}
