//! What comes from elsewhere, or is of another shape, changes nothing; and who is not named, is told nothing.

use super::{NOTE, TEXT, content, counts, enveloped, have_arrived, naming, set, talks, visit};
use crate::host::{Host, Neighbour};
use serde_json::json;
use ticket_note_e2e::{Visit, until};

#[test]
fn a_message_of_another_version_or_shape_changes_nothing() {
    let neighbour = Neighbour::start();
    let visit = visit(&neighbour);
    let host = talks(&visit, &neighbour, NOTE);
    host.types(TEXT, |_| ());
    let before = content(&host);
    counts(&host);
    let hostile = [
        json!(null),
        json!(1),
        json!("set"),
        json!([]),
        json!({}),
        json!(set(json!({"ticketId": 7})).to_string()),
        json!([set(json!({"ticketId": 7}))]),
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
        enveloped("reset", json!({"ticketId": 7})),
        json!({"app": "ticket-note", "v": 1, "kind": "constructor"}),
        json!({"app": "ticket-note", "v": 1, "kind": "__proto__"}),
        set(json!({"ticketId": {"toString": 7}})),
        set(json!({"ticketId": [7]})),
        set(json!({"ticketId": true})),
        set(json!({"lockType": "yes"})),
        set(json!({"lockType": 1})),
        // What only the query may carry, what nobody may, and neither may anything beside it.
        set(json!({"endpoint": "/other"})),
        set(json!({"ticketId": 7, "value": "Not what was typed."})),
        set(json!({"ticketId": 7, "innerHTML": "<b>x</b>"})),
        set(json!({"ticketId": 7, "onclick": "alert(1)"})),
        set(json!({"ticketId": 7, "__proto__": "x"})),
    ];
    for message in &hostile {
        host.says(message);
    }
    have_arrived(&host, hostile.len());
    assert_eq!(content(&host), before);
    host.asks("set", json!({"ticketId": 7}));
    host.asks("reset", json!({}));
    until("another content", || content(&host), |content| content[0] == 7 && content[8] == "");
    host.in_frame(|_| visit.had_no_complaint());
}

#[test]
fn a_message_of_another_window_of_the_same_origin_changes_nothing() {
    let neighbour = Neighbour::start();
    let visit = visit(&neighbour);
    let host = talks(&visit, &neighbour, NOTE);
    host.types(TEXT, |_| ());
    let before = content(&host);
    counts(&host);
    for message in [set(json!({"ticketId": 7})), enveloped("reset", json!({}))] {
        host.browser().runs::<()>("siblingSays(arguments[0])", vec![message]);
    }
    have_arrived(&host, 2);
    assert_eq!(content(&host), before);
}

/// That the frame says nothing to the page around, heeds nothing from it, and adds a note.
#[track_caller]
fn is_silent(host: &Host<'_>, visit: &Visit, case: &str) {
    let notes = visit.sandbox().notes().len();
    host.types(TEXT, |_| ());
    let before = content(host);
    counts(host);
    host.asks("set", json!({"ticketId": 7}));
    host.asks("reset", json!({}));
    have_arrived(host, 2);
    assert_eq!(content(host), before, "{case}");
    host.in_frame(|form| form.presses("Add note").becomes("saved").state());
    assert_eq!(visit.sandbox().notes().len(), notes + 1, "{case}");
    assert_eq!(host.messages(), [], "{case}");
}

#[test]
fn without_a_parent_origin_the_frame_is_silent_and_works() {
    let neighbour = Neighbour::start();
    let visit = visit(&neighbour);
    let host = Host::opens(&visit, &neighbour.origin(), NOTE);
    is_silent(&host, &visit, "none");
    host.in_frame(|_| visit.had_no_complaint());
}

#[test]
fn to_a_page_of_another_origin_the_frame_is_silent_and_works() {
    let neighbour = Neighbour::start();
    let visit = visit(&neighbour);
    for named in [visit.origin(), &neighbour.foreign_origin(), "https://crm.example"] {
        let host = Host::opens(&visit, &neighbour.origin(), &naming(NOTE, named));
        is_silent(&host, &visit, named);
    }
}

#[test]
fn what_is_not_an_origin_is_no_parent_origin() {
    let neighbour = Neighbour::start();
    let visit = visit(&neighbour);
    let origin = neighbour.origin();
    let with_path = format!("{origin}/");
    let with_user = origin.replace("//", "//user@");
    let shouted = origin.to_uppercase();
    let bare = origin.replace("http://", "");
    for named in ["*", "null", "", "/", "about:blank", &with_path, &with_user, &shouted, &bare] {
        let host = Host::opens(&visit, &origin, &naming(NOTE, named));
        is_silent(&host, &visit, named);
    }
}

#[test]
fn a_page_of_another_site_talks_with_the_frame_and_adds_a_note() {
    let neighbour = Neighbour::start();
    let visit = visit(&neighbour);
    let origin = neighbour.foreign_origin();
    let host = Host::opens(&visit, &origin, &naming(NOTE, &origin));
    host.hears("ready", |_| true);
    host.asks("set", json!({"ticketId": 7}));
    until("ticket 7", || content(&host), |content| content[0] == 7);
    // Chromium's driver tells no roles and no names of what is in another process.
    host.in_frame(|form| {
        form.is_given("value", TEXT);
        let buttons = host.browser().in_shadow("ticket-note", "#send");
        host.browser().clicks(&buttons[0]);
        form.becomes("saved").state()
    });
    assert_eq!(host.hears("saved", |_| true)["ticketId"], 7);
    assert_eq!(visit.sandbox().notes()[0].ticket, 7);
}

#[test]
fn a_page_that_may_not_frame_shows_no_form() {
    let neighbour = Neighbour::start();
    let visit = Visit::new();
    let host = Host::opens(&visit, &neighbour.origin(), &naming(NOTE, &neighbour.origin()));
    host.browser().enters_frame("#ticket-note");
    assert!(!host.browser().reads::<bool>("return document.querySelector('ticket-note') !== null"));
    host.browser().leaves_frame();
    assert_eq!(host.messages(), []);
}
