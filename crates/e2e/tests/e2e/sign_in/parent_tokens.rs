//! Tokens that a page of another site supplies to the form in its frame.

use super::issuer::Issuer;
use super::two_sites::Crm;
use super::{TEXT, shown};
use serde_json::{Value, json};
use ticket_note_e2e::wait_until;

/// Starts the CRM page. It answers each request for a token with the next one of these.
fn start(issuer: &Issuer, tokens: &[String]) -> Crm {
    let crm = Crm::with_flags(&issuer.flags().each_ref().map(String::as_str));
    let answer = "const [tokens] = arguments; window.asked = 0; \
        addEventListener('message', ({ data }) => { \
          if (data.kind !== 'token-wanted') return; \
          const token = tokens[Math.min(window.asked++, tokens.length - 1)] ?? null; \
          postToFrame({ app: 'ticket-note', v: 1, kind: 'token', id: data.id, token }); \
        })";
    crm.open_with("", "&getToken", |browser| browser.execute::<()>(answer, vec![json!(tokens)]));
    crm.type_text();
    crm
}

/// The places of the frame where a token must not be.
const PLACES: &str = "const note = document.querySelector('ticket-note'); \
    return JSON.stringify([{ ...localStorage }, { ...sessionStorage }, document.documentElement.outerHTML, \
      note.shadowRoot.innerHTML, note.value, location.href, \
      performance.getEntriesByType('resource').map(({ name }) => name)])";

#[test]
fn the_parent_page_supplies_the_token() {
    let issuer = Issuer::new();
    let token = issuer.token(0, "bob");
    let crm = start(&issuer, std::slice::from_ref(&token));
    crm.send("saved");
    assert_eq!(crm.desk.notes(), [(TEXT.to_owned(), Some(255))]);
    let browser = crm.desk.browser();
    let places = crm.in_frame(|| {
        assert_eq!(shown(browser, "#sign-in"), None);
        browser.evaluate::<String>(PLACES)
    });
    let messages = browser.evaluate::<String>("return JSON.stringify(messages)");
    assert!(messages.contains("token-wanted") && places.contains("/ticket-note/index.html"));
    for seen in [places, messages] {
        assert!(!seen.contains(&token), "{seen}");
    }
}

/// Replaces the key of the issuer, and waits until the proxy refuses a token of the former one.
fn rotate(issuer: &Issuer, crm: &Crm, former: &str) {
    issuer.publish(1);
    crm.desk.harness.proxy().reload();
    let address = format!("{}/api/ticket-note/session", crm.desk.harness.origin());
    let client = reqwest::blocking::Client::new();
    let status = || client.get(&address).header("X-Ticket-Note-Token", former).send().unwrap().status();
    wait_until("a refusal of the former key", status, |status| *status == 401);
}

#[test]
fn keys_that_rotate_in_the_middle_are_followed() {
    let issuer = Issuer::new();
    let [former, current] = [0, 1].map(|key| issuer.token(key, "alice"));
    // The parent page keeps its token until it is asked again for the same request.
    let crm = start(&issuer, &[former.clone(), former.clone(), current]);
    crm.send("saved");
    rotate(&issuer, &crm, &former);
    crm.type_text();
    crm.send("saved");
    assert_eq!(crm.desk.browser().evaluate::<Value>("return asked"), json!(3));
    let note = || (TEXT.to_owned(), Some(254));
    assert_eq!(crm.desk.notes(), [note(), note()]);
}

#[test]
fn no_token_of_the_parent_page_sends_nothing() {
    let issuer = Issuer::new();
    let crm = start(&issuer, &[]);
    crm.send("refused");
    assert_eq!(crm.desk.notes(), []);
}

#[test]
fn a_token_of_a_user_without_an_author_is_told_so() {
    let issuer = Issuer::new();
    let crm = start(&issuer, &[issuer.token(0, "eve")]);
    crm.send("refused");
    let alert = "return document.querySelector('ticket-note').shadowRoot.querySelector('.status > [role=alert]').textContent";
    let sentence = crm.in_frame(|| crm.desk.browser().evaluate::<String>(alert));
    assert_eq!(
        sentence.trim(),
        "Nothing was added. You have no Omnidesk user here. Ask the people who run this page to add you."
    );
    assert_eq!(crm.desk.notes(), []);
}
