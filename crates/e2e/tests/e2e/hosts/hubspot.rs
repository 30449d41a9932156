//! The address that the card for HubSpot opens (hosts/hubspot), in a frame of the size of its modal. The card
//! itself is tested by the vendor's renderer in `hosts/test`.

use crate::parent_page::{Files, ParentServer};
use serde_json::{Value, json};
use ticket_note_e2e::{Harness, SecureOrigin, wait_until};

const CARD: &str = include_str!("../../../../../hosts/hubspot/src/app/cards/Card.jsx");

#[test]
fn the_modal_shows_the_whole_form_and_adds_a_note() {
    assert!(
        CARD.contains("{ width: 480, height: 560 }") && CARD.contains("addressOf(DESK, { ticketId, lang })")
    );
    let (page, desk) = (SecureOrigin::new("app", "hubspot.com"), SecureOrigin::new("desk", "example"));
    let harness = Harness::with_proxy_flags(&["--frame-ancestors", page.origin()]);
    desk.forward_to(harness.origin());
    let address = format!("{}/ticket-note/index.html?ticketId=858462&lang=de", desk.origin());
    let html = format!(
        "<!doctype html><html lang=\"en\"><title>A modal</title>\
         <iframe title=\"Add a note\" width=\"480\" height=\"560\" src=\"{}\"></iframe>",
        address.replace('&', "&amp;")
    );
    let server = ParentServer::with_files(Files::from([("/".to_owned(), html)]));
    page.forward_to(&server.origin());
    let browser = harness.browser();
    browser.open(page.origin());
    browser.enter_frame("iframe");
    let form = harness.form();
    let fits = "const { clientWidth, scrollWidth } = document.documentElement; \
        const button = document.querySelector('ticket-note').shadowRoot.querySelector('#send'); \
        const { bottom, right } = button.getBoundingClientRect(); \
        return [scrollWidth <= clientWidth, bottom <= innerHeight, right <= innerWidth, document.documentElement.lang]";
    wait_until(
        "the whole form",
        || browser.evaluate::<Value>(fits),
        |seen| *seen == json!([true, true, true, "de"]),
    );
    let area = &browser.find_in_shadow("ticket-note", "textarea")[0];
    browser.click(area);
    browser.send_keys(area, "Spoke with the customer.");
    browser.execute::<()>("document.querySelector('ticket-note').type = 'calllog'", Vec::new());
    browser.click(&browser.find_in_shadow("ticket-note", "#send")[0]);
    form.wait_for_state("saved");
    browser.leave_frame();
    assert_eq!(harness.sandbox().notes().len(), 1);
}
