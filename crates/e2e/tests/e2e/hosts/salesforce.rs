//! The component for Salesforce (hosts/salesforce), run by the vendor's engine. Salesforce has no signal for a
//! colour scheme.

use super::bench::{Bench, Host};
use super::claims;
use serde_json::json;

const SALESFORCE: Host = Host {
    name: "salesforce",
    domain: ("acme", "force.example"),
    frames: &["c-ticket-note >>> iframe"],
    levels: ["success", "error", "warning"],
};

#[test]
fn each_record_keeps_its_text() {
    claims::each_record_keeps_its_text(SALESFORCE);
}

#[test]
fn a_record_without_a_number_shows_a_sentence() {
    claims::a_record_without_a_number_shows_a_sentence(
        SALESFORCE,
        "Dit record heeft geen Omnidesk-nummer. Veld: Omnidesk_Ticket__c",
    );
}

#[test]
fn the_host_hears_each_height_once() {
    claims::the_host_hears_each_height_once(SALESFORCE);
}

#[test]
fn each_outcome_has_one_toast() {
    claims::each_outcome_has_one_toast(SALESFORCE);
}

#[test]
fn the_form_follows_the_language() {
    claims::the_form_follows_the_language(SALESFORCE);
}

/// In `WebKit`, no driver sets the scheme of the system: tools/test-e2e.sh leaves this test out.
#[test]
fn the_form_follows_the_system() {
    claims::the_form_follows_the_system(SALESFORCE);
}

#[test]
fn messages_of_other_windows_change_nothing() {
    let resize = json!({"app": "ticket-note", "v": 1, "kind": "resize", "height": 9999});
    let saved = json!({"app": "ticket-note", "v": 1, "kind": "saved", "say": "Forged."});
    claims::messages_of_other_windows_change_nothing(SALESFORCE, &[resize, saved]);
}

#[test]
fn a_host_that_is_not_allowed_is_explained() {
    claims::a_host_that_is_not_allowed_is_explained(SALESFORCE);
}

#[test]
fn the_form_is_accessible() {
    claims::the_form_is_accessible(SALESFORCE);
}

#[test]
fn another_record_loads_no_document() {
    let bench = Bench::start(SALESFORCE);
    bench.open("record=a&lang=en-US");
    bench.wait_for_ticket(858_462);
    bench.form_value("window.isSame = true");
    bench.run("host.open('b')");
    bench.wait_for_ticket(858_463);
    assert_eq!(bench.form_value("window.isSame === true"), true);
}

#[test]
fn a_removed_component_leaves_no_listener() {
    let bench = Bench::start(SALESFORCE);
    bench.open("record=a&lang=en-US");
    bench.wait_for_ticket(858_462);
    assert_eq!(bench.value("listenerCount"), 1);
    bench.run("host.component.remove()");
    bench.wait_for("no listener", "listenerCount", |count| *count == 0);
    bench.run("document.querySelector('#place').append(host.component)");
    bench.wait_for_ticket(858_462);
    assert_eq!(bench.value("listenerCount"), 1);
}
