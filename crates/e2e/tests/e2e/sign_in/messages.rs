//! Messages of other windows, and browsers that keep no cookie.

use super::{Desk, TEXT, choose, press_sign_in, shown, sign_in, wait_for_part, wait_for_user};
use serde_json::{Value, json};
use std::thread;
use std::time::Duration;

/// Counts the codes that the form redeems.
const COUNT: &str = "const fetchNow = fetch; window.redeemed = []; \
    window.fetch = (url, init) => { \
      if (init?.method === 'POST' && String(url).endsWith('/session')) redeemed.push(JSON.parse(init.body)); \
      return fetchNow(url, init); \
    };";

/// Delivers a code as from another window. `origin` is that of its page.
fn forge(desk: &Desk, origin: &str) {
    desk.browser().execute::<Value>(
        "const [origin] = arguments; \
         const stranger = document.createElement('iframe'); document.body.append(stranger); \
         const data = { app: 'ticket-note', v: 1, kind: 'signed-in', code: 'forged' }; \
         dispatchEvent(new MessageEvent('message', { data, origin, source: stranger.contentWindow }))",
        vec![origin.into()],
    );
}

#[test]
fn a_code_of_another_window_is_ignored() {
    let desk = Desk::start();
    desk.open();
    desk.run::<()>(COUNT);
    let browser = desk.browser();
    let former = browser.switch_to_opened(|| press_sign_in(browser));
    let window = browser.current_tab();
    browser.execute::<Value>(
        "opener.postMessage({ app: 'ticket-note', v: 2, kind: 'signed-in', code: 'old' }, '*')",
        Vec::new(),
    );
    browser.switch_to_tab(former.clone());
    forge(&desk, desk.origin.origin());
    thread::sleep(Duration::from_millis(300));
    assert_eq!(desk.run::<Value>("return redeemed"), json!([]));
    browser.switch_to_tab(window);
    choose(browser, "alice");
    browser.switch_to_tab(former);
    wait_for_user(browser, "alice");
}

#[test]
fn a_code_of_another_origin_is_ignored() {
    let desk = Desk::start();
    desk.open();
    desk.run::<()>(COUNT);
    // The form does not know the window: only the origin of a message counts.
    desk.run::<()>("window.open = () => null");
    press_sign_in(desk.browser());
    wait_for_part(desk.browser(), "#sign-in-address");
    for origin in ["https://evil.example", "null", ""] {
        forge(&desk, origin);
    }
    thread::sleep(Duration::from_millis(300));
    assert_eq!(desk.run::<Value>("return redeemed"), json!([]));
    // A forged code of the own origin gets to the proxy, which refuses it.
    forge(&desk, desk.origin.origin());
    let status = || shown(desk.browser(), "#sign-in-status");
    ticket_note_e2e::wait_until("a failure", status, |status| {
        status.as_deref() == Some("The sign-in did not work. Try again.")
    });
}

#[test]
fn without_a_cookie_the_session_is_in_memory_only() {
    let desk = Desk::start();
    let form = desk.open();
    // The browser keeps no cookie of a request without credentials.
    desk.run::<()>(
        "const fetchNow = fetch; window.tokens = []; \
         window.fetch = (url, init) => { \
           if (String(url).endsWith('/message')) tokens.push(init.headers.get('X-Ticket-Note-Token')); \
           return fetchNow(url, init?.body?.includes('\"as\":\"cookie\"') ? { ...init, credentials: 'omit' } : init); \
         }",
    );
    form.type_text(TEXT);
    sign_in(desk.browser(), "alice");
    wait_for_user(desk.browser(), "alice");
    form.click_button("Add note").wait_for_state("saved");
    assert_eq!(desk.notes(), [(TEXT.to_owned(), Some(254))]);
    assert!(desk.run::<bool>("return tokens.length === 1 && tokens[0].startsWith('tn1.')"));
    let places = "return JSON.stringify([{ ...localStorage }, { ...sessionStorage }, document.documentElement.outerHTML, \
         note.shadowRoot.innerHTML, note.value, location.href]).includes('tn1.')";
    assert!(!desk.run::<bool>(places), "the token is in memory only");
    form.click_button("Sign out");
    wait_for_part(desk.browser(), "#sign-in");
    form.type_text(TEXT).click_button("Add note").wait_for_state("refused");
    assert_eq!(desk.run::<Value>("return tokens[1]"), Value::Null);
}
