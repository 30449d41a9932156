//! Pages of other sites that attack the sign-in.

use super::two_sites::Crm;
use super::{Desk, choose, wait_for_user};
use crate::parent_page::ParentServer;
use serde_json::{Value, json};
use ticket_note_e2e::{Browser, SecureOrigin, wait_until};

/// The example of RFC 7636, appendix B. The attacker knows its verifier.
const CHALLENGE: &str = "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM";

/// Opens a page of another site, which the proxy does not know.
fn open_stranger(browser: &Browser) -> (SecureOrigin, ParentServer) {
    open_at(browser, SecureOrigin::new("stranger", "test"))
}

fn open_at(browser: &Browser, origin: SecureOrigin) -> (SecureOrigin, ParentServer) {
    let server = ParentServer::start();
    origin.forward_to(&server.origin());
    browser.open(origin.origin());
    (origin, server)
}

fn messages(browser: &Browser) -> Value {
    browser.evaluate("return messages.map(({ data }) => data)")
}

#[test]
fn a_stranger_that_opens_the_window_gets_no_code() {
    let desk = Desk::start();
    let browser = desk.browser();
    let _stranger = open_stranger(browser);
    let open = "const [address] = arguments; const button = document.createElement('button'); \
        button.id = 'attack'; button.textContent = 'Attack'; document.body.prepend(button); \
        button.addEventListener('click', () => window.open(address, '_blank', 'popup'))";
    let address = format!("{}/api/ticket-note/sign-in?challenge={CHALLENGE}", desk.origin.origin());
    browser.execute::<()>(open, vec![address.into()]);
    let page = browser.switch_to_opened(|| browser.click(&browser.find("#attack")));
    choose(browser, "alice");
    // The page has posted its code before it shows that no form has answered.
    let text = || browser.evaluate::<String>("return document.body.innerText");
    wait_until("a form that cannot be reached", text, |text| text.contains("cannot reach the note form"));
    browser.switch_to_tab(page);
    assert_eq!(messages(browser), json!([]));
}

#[test]
fn a_stranger_cannot_frame_the_sign_in_page() {
    let desk = Desk::start();
    let browser = desk.browser();
    // The stand-in signs the user in, and redirects to the sign-in page. Its cookie is `SameSite=Lax`.
    let address = format!("{}/sandbox/sign-in/alice?challenge={CHALLENGE}&lang=en", desk.origin.origin());
    let text = || browser.evaluate::<String>("return document.body?.innerText ?? ''");
    browser.open(&address);
    wait_until("the sign-in page", text, |text| text.contains("You are signed in as alice"));
    // A stranger of the same site, so that the browser sends the cookie from its frame.
    let _stranger = open_at(browser, desk.origin.below("evil"));
    browser.execute_async::<()>("loadFrame(...arguments)", vec![address.into()]);
    browser.enter_frame("#ticket-note");
    let shown = text();
    browser.leave_frame();
    assert!(!shown.contains("alice") && !shown.contains("Sign in to the note form"), "{shown}");
    assert_eq!(messages(browser), json!([]));
}

#[test]
fn a_stranger_can_neither_ask_nor_post() {
    let crm = Crm::start();
    crm.open();
    crm.sign_in("alice");
    crm.in_frame(|| wait_for_user(crm.desk.browser(), "alice"));
    let browser = crm.desk.browser();
    let _stranger = open_stranger(browser);
    let attack = "const [desk, done] = arguments; \
        const send = (path, init) => fetch(desk + path, { credentials: 'include', ...init }) \
          .then((response) => response.type, () => 'refused'); \
        const body = JSON.stringify({ ticketID: 858462, type: 'calllog', message: 'Forged.' }); \
        const json = { 'Content-Type': 'application/json' }; \
        Promise.all([ \
          send('/api/ticket-note/session', {}), \
          send('/api/ticket-note/session', { method: 'DELETE' }), \
          send('/api/ticket-note/message', { method: 'POST', headers: json, body }), \
          send('/api/ticket-note/message', { method: 'POST', mode: 'no-cors', body }), \
        ]).then(done)";
    let seen: Value = browser.execute_async(attack, vec![crm.desk.origin.origin().into()]);
    // A request without CORS is sent; its response cannot be read.
    assert_eq!(seen, json!(["refused", "refused", "refused", "opaque"]));
    assert_eq!(crm.desk.notes(), []);
}

/// Sends a form of the page that is open, and returns the response, which the browser shows.
fn show_response(browser: &Browser, method: &str, address: &str) -> String {
    let send = "const [method, action] = arguments; \
        const form = Object.assign(document.createElement('form'), { method, action, enctype: 'text/plain' }); \
        form.append(Object.assign(document.createElement('input'), { name: '{\"ticketID\":858462,\"x\":\"', value: '\"}' })); \
        document.body.append(form); setTimeout(() => form.submit(), 50)";
    browser.execute::<()>(send, vec![method.into(), address.into()]);
    let text = || browser.evaluate::<String>("return document.body?.textContent ?? ''");
    wait_until("a response", text, |text| text.contains("\"code\"") || text.contains("signedIn"))
}

#[test]
fn a_stranger_of_the_same_site_is_refused_by_its_origin() {
    let desk = Desk::start();
    let browser = desk.browser();
    desk.open_signed_in("alice");
    for (method, path) in [("post", "message"), ("post", "session"), ("get", "session")] {
        // The browser sends the session of the user.
        let _stranger = open_at(browser, desk.origin.below("evil"));
        let address = format!("{}/api/ticket-note/{path}", desk.origin.origin());
        let response = show_response(browser, method, &address);
        assert!(response.contains("\"cross_site\""), "{method} {path}: {response}");
    }
    assert_eq!(desk.notes(), []);
    desk.open();
    wait_for_user(browser, "alice");
}
