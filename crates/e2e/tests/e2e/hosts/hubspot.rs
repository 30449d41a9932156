//! The card for HubSpot (hosts/hubspot). The vendor's renderer runs it, and the modal that it opens is a frame of
//! its size.
//!
//! The card runs in a worker, and HubSpot tells it nothing about the modal. So it cannot explain an empty modal,
//! and the modal has no messages, no height of its own and no colour scheme of the host.

use super::bench::{Bench, Host};
use super::claims;
use serde_json::{Value, json};
use thirtyfour::Key;
use ticket_note_e2e::{Fault, wait_until};

const HUBSPOT: Host = Host {
    name: "hubspot",
    domain: ("app", "hubspot.com"),
    frames: &["#modal iframe"],
    levels: ["info", "info", "info"],
};
const OPEN_FIRST: &str = "record=a&lang=en-US";
const CLOSED: &str = "The note form was closed. A note that was not sent is kept as a draft.";

fn open() -> Bench {
    let bench = Bench::start(HUBSPOT);
    bench.open(OPEN_FIRST);
    bench.wait_for_ticket(858_462);
    bench
}

/// Returns the size of the modal, whether the page in it is as wide, and whether its button can be reached.
fn fit(bench: &Bench) -> Value {
    let seen = "const { clientWidth, scrollWidth } = document.documentElement; \
        const button = document.querySelector('ticket-note').shadowRoot.querySelector('#send'); \
        button.scrollIntoView({ block: 'end' }); \
        const { top, bottom, left, right } = button.getBoundingClientRect(); \
        return [innerWidth, innerHeight, scrollWidth <= clientWidth, \
          top >= 0 && bottom <= innerHeight + 1 && left >= 0 && right <= clientWidth]";
    bench.in_frames(1, || bench.browser().evaluate(seen))
}

#[test]
fn each_record_keeps_its_text() {
    claims::each_record_keeps_its_text(HUBSPOT);
}

#[test]
fn a_record_without_a_number_shows_a_sentence() {
    claims::a_record_without_a_number_shows_a_sentence(
        HUBSPOT,
        "Dit record heeft geen Omnidesk-nummer. Veld: omnidesk_ticket",
    );
}

#[test]
fn the_modal_holds_the_form_whatever_its_height() {
    let bench = open();
    let fits = |what: &str| wait_until(what, || fit(&bench), |seen| *seen == json!([480, 560, true, true]));
    fits("the whole form");
    let is_visible = "note.shadowRoot.querySelector('#send').getBoundingClientRect().bottom <= innerHeight && scrollY === 0";
    assert_eq!(bench.form_value(is_visible), true, "an empty form needs no scrolling");
    let enter = char::from(Key::Enter).to_string();
    bench.type_text(format!("Spoke with the customer.{}", enter.repeat(30)));
    fits("a form with 30 lines");
    bench.harness.sandbox().set_fault(Fault::Error400);
    bench.send();
    bench.wait_for_form("a refusal", "note.state", |state| state == "refused");
    fits("a form with an error");
    assert_eq!(bench.value("messages.length"), 0);
}

#[test]
fn each_outcome_is_said_in_the_modal_and_closing_once() {
    let bench = open();
    let outcomes = [
        (Fault::None, "saved", "Added to ticket 858462 at "),
        (Fault::Error400, "refused", "Nothing was added."),
        (Fault::Http500, "unknown", "We could not confirm that the note was added."),
    ];
    for (fault, state, sentence) in outcomes {
        bench.harness.sandbox().set_fault(fault);
        bench.type_text("Spoke with the customer.");
        bench.send();
        bench.wait_for_form(state, "note.state", |seen| seen == state);
        bench.wait_for_form("a sentence", "note.shadowRoot.textContent", |text| {
            text.as_str().is_some_and(|text| text.contains(sentence))
        });
    }
    assert_eq!(bench.value("host.toasts"), json!([]));
    bench.run("host.close()");
    assert_eq!(bench.value("host.toasts"), json!([[CLOSED, "info"]]));
    assert_eq!(bench.harness.sandbox().notes().len(), 1);
}

/// In `WebKit`, no driver sets the scheme of the system: tools/test-e2e.sh leaves this test out.
#[test]
fn the_form_follows_the_system() {
    claims::the_form_follows_the_system(HUBSPOT);
}

#[test]
fn the_form_follows_the_language() {
    claims::the_form_follows_the_language(HUBSPOT);
}

#[test]
fn messages_of_any_window_change_nothing() {
    let bench = open();
    bench.type_text("Spoke with the customer.");
    bench.run(
        "const frame = document.querySelector('#modal iframe').contentWindow; \
         for (const kind of ['hello', 'set', 'insert', 'reset', 'sign-out']) { \
           frame.postMessage({ app: 'ticket-note', v: 1, kind, ticketId: 7, text: 'Forged' }, '*'); \
         }",
    );
    // Messages arrive in order: after this one, those above have been received.
    bench.in_frames(1, || {
        let wait = "const done = arguments[arguments.length - 1]; addEventListener('message', ({ data }) => data === 'last' && done()); postMessage('last', '*')";
        bench.browser().execute_async::<()>(wait, Vec::new());
    });
    assert_eq!(bench.form_value("[note.ticketId, note.value]"), json!([858_462, "Spoke with the customer."]));
    assert_eq!(bench.value("messages.length"), 0);
}

#[test]
fn the_form_is_accessible() {
    claims::the_form_is_accessible(HUBSPOT);
}
