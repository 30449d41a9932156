//! The focus around a sign-in. It never leaves an element that the user has chosen meanwhile.

use super::{Desk, TEXT, choose, press_sign_in, shown, sign_in, wait_for_status, wait_for_user};
use serde_json::json;
use ticket_note_e2e::wait_until;

/// The part of the form that has the focus.
const FOCUSED: &str = "return note.shadowRoot.activeElement?.id ?? null";

#[test]
fn a_user_who_types_keeps_the_focus() {
    let desk = Desk::start();
    let form = desk.open();
    let browser = desk.browser();
    let former = browser.switch_to_opened(|| press_sign_in(browser));
    let window = browser.current_tab();
    browser.switch_to_tab(former.clone());
    form.type_text(TEXT);
    browser.switch_to_tab(window);
    choose(browser, "alice");
    browser.switch_to_tab(former);
    form.wait_for_announcement("You are signed in as alice. Send the note.");
    assert_eq!(desk.run::<Option<String>>(FOCUSED).as_deref(), Some("text"));
    browser.press_keys(" ");
    assert_eq!((form.value(), form.state()), (format!("{TEXT} "), "editing".to_owned()));
}

#[test]
fn a_field_of_the_page_keeps_the_focus() {
    let desk = Desk::start();
    let form = desk.open();
    form.type_text(TEXT);
    let browser = desk.browser();
    let former = browser.switch_to_opened(|| press_sign_in(browser));
    let window = browser.current_tab();
    browser.switch_to_tab(former.clone());
    desk.run::<()>("const field = document.createElement('input'); field.id = 'crm'; document.body.append(field); field.focus()");
    browser.switch_to_tab(window);
    choose(browser, "alice");
    browser.switch_to_tab(former);
    form.wait_for_announcement("You are signed in as alice. Send the note.");
    assert_eq!(desk.run::<String>("return document.activeElement.id"), "crm");
}

#[test]
fn only_the_form_whose_button_was_pressed_gets_the_focus() {
    let desk = Desk::start();
    let form = desk.open();
    desk.run::<()>(
        "const other = note.cloneNode(); other.ticketId = 7; other.id = 'other'; document.body.append(other); \
         const open = window.open; window.open = (...request) => (window.opened = open.apply(window, request))",
    );
    let browser = desk.browser();
    let is_offered = "return Boolean(document.querySelector('#other').shadowRoot.querySelector('#sign-in')?.getClientRects().length)";
    wait_until("a second button", || desk.run::<bool>(is_offered), |is_offered| *is_offered);
    // The first form waits for its window, which the user has left open.
    let former = browser.switch_to_opened(|| press_sign_in(browser));
    browser.switch_to_tab(former.clone());
    browser.switch_to_opened(|| {
        let button = browser.find_in_shadow("#other", "#sign-in");
        browser.click(&button[0]);
    });
    choose(browser, "alice");
    browser.switch_to_tab(former);
    wait_for_user(browser, "alice");
    let status =
        "return document.querySelector('#other').shadowRoot.querySelector('#sign-in-status').textContent";
    wait_until("the status", || desk.run::<String>(status), |said| said == "You are signed in as alice.");
    // WebKit gives the page no focus while the other window is open.
    desk.run::<()>("dispatchEvent(new Event('focus'))");
    assert_eq!(desk.run::<String>("return document.activeElement.id"), "other");
    assert_eq!(shown(browser, "#sign-in-status").unwrap_or_default(), "");
    assert!(!form.announcements().contains("You are signed in as alice. Send the note."));
}

#[test]
fn the_focus_of_a_button_that_disappears_goes_to_the_form() {
    let desk = Desk::start();
    let form = desk.open();
    ticket_note_e2e::wait_until("the button", || shown(desk.browser(), "#sign-in"), Option::is_some);
    let body = json!({"signedIn": true, "name": "Zoë", "expiresAt": null, "way": "header", "caller": "zoe"});
    desk.browser().execute::<()>(
        "const [body] = arguments; const note = document.querySelector('ticket-note'); const fetchNow = fetch; \
         window.fetch = (url, init) => String(url).endsWith('/session') \
             ? Promise.resolve(Response.json(body)) : fetchNow(url, init); \
         note.shadowRoot.getElementById('sign-in').focus(); dispatchEvent(new Event('focus'))",
        vec![body],
    );
    form.wait_for_announcement("You are signed in as Zoë.");
    form.wait_for_control("textbox", "Note", |area| area.focused);
}

#[test]
fn a_second_press_shows_the_open_window() {
    let desk = Desk::start();
    desk.open();
    desk.run::<()>(
        "const open = window.open; window.opened = []; window.shown = 0; \
         window.open = (...request) => { \
           opened.push(request); const popup = open.apply(window, request); \
           popup.focus = () => { window.shown++ }; return popup; }",
    );
    let browser = desk.browser();
    let former = browser.switch_to_opened(|| press_sign_in(browser));
    let window = browser.current_tab();
    browser.switch_to_tab(former.clone());
    press_sign_in(browser);
    let opened =
        desk.run::<Vec<[String; 3]>>("return opened.map(([url, ...rest]) => [String(url), ...rest])");
    assert_eq!(opened.len(), 1);
    assert_eq!(&opened[0][1..], ["_blank", "popup"]);
    browser.switch_to_tab(window);
    choose(browser, "alice");
    browser.switch_to_tab(former);
    wait_for_status(browser, "You are signed in as alice.");
    // The next sign-in opens a window of its own.
    desk.run::<()>("note.signOut()");
    sign_in(browser, "bob");
    wait_for_user(browser, "bob");
}

#[test]
fn a_user_who_types_during_the_sign_out_keeps_the_focus() {
    let desk = Desk::start();
    let form = desk.open_signed_in("alice");
    desk.run::<()>(
        "const fetchNow = fetch; window.fetch = async (url, init) => { \
           if (init?.method === 'DELETE') await new Promise((resume) => { window.release = resume }); \
           return fetchNow(url, init); }",
    );
    form.click_button("Sign out").type_text(TEXT);
    desk.run::<()>("release()");
    form.wait_for_announcement("You are signed out.");
    assert_eq!(desk.run::<Option<String>>(FOCUSED).as_deref(), Some("text"));
    assert_eq!(form.value(), TEXT);
}
