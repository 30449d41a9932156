//! The sign-in behind the reverse proxies of `deploy/`, in a frame of another site. The session of the portal is a
//! cookie with `SameSite=Lax`, which browsers do not send from that frame.

use super::two_sites::Crm;
use super::{Desk, TEXT, press_sign_in, shown, wait_for_status, wait_for_user};
use serde_json::{Value, json};
use ticket_note_e2e::{ReverseProxyKind, wait_until};

#[test]
fn a_user_signs_in_in_a_frame_behind_nginx() {
    sign_in_behind(ReverseProxyKind::Nginx);
}

#[test]
fn a_user_signs_in_in_a_frame_behind_caddy() {
    sign_in_behind(ReverseProxyKind::Caddy);
}

/// Follows two users of one browser: from a note that is refused to the note of each of them.
fn sign_in_behind(kind: ReverseProxyKind) {
    let Some(crm) = Crm::before(|flags| Desk::behind(kind, flags)) else { return };
    let parent = crm.open();
    parent.wait_for_message("sign-in", |_| true);
    crm.type_text();
    crm.send("refused");
    crm.sign_in("alice");
    crm.in_frame(|| wait_for_status(crm.desk.browser(), "You are signed in as alice. Send the note."));
    assert_eq!(crm.desk.notes(), [], "nothing is sent by itself");
    crm.send("saved");
    assert_eq!(crm.desk.notes(), [(TEXT.to_owned(), Some(254))]);
    assert_eq!(crm.way(), crm.kept_way());
    let parent = crm.open();
    // The session of the portal goes on, and does not arrive here.
    crm.end_session_after_reload(&parent);
    leave_portal(&crm);
    crm.sign_in("bob");
    crm.type_text();
    crm.send("saved");
    crm.in_frame(|| wait_for_user(crm.desk.browser(), "bob"));
    let note = |author| (TEXT.to_owned(), Some(author));
    assert_eq!(crm.desk.notes(), [note(254), note(255)]);
}

/// Signs out of the portal in a tab of its own.
fn leave_portal(crm: &Crm) {
    let browser = crm.desk.browser();
    let page = browser.open_tab();
    browser.open(&format!("{}/logout", crm.desk.origin.origin()));
    assert!(browser.evaluate::<String>("return document.body.textContent").contains("Signed out"));
    browser.switch_to_tab(page);
}

#[test]
fn a_session_of_the_portal_signs_in_without_a_question() {
    let Some(crm) = Crm::before(|flags| Desk::behind(ReverseProxyKind::Nginx, flags)) else { return };
    let parent = crm.open();
    crm.sign_in("alice");
    parent.send_command("sign-out", json!({}));
    crm.in_frame(|| {
        press_sign_in(crm.desk.browser());
        wait_for_user(crm.desk.browser(), "alice");
    });
}

#[test]
fn a_user_of_the_portal_without_an_author_is_told_so() {
    let Some(crm) = Crm::before(|flags| Desk::behind(ReverseProxyKind::Caddy, flags)) else { return };
    crm.open();
    let browser = crm.desk.browser();
    let page = browser.switch_to_opened(|| crm.in_frame(|| press_sign_in(browser)));
    super::choose(browser, "eve");
    browser.switch_to_tab(page);
    crm.in_frame(|| {
        let status = || shown(browser, "#sign-in-status");
        let is_told = |status: &Option<String>| {
            status.as_ref().is_some_and(|status| status.contains("You have no Omnidesk user here."))
        };
        wait_until("the reason", status, is_told);
    });
}

#[test]
fn a_login_page_with_an_opener_policy_leads_to_the_form() {
    let Some(crm) = Crm::before(|flags| Desk::behind(ReverseProxyKind::Nginx, flags)) else { return };
    let browser = crm.desk.browser();
    let (_, portal) = crm.desk.portal.as_ref().unwrap();
    portal.isolate();
    crm.open();
    crm.type_text();
    let page = browser.switch_to_opened(|| crm.in_frame(|| press_sign_in(browser)));
    super::choose(browser, "alice");
    let text = || browser.evaluate::<String>("return document.body?.innerText ?? ''");
    let told =
        wait_until("a form that cannot be reached", text, |text| text.contains("cannot reach the note form"));
    assert!(told.contains("You are signed in as alice"), "{told}");
    // The form in a window of its own has the session of the portal.
    browser.switch_to_opened(|| browser.click(&browser.find("a")));
    let form = crm.desk.harness.form();
    form.set_property("type", "calllog");
    form.type_text(TEXT).click_button("Add note").wait_for_state("saved");
    assert_eq!(crm.desk.notes(), [(TEXT.to_owned(), Some(254))]);
    browser.switch_to_tab(page);
    crm.in_frame(|| {
        assert!(shown(browser, "#sign-in").is_some(), "the frame still offers the sign-in");
        assert_eq!(browser.evaluate::<String>("return document.querySelector('ticket-note').value"), TEXT);
    });
}

#[test]
fn an_invented_identity_reaches_no_proxy_from_a_browser() {
    for kind in [ReverseProxyKind::Nginx, ReverseProxyKind::Caddy] {
        let Some(crm) = Crm::before(|flags| Desk::behind(kind, flags)) else { return };
        crm.open();
        let forged = "const done = arguments[arguments.length - 1]; \
            fetch('/api/ticket-note/session', { headers: { 'X-Agent': 'alice' } }) \
              .then((response) => response.json()).then(done)";
        let session: Value = crm.in_frame(|| crm.desk.browser().execute_async(forged, Vec::new()));
        assert_eq!(session, json!({"signedIn": false, "canSignIn": true}), "{kind:?}");
    }
}
