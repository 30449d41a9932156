//! The page of the sign-in window (docs/specification.md, section 2.10), with a page of the same origin in
//! the place of the form.

use serde_json::Value;
use ticket_note_e2e::{Browser, Harness, wait_until};

/// The example of RFC 7636, appendix B.
const VERIFIER: &str = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk";
const CHALLENGE: &str = "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM";

/// Adds a button that opens the window, and a list of the messages from it.
const OPENER: &str = "
    const [address, acknowledges] = arguments;
    window.seen = [];
    const button = document.createElement('button');
    button.id = 'open-window';
    button.textContent = 'Open the window';
    button.addEventListener('click', () => { window.popup = window.open(address, '_blank', 'popup'); });
    document.body.prepend(button);
    window.addEventListener('message', (event) => {
      if (event.source !== window.popup || event.origin !== location.origin) return;
      window.seen.push(event.data);
      if (!acknowledges) return;
      const ack = { app: 'ticket-note', v: 1, kind: 'signed-in-ack' };
      window.popup.postMessage(ack, location.origin);
    });";

fn start() -> Harness {
    Harness::with_proxy_flags(&["--sandbox-sign-in"])
}

fn address(login: &str) -> String {
    format!("/sandbox/sign-in/{login}?challenge={CHALLENGE}&lang=en&ticketId=858462")
}

/// Opens a page with the policy of a page with a form, and prepares the button.
fn prepare<'a>(harness: &'a Harness, login: &str, acknowledges: bool) -> &'a Browser {
    let browser = harness.browser();
    browser.open(&format!("{}/demo", harness.origin()));
    browser.execute::<Value>(OPENER, vec![address(login).into(), acknowledges.into()]);
    browser
}

/// Returns the first message that the opener received.
fn message(browser: &Browser) -> Value {
    let seen = || browser.evaluate::<Vec<Value>>("return window.seen");
    wait_until("a message", seen, |seen| !seen.is_empty()).remove(0)
}

/// Presses the button, and runs the checks in the window that it opens. Then closes that window, because
/// tests share a browser.
fn in_the_window(browser: &Browser, checks: impl FnOnce()) {
    let opener = browser.switch_to_opened(|| browser.click(&browser.find("#open-window")));
    checks();
    browser.switch_to_tab(opener);
    browser.execute::<Value>("window.popup.close()", Vec::new());
    wait_until(
        "the window closes",
        || browser.evaluate::<bool>("return window.popup.closed"),
        |closed| *closed,
    );
}

/// Returns the visible text of the current page.
fn text(browser: &Browser) -> String {
    browser.evaluate("return document.body.innerText")
}

#[test]
fn the_window_posts_its_code_and_closes_when_acknowledged() {
    let harness = start();
    let browser = prepare(&harness, "alice", true);
    browser.click(&browser.find("#open-window"));
    let message = message(browser);
    assert_eq!(
        (&message["app"], &message["v"], &message["kind"]),
        (&"ticket-note".into(), &1.into(), &"signed-in".into())
    );
    wait_until(
        "the window closes",
        || browser.evaluate::<bool>("return window.popup.closed"),
        |closed| *closed,
    );
    let body = serde_json::json!({"code": message["code"], "verifier": VERIFIER, "as": "bearer"});
    let script = "const [body, done] = arguments;
        fetch('/api/ticket-note/session', {
          method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body),
        }).then((response) => response.json()).then(done)";
    let session: Value = browser.execute_async(script, vec![body]);
    assert_eq!((&session["signedIn"], &session["name"]), (&true.into(), &"alice".into()), "{session}");
}

#[test]
fn a_window_without_an_acknowledgement_offers_the_form() {
    let harness = start();
    let browser = prepare(&harness, "bob", false);
    in_the_window(browser, || {
        let shown =
            wait_until("the offer", || text(browser), |text| text.contains("cannot reach the note form"));
        assert!(
            shown.contains("You are signed in as bob.") && !shown.contains("closes by itself"),
            "{shown}"
        );
        let link: String = browser.evaluate("return document.querySelector('a').getAttribute('href')");
        // A screen reader announces a change of the live region only.
        let status: String = browser.evaluate("return document.querySelector('[role=status]').innerText");
        assert!(status.contains("cannot reach") && status.contains("copy it from there"), "{status}");
        assert_eq!(link, "/ticket-note/index.html?ticketId=858462&lang=en&signIn");
    });
}

#[test]
fn only_an_acknowledgement_of_the_form_closes_the_window() {
    let harness = start();
    let browser = prepare(&harness, "bob", false);
    let forge = "const frame = document.createElement('iframe'); document.body.append(frame);
        const deliver = (data, origin, source) =>
          dispatchEvent(new MessageEvent('message', { data, origin, source }));
        const ack = { app: 'ticket-note', v: 1, kind: 'signed-in-ack' };
        deliver(ack, location.origin, frame.contentWindow);
        deliver(ack, location.origin, window);
        deliver(ack, location.origin, null);
        deliver(ack, 'https://evil.example', opener);
        deliver({ ...ack, v: 2 }, location.origin, opener);
        deliver({ ...ack, app: 'other' }, location.origin, opener);
        deliver(null, location.origin, opener)";
    in_the_window(browser, || {
        browser.execute::<Value>(forge, Vec::new());
        wait_until("the window stays", || text(browser), |text| text.contains("cannot reach the note form"));
    });
}

#[test]
fn a_user_without_an_author_is_told_so_in_both_windows() {
    let harness = start();
    let browser = prepare(&harness, "eve", true);
    in_the_window(browser, || {
        let told = "You have no Omnidesk user here";
        wait_until("the reason", || text(browser), |text| text.contains(told));
    });
    let message = message(browser);
    assert_eq!((&message["kind"], &message["reason"]), (&"sign-in-failed".into(), &"unknown_user".into()));
}

#[test]
fn a_window_without_an_opener_says_what_happened_at_once() {
    let harness = start();
    let browser = harness.browser();
    browser.open(&format!("{}{}", harness.origin(), address("alice")));
    let shown = wait_until("the offer", || text(browser), |text| text.contains("cannot reach the note form"));
    assert!(shown.contains("Open the form in a window of its own"), "{shown}");
    assert!(!browser.evaluate::<bool>("return 'code' in document.body.dataset"));
}
