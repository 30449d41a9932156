//! An accessibility audit of the states of the sign-in.

use super::{TEXT, assert_no_findings, open_audited};
use ticket_note_e2e::{Form, Harness, wait_until};

/// Responds to GET of the session with `session`, and to its end with the status `end`. The browser names no window.
const STAND_IN: &str = "window.session = { signedIn: false }; window.end = 200; window.open = () => null; \
    const fetchNow = fetch; \
    window.fetch = (url, init) => { \
      if (String(url).endsWith('/message')) return Promise.resolve(Response.json({ status: 'error', code: 'unauthenticated', sent: 'no' }, { status: 401 })); \
      if (!String(url).endsWith('/session')) return fetchNow(url, init); \
      return Promise.resolve(init?.method === 'DELETE' ? Response.json({}, { status: window.end }) : Response.json(window.session)); \
    }";

/// Opens a form that offers the sign-in.
fn open_offered(harness: &Harness) -> Form<'_> {
    let form = open_audited(harness);
    form.wait_for_state("editing");
    run(harness, STAND_IN);
    form.set_property("signIn", "").type_text(TEXT);
    form.control("button", "Sign in (opens a window)");
    form
}

fn run(harness: &Harness, script: &str) {
    harness.browser().execute::<()>(script, Vec::new());
}

/// Signs in: the form asks for the session when the user returns from the window.
fn sign_in(harness: &Harness, form: &Form<'_>) {
    form.click_button("Sign in (opens a window)");
    run(
        harness,
        "window.session = { signedIn: true, name: 'Zoë', expiresAt: null, way: 'cookie' }; dispatchEvent(new Event('focus'))",
    );
    form.wait_for_announcement("You are signed in as Zoë. Send the note.");
}

#[test]
fn an_offer_to_sign_in_passes_the_audit() {
    let harness = Harness::new();
    let form = open_offered(&harness);
    assert_no_findings(&harness, "offered");
    form.click_button("Add note").wait_for_state("refused");
    assert_no_findings(&harness, "refused and offered");
}

#[test]
fn a_window_that_is_blocked_or_fails_passes_the_audit() {
    let harness = Harness::new();
    let form = open_offered(&harness);
    form.click_button("Sign in (opens a window)").wait_for_announcement("Your text stays here.");
    assert_no_findings(&harness, "the address");
    for (reason, sentence) in
        [("internal", "The sign-in did not work."), ("unknown_user", "You have no Omnidesk user here.")]
    {
        let fail = "const [reason] = arguments; const data = { app: 'ticket-note', v: 1, kind: 'sign-in-failed', reason }; \
            dispatchEvent(new MessageEvent('message', { data, origin: self.origin }))";
        harness.browser().execute::<()>(fail, vec![reason.into()]);
        form.wait_for_announcement(sentence);
        assert_no_findings(&harness, reason);
    }
}

#[test]
fn a_signed_in_user_passes_the_audit() {
    let harness = Harness::new();
    let form = open_offered(&harness);
    sign_in(&harness, &form);
    assert_no_findings(&harness, "signed in");
    form.set_property("heading", true);
    assert_no_findings(&harness, "signed in, with a heading");
    run(&harness, "window.end = 500");
    form.click_button("Sign out");
    let tone = "return document.querySelector('ticket-note').shadowRoot.querySelector('#sign-in-status').dataset.tone ?? ''";
    wait_until("a failure", || harness.browser().evaluate::<String>(tone), |tone| tone == "bad");
    assert_no_findings(&harness, "the sign-out failed");
    run(&harness, "window.end = 200; window.session = { signedIn: false }");
    form.click_button("Sign out").wait_for_announcement("You are signed out.");
    assert_no_findings(&harness, "signed out");
}
