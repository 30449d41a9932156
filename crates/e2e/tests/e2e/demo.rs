//! The demo page, which `make demo` serves.

use ticket_note_e2e::{Harness, wait_until};

#[test]
fn a_note_sent_from_the_demo_appears_in_the_ticket() {
    let harness = Harness::new();
    let form = harness.open_page("demo");
    form.select_type("Call log")
        .type_text("Spoke with the customer.")
        .click_button("Add note")
        .wait_for_state("saved");
    let page = || {
        harness.browser().execute::<String>("return document.querySelector('#notes').innerText", Vec::new())
    };
    wait_until("the note in the ticket", page, |text| text.contains("Spoke with the customer."));
}

#[test]
fn the_demo_shows_the_framed_page() {
    let harness = Harness::new();
    harness.open_page("demo");
    let state = || {
        harness.browser().execute::<Option<String>>(
            "const frame = document.querySelector('iframe').contentDocument; \
             return frame?.querySelector('ticket-note')?.state ?? null",
            Vec::new(),
        )
    };
    wait_until("a form in the frame", state, |state| state.as_deref() == Some("editing"));
}
