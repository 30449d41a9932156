//! An engine that does not arrive.

use super::{held, open_held, release};
use crate::element::{TEXT, run_script};
use ticket_note_e2e::wait_until;

/// Returns the text of the status.
const STATUS: &str = "return note.shadowRoot.querySelector('.status').textContent";

#[test]
fn a_slow_start_offers_to_reload_and_keeps_the_text() {
    let harness = held();
    let form = open_held(&harness);
    form.type_text(TEXT);
    let status = || run_script::<String>(&harness, STATUS);
    assert_eq!(status(), "");
    wait_until("an offer", status, |text| text == "The form is taking long to load. Reload");
    form.click_button("Reload");
    let drawn =
        || harness.browser().evaluate::<bool>("return !!document.querySelector('ticket-note')?.shadowRoot");
    wait_until("a new page", drawn, |&is_drawn| is_drawn);
    let form = harness.drawn_form();
    release(&harness);
    wait_until("the draft", || form.value(), |text| text == TEXT);
}

#[test]
fn the_offer_goes_when_the_engine_arrives() {
    let harness = held();
    open_held(&harness);
    let status = || run_script::<String>(&harness, STATUS);
    wait_until("an offer", status, |text| !text.is_empty());
    release(&harness);
    wait_until("no offer", status, String::is_empty);
}
