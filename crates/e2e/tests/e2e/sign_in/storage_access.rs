//! `storage-access`: the permission for the site's own cookies in a frame.

use super::Desk;
use serde_json::{Value, json};
use ticket_note_e2e::wait_until;

/// Replaces the browser's own functions. Records their calls, and each question for the session.
const RECORD: &str = "const [state, hasAccess] = arguments; window.calls = []; \
    navigator.permissions.query = async ({ name }) => { \
      calls.push(`query ${name}`); \
      if (!state) throw new TypeError('unknown permission'); \
      return { state }; \
    }; \
    document.hasStorageAccess = async () => hasAccess; \
    document.requestStorageAccess = async () => { calls.push('request'); if (state !== 'granted') throw new Error(); }; \
    const fetchNow = fetch; \
    window.fetch = (url, init) => { if (String(url).endsWith('/session')) calls.push('session'); return fetchNow(url, init) };";

/// Offers the sign-in, and returns the calls up to the first question for the session.
fn calls(desk: &Desk, has_attribute: bool, state: Option<&str>, has_access: bool) -> Value {
    desk.open_plain();
    desk.browser().execute::<()>(RECORD, vec![json!(state), json!(has_access)]);
    desk.run::<()>(&format!("note.storageAccess = {has_attribute}; note.signIn = ''"));
    let calls = || desk.run::<Vec<String>>("return calls");
    json!(wait_until("a question", calls, |calls| calls.iter().any(|call| call == "session")))
}

#[test]
fn a_permission_that_is_granted_is_used_before_the_first_question() {
    let desk = Desk::start();
    let expected = json!(["query storage-access", "request", "session"]);
    assert_eq!(calls(&desk, true, Some("granted"), false), expected);
}

#[test]
fn without_the_attribute_no_permission_is_used() {
    let desk = Desk::start();
    assert_eq!(calls(&desk, false, Some("granted"), false), json!(["session"]));
}

#[test]
fn a_permission_that_is_not_granted_is_not_asked_for() {
    let desk = Desk::start();
    for state in [Some("prompt"), Some("denied"), None] {
        let expected = json!(["query storage-access", "session"]);
        assert_eq!(calls(&desk, true, state, false), expected, "{state:?}");
    }
}

#[test]
fn cookies_that_are_there_already_need_no_request() {
    let desk = Desk::start();
    assert_eq!(calls(&desk, true, Some("granted"), true), json!(["query storage-access", "session"]));
}
