//! `getToken`: tokens of the page.

use super::TEXT;
use serde_json::{Value, json};
use ticket_note_e2e::{Fault, Form, Harness, Site, wait_until};

/// Records the token of each note, and refuses the first `count` of them.
const REFUSE: &str = "const [refusals] = arguments; const fetchNow = fetch; window.tokens = []; \
    window.fetch = (url, init) => { \
      if (!String(url).endsWith('/message')) return fetchNow(url, init); \
      tokens.push(init.headers.get('X-Ticket-Note-Token')); \
      return tokens.length <= refusals ? Promise.resolve(new Response('', { status: 401 })) : fetchNow(url, init); \
    };";

fn open<'a>(harness: &'a Harness, refusals: u32, source: &str) -> Form<'a> {
    let form = harness.open_page("element.html");
    form.set_property("type", "calllog");
    harness.browser().execute::<()>(REFUSE, vec![refusals.into()]);
    let script = format!("window.asked = 0; document.querySelector('ticket-note').getToken = {source}");
    harness.browser().execute::<()>(&script, Vec::new());
    form.type_text(TEXT);
    form
}

fn tokens(harness: &Harness) -> Value {
    harness.browser().evaluate("return [tokens, asked]")
}

#[test]
fn the_page_is_asked_before_each_request() {
    let harness = Harness::new();
    let form = open(&harness, 0, "() => `token-${++window.asked}`");
    form.click_button("Add note").wait_for_state("saved");
    form.type_text(TEXT).press_ctrl_enter().wait_for_state("saved");
    assert_eq!(tokens(&harness), json!([["token-1", "token-2"], 2]));
}

#[test]
fn the_page_is_asked_once_more_after_a_401() {
    let harness = Harness::new();
    let form = open(&harness, 1, "async () => `token-${++window.asked}`");
    form.click_button("Add note").wait_for_state("saved");
    assert_eq!(tokens(&harness), json!([["token-1", "token-2"], 2]));
    assert_eq!(harness.sandbox().notes().len(), 1);
}

#[test]
fn a_token_that_is_refused_twice_refuses_the_note() {
    let harness = Harness::new();
    let form = open(&harness, 9, "() => `token-${++window.asked}`");
    form.click_button("Add note").wait_for_state("refused");
    assert_eq!(tokens(&harness), json!([["token-1", "token-2"], 2]));
    assert_eq!(form.value(), TEXT);
}

#[test]
fn the_same_token_is_not_sent_twice() {
    let harness = Harness::new();
    let form = open(&harness, 9, "() => { window.asked++; return 'token' }");
    form.click_button("Add note").wait_for_state("refused");
    assert_eq!(tokens(&harness), json!([["token"], 2]));
}

#[test]
fn a_page_that_fails_to_supply_a_token_sends_nothing() {
    for source in [
        "() => { window.asked++; throw new Error('no') }",
        "() => { window.asked++; return Promise.reject(new Error('no')) }",
        "() => { window.asked++; return 'two\\nlines' }",
    ] {
        let harness = Harness::new();
        let form = open(&harness, 0, source);
        form.click_button("Add note").wait_for_state("refused");
        assert_eq!(tokens(&harness), json!([[], 1]), "{source}");
        assert_eq!(harness.sandbox().notes(), []);
    }
}

#[test]
fn a_page_without_a_token_sends_none() {
    let harness = Harness::new();
    let form = open(&harness, 0, "() => null");
    form.click_button("Add note").wait_for_state("saved");
    assert_eq!(tokens(&harness)[0], json!([null]));
}

#[test]
fn a_page_whose_file_for_tokens_is_missing_sends_nothing() {
    let site = Site::new();
    site.remove_file("sign-in-", ".js");
    let harness = Harness::with_site(site, &[]);
    let form = open(&harness, 0, "() => `token-${++window.asked}`");
    form.click_button("Add note").wait_for_state("refused");
    form.wait_for_announcement("You are not signed in. Sign in again, then send the note.");
    assert_eq!(tokens(&harness)[0], json!([]));
    assert_eq!(harness.sandbox().notes(), []);
}

#[test]
fn a_page_is_asked_once_more_when_its_session_is_refused() {
    let harness = Harness::new();
    let form = harness.open_page("element.html");
    harness.browser().execute::<()>(
        "const fetchNow = fetch; window.tokens = []; \
         window.fetch = (url, init) => { \
           if (!String(url).endsWith('/session')) return fetchNow(url, init); \
           tokens.push(init.headers.get('X-Ticket-Note-Token')); \
           const body = { signedIn: true, name: 'Zoë', expiresAt: null, way: 'token', caller: 'zoe' }; \
           return Promise.resolve(tokens.length === 1 ? new Response('', { status: 401 }) : Response.json(body)); \
         }; \
         let asked = 0; const note = document.querySelector('ticket-note'); \
         note.getToken = () => `token-${++asked}`; note.signIn = ''; note.heading = true",
        Vec::new(),
    );
    let heading =
        "return document.querySelector('ticket-note').shadowRoot.querySelector('h2')?.textContent ?? ''";
    let seen = || harness.browser().evaluate::<String>(heading);
    wait_until("the user", seen, |seen| seen.ends_with(" · Zoë"));
    assert_eq!(harness.browser().evaluate::<Value>("return tokens"), json!(["token-1", "token-2"]));
    assert_eq!(form.state(), "editing");
}

#[test]
fn requests_about_attempts_and_the_session_have_a_token() {
    let harness = Harness::new();
    let form = harness.open_page("element.html");
    harness.browser().execute::<()>(
        "const fetchNow = fetch; window.asked = 0; window.tokens = { session: [], attempts: [] }; \
         window.fetch = (url, init) => { \
           const kind = String(url).match(/session$|attempts/)?.[0]; \
           tokens[kind]?.push(init.headers.get('X-Ticket-Note-Token')); \
           const isRefused = kind === 'attempts' && tokens.attempts.length === 1; \
           return isRefused ? Promise.resolve(new Response('', { status: 401 })) : fetchNow(url, init); \
         }; \
         const note = document.querySelector('ticket-note'); \
         note.getToken = () => `token-${++window.asked}`; note.signIn = ''",
        Vec::new(),
    );
    let tokens = |kind: &str| harness.browser().evaluate::<Vec<Value>>(&format!("return tokens.{kind}"));
    let session = wait_until("a question", || tokens("session"), |tokens| !tokens.is_empty());
    assert_eq!(session[0], "token-1");
    harness.sandbox().set_fault(Fault::ResetAfter);
    form.set_property("type", "calllog").type_text(TEXT).click_button("Add note").wait_for_state("unknown");
    // The form requests the status of the attempt automatically, and once more after the 401.
    let attempts = wait_until("two questions", || tokens("attempts"), |tokens| tokens.len() >= 2);
    assert!(attempts.iter().all(|token| token.as_str().is_some_and(|token| token.starts_with("token-"))));
    assert_ne!(attempts[0], attempts[1]);
}
