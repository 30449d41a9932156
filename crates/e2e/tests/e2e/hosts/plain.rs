//! A page that frames the form with `host.js` (docs/specification.md, section 5.6).

use super::bench::Host;
use super::claims;
use serde_json::json;

const PLAIN: Host = Host {
    name: "plain",
    domain: ("crm", "test"),
    frames: &["iframe"],
    levels: ["saved", "refused", "unknown"],
};

#[test]
fn each_record_keeps_its_text() {
    claims::each_record_keeps_its_text(PLAIN);
}

#[test]
fn a_record_without_a_number_shows_a_sentence() {
    claims::a_record_without_a_number_shows_a_sentence(PLAIN, "This record has no number.");
}

#[test]
fn the_host_hears_each_height_once() {
    claims::the_host_hears_each_height_once(PLAIN);
}

#[test]
fn each_outcome_has_one_toast() {
    claims::each_outcome_has_one_toast(PLAIN);
}

#[test]
fn the_form_follows_the_colour_scheme() {
    claims::the_form_follows_the_colour_scheme(PLAIN);
}

#[test]
fn the_form_follows_the_language() {
    claims::the_form_follows_the_language(PLAIN);
}

#[test]
fn messages_of_other_windows_change_nothing() {
    let message =
        |kind| json!({"app": "ticket-note", "v": 1, "kind": kind, "height": 9999, "say": "Forged."});
    let set = json!({"app": "ticket-note", "v": 1, "kind": "set", "ticketId": 7});
    claims::messages_of_other_windows_change_nothing(PLAIN, &[message("resize"), message("saved"), set]);
}

#[test]
fn a_host_that_is_not_allowed_is_explained() {
    claims::a_host_that_is_not_allowed_is_explained(PLAIN);
}

#[test]
fn the_form_is_accessible() {
    claims::the_form_is_accessible(PLAIN);
}
