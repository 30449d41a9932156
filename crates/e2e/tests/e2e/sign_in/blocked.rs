//! Windows that the browser blocks, or that it does not tell of.

use super::{
    Desk, TEXT, choose, press_sign_in, shown, sign_in, wait_for_part, wait_for_status, wait_for_user,
};
use serde_json::Value;

#[test]
fn a_blocked_window_leaves_the_address() {
    let desk = Desk::start();
    let form = desk.open();
    form.type_text(TEXT);
    desk.run::<()>(
        "window.open = () => null; window.told = []; addEventListener('note-open', ({ detail }) => told.push(detail.url))",
    );
    press_sign_in(desk.browser());
    let address = wait_for_part(desk.browser(), "#sign-in-address");
    form.wait_for_announcement("Your text stays here.");
    assert_eq!(desk.run::<Vec<String>>("return told"), [&*address]);
    let start = format!("{}/api/ticket-note/sign-in?challenge=", desk.origin.origin());
    assert!(address.starts_with(&start) && address.ends_with("&lang=en&ticketId=858462"), "{address}");
    assert_eq!((form.value(), form.state()), (TEXT.to_owned(), "editing".to_owned()));
    // The address leads to a page that signs in, and offers the form.
    desk.browser().open_tab();
    desk.browser().open(&address);
    choose(desk.browser(), "alice");
    let shown = || desk.browser().evaluate::<String>("return document.body.innerText");
    ticket_note_e2e::wait_until("the offer", shown, |text| text.contains("You are signed in as alice"));
}

#[test]
fn a_window_that_the_browser_does_not_tell_of_signs_in() {
    let desk = Desk::start();
    let form = desk.open();
    form.type_text(TEXT);
    // As in a page with `Cross-Origin-Opener-Policy`.
    desk.run::<()>("const open = window.open; window.open = (...request) => { open.apply(window, request); return null }");
    sign_in(desk.browser(), "alice");
    wait_for_status(desk.browser(), "You are signed in as alice. Send the note.");
    wait_for_user(desk.browser(), "alice");
    assert_eq!(shown(desk.browser(), "#sign-in-address"), None);
}

#[test]
fn the_click_itself_opens_the_window() {
    let desk = Desk::start();
    desk.open();
    wait_for_part(desk.browser(), "#sign-in");
    // A browser blocks a window that opens after the task of the click.
    let opened = desk.run::<u32>(
        "let opened = 0; window.open = () => { opened++; return null }; \
         note.shadowRoot.getElementById('sign-in').click(); return opened",
    );
    assert_eq!(opened, 1);
}

#[test]
fn a_window_that_closes_ends_nothing() {
    let desk = Desk::start();
    let form = desk.open();
    form.type_text(TEXT);
    desk.run::<()>("const open = window.open; window.open = (...request) => (window.opened = open.apply(window, request))");
    sign_in_later(&desk);
    wait_for_part(desk.browser(), "#sign-in");
    sign_in(desk.browser(), "bob");
    wait_for_user(desk.browser(), "bob");
    assert_eq!(form.value(), TEXT);
}

/// Opens the window and closes it again.
fn sign_in_later(desk: &Desk) {
    let browser = desk.browser();
    let former = browser.switch_to_opened(|| press_sign_in(browser));
    browser.switch_to_tab(former);
    desk.run::<Value>("opened.close()");
}

#[test]
fn a_session_that_began_elsewhere_is_seen_on_return() {
    let desk = Desk::start();
    let form = desk.open();
    form.type_text(TEXT);
    desk.run::<()>(
        "window.open = () => null; const fetchNow = fetch; window.isSignedIn = false; \
         const body = JSON.stringify({ signedIn: true, name: 'Zoë', expiresAt: null, way: 'header' }); \
         window.fetch = (url, init) => isSignedIn && String(url).endsWith('/session') \
             ? Promise.resolve(new Response(body)) : fetchNow(url, init)",
    );
    press_sign_in(desk.browser());
    wait_for_part(desk.browser(), "#sign-in-address");
    desk.run::<()>("window.isSignedIn = true; dispatchEvent(new Event('focus'))");
    form.wait_for_announcement("You are signed in as Zoë. Send the note.");
    // The proxy cannot end the session of a reverse proxy.
    assert_eq!((shown(desk.browser(), "#sign-in"), shown(desk.browser(), "#sign-out")), (None, None));
}
