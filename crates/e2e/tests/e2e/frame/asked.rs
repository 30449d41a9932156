//! What the page around may ask for.

use super::{NOTE, TEXT, property, talks, visit};
use crate::host::Neighbour;
use serde_json::json;
use ticket_note_e2e::until;

#[test]
fn the_page_around_sets_what_the_note_is_about() {
    let neighbour = Neighbour::start();
    let visit = visit(&neighbour);
    let host = talks(&visit, &neighbour, NOTE);
    let values = json!({
        "ticketId": 7, "userId": 9, "type": "1", "types": "calllog,1=E-mail", "lockType": true,
        "lang": "nl", "theme": "dark",
    });
    host.asks("set", values.clone());
    let looks = |name: &str| host.in_frame(|_| property(visit.browser(), name));
    for (name, value) in values.as_object().unwrap() {
        until(name, || looks(name), |seen| seen == value);
    }
    let page = host.in_frame(|_| {
        visit.browser().runs::<[String; 2]>(
            "const { lang, dataset } = document.documentElement; return [lang, dataset.theme]",
            Vec::new(),
        )
    });
    assert_eq!(page, ["nl", "dark"]);
    host.asks("set", json!({"userId": null, "lockType": false, "types": null, "theme": null, "lang": "en"}));
    until("English", || looks("lang"), |lang| lang == "en");
    assert_eq!(looks("lockType"), false);
    assert!(looks("types").is_null());
    host.types(TEXT, |form| form.presses("Add note").becomes("saved").state());
    let notes = visit.sandbox().notes();
    assert_eq!((notes[0].ticket, notes[0].note_type.as_str(), notes[0].user), (7, "1", None));
}

#[test]
fn a_bad_value_that_is_set_is_as_a_bad_attribute_and_keeps_the_text() {
    let neighbour = Neighbour::start();
    let visit = visit(&neighbour);
    let host = talks(&visit, &neighbour, NOTE);
    host.types(TEXT, |_| ());
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
        host.asks("set", bad);
        host.hears("state", |data| data["state"] == "invalid-config");
        host.hears("config-error", |data| data["attribute"] == attribute);
        host.asks("set", good.clone());
        host.hears("state", |data| data["state"] == "editing");
    }
    let (text, posts) = host.in_frame(|form| (form.value(), visit.posts()));
    assert_eq!((text.as_str(), posts), (TEXT, 0));
}

#[test]
fn the_page_around_asks_for_focus_and_for_an_empty_form() {
    let neighbour = Neighbour::start();
    let visit = visit(&neighbour);
    let host = talks(&visit, &neighbour, NOTE);
    let is_focused = || {
        host.in_frame(|_| {
            visit.browser().runs::<bool>(
                "return Boolean(document.querySelector('ticket-note').shadowRoot.activeElement)",
                Vec::new(),
            )
        })
    };
    host.types(TEXT, |_| {
        let leaves = "document.querySelector('ticket-note').shadowRoot.activeElement.blur()";
        visit.browser().runs::<()>(leaves, Vec::new());
    });
    assert!(!is_focused());
    host.asks("focus", json!({}));
    until("the focus in the form", is_focused, |is_focused| *is_focused);
    host.asks("reset", json!({}));
    until("an empty form", || host.in_frame(|form| form.value()), String::is_empty);
}
