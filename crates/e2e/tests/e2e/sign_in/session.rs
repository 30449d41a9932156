//! The sign-in window, its session, and the end of the session.

use super::{Desk, TEXT, shown, sign_in, wait_for_part, wait_for_status, wait_for_user};
use serde_json::{Value, json};
use ticket_note_e2e::wait_until;

const RESOURCES: &str = "return performance.getEntriesByType('resource') \
    .filter(({ name }) => name.includes('/sign-in-') || name.endsWith('/session')).length";

#[test]
fn a_page_without_the_sign_in_loads_nothing_for_it() {
    let desk = Desk::start();
    let form = desk.open_plain();
    form.type_text(TEXT).click_button("Add note").wait_for_state("refused");
    assert_eq!(desk.browser().evaluate::<usize>(RESOURCES), 0);
    assert_eq!(shown(desk.browser(), "#sign-in"), None);
}

#[test]
fn a_refused_send_keeps_the_text_and_offers_the_sign_in() {
    let desk = Desk::start();
    let form = desk.open_plain();
    // The form cannot ask before the send.
    desk.run::<()>(
        "const fetchNow = fetch; window.asked = 0; \
         window.fetch = (url, init) => String(url).endsWith('/session') && !window.asked++ \
             ? Promise.reject(new TypeError('offline')) : fetchNow(url, init); \
         note.signIn = ''",
    );
    wait_until("a question", || desk.run::<u32>("return asked"), |&asked| asked == 1);
    assert_eq!(shown(desk.browser(), "#sign-in"), None);
    form.type_text(TEXT).click_button("Add note").wait_for_state("refused");
    sign_in(desk.browser(), "alice");
    wait_for_status(desk.browser(), "You are signed in as alice. Send the note.");
    assert_eq!(form.value(), TEXT);
    // Nothing is sent by itself.
    assert_eq!(desk.notes(), []);
    form.wait_for_control("button", "Add note", |button| button.focused);
    form.click_button("Add note").wait_for_state("saved");
    assert_eq!(desk.notes(), [(TEXT.to_owned(), Some(254))]);
    wait_for_user(desk.browser(), "alice");
}

#[test]
fn a_form_of_a_signed_out_user_offers_the_sign_in_at_once() {
    let desk = Desk::start();
    let form = desk.open_plain();
    desk.run::<()>("window.shown = []; addEventListener('note-sign-in', ({ detail }) => shown.push(detail)); note.signIn = ''");
    wait_for_part(desk.browser(), "#sign-in");
    form.control("button", "Sign in (opens a window)");
    assert_eq!(desk.run::<Value>("return shown"), json!([{}]));
    form.type_text(TEXT);
    sign_in(desk.browser(), "bob");
    form.wait_for_announcement("You are signed in as bob. Send the note.");
    form.press_ctrl_enter().wait_for_state("saved");
    assert_eq!(desk.notes(), [(TEXT.to_owned(), Some(255))]);
}

#[test]
fn a_form_without_a_text_gets_the_focus() {
    let desk = Desk::start();
    let form = desk.open();
    sign_in(desk.browser(), "alice");
    form.wait_for_announcement("You are signed in as alice.");
    form.wait_for_control("textbox", "Note", |area| area.focused);
}

#[test]
fn a_reload_keeps_the_session() {
    let desk = Desk::start();
    desk.open_signed_in("alice");
    let readable = desk.run::<String>("return document.cookie");
    assert_eq!(readable, "", "no script can read the session");
    desk.open();
    wait_for_user(desk.browser(), "alice");
}

#[test]
fn another_user_signs_in_after_a_sign_out() {
    let desk = Desk::start();
    let form = desk.open_signed_in("alice");
    form.type_text(TEXT).click_button("Sign out");
    form.wait_for_announcement("You are signed out.");
    form.wait_for_control("button", "Sign in (opens a window)", |button| button.focused);
    form.click_button("Add note").wait_for_state("refused");
    sign_in(desk.browser(), "bob");
    wait_for_user(desk.browser(), "bob");
    form.click_button("Add note").wait_for_state("saved");
    assert_eq!(desk.notes(), [(TEXT.to_owned(), Some(255))]);
}

#[test]
fn the_page_ends_the_session() {
    let desk = Desk::start();
    desk.open_signed_in("alice");
    desk.run::<()>("note.signOut()");
    wait_for_part(desk.browser(), "#sign-in");
}

#[test]
fn a_user_without_an_author_is_told_so_in_the_form() {
    let desk = Desk::start();
    let form = desk.open();
    form.type_text(TEXT);
    sign_in(desk.browser(), "eve");
    form.wait_for_announcement("You have no Omnidesk user here.");
    let tone = desk.run::<String>("return note.shadowRoot.querySelector('#sign-in-status').dataset.tone");
    assert_eq!(tone, "bad");
    assert_eq!(
        (form.value(), shown(desk.browser(), "#sign-in")),
        (TEXT.to_owned(), Some("Sign in".to_owned()))
    );
}

#[test]
fn every_form_of_the_page_shows_the_user() {
    let desk = Desk::start();
    desk.open();
    desk.run::<()>(
        "const other = note.cloneNode(); other.ticketId = 7; other.id = 'other'; document.body.append(other)",
    );
    let shown_there = |selector: &str| {
        desk.run::<bool>(&format!(
            "const part = document.querySelector('#other').shadowRoot.querySelector('{selector}'); \
             return Boolean(part) && part.getClientRects().length > 0"
        ))
    };
    wait_until("a second button", || shown_there("#sign-in"), |is_shown| *is_shown);
    sign_in(desk.browser(), "alice");
    wait_for_user(desk.browser(), "alice");
    wait_until("the user in both", || shown_there("#sign-out"), |is_shown| *is_shown);
}

#[test]
fn a_form_that_returns_to_the_page_shows_the_user() {
    let desk = Desk::start();
    let form = desk.open_signed_in("alice");
    form.type_text(TEXT);
    desk.run::<()>("note.remove(); setTimeout(() => document.body.append(note), 50)");
    wait_for_user(desk.browser(), "alice");
    desk.run::<()>("note.signIn = null");
    wait_until("no row", || shown(desk.browser(), "#sign-out"), Option::is_none);
}

#[test]
fn the_sign_in_speaks_the_language_of_the_form() {
    let desk = Desk::start();
    let form = desk.open();
    wait_for_part(desk.browser(), "#sign-in");
    form.set_property("lang", "nl");
    let name = || shown(desk.browser(), "#sign-in");
    wait_until("Dutch", name, |name| name.as_deref() == Some("Aanmelden"));
}

#[test]
fn the_name_of_the_user_follows_the_heading() {
    let desk = Desk::start();
    let form = desk.open_signed_in("alice");
    form.set_property("heading", true);
    let heading = |expected: &str| {
        wait_until(expected, || shown(desk.browser(), "h2"), |seen| seen.as_deref() == Some(expected));
    };
    heading("Note on ticket 858462 · alice");
    // The engine renders the heading again.
    form.set_property("ticketId", 0).wait_for_state("invalid-config");
    form.set_property("ticketId", 7).set_property("lang", "nl");
    heading("Notitie bij ticket 7 · alice");
    form.set_property("lang", "en").click_button("Sign out");
    heading("Note on ticket 7");
}

#[test]
fn templates_have_the_name_of_the_user() {
    let desk = Desk::start();
    let form = desk.open_signed_in("alice");
    desk.run::<()>("note.userId = 9; note.insert('By {{user}}.')");
    wait_until("the name", || form.value(), |text| text == "By alice.");
    desk.run::<()>("note.signIn = null");
    wait_until("no row", || shown(desk.browser(), "#sign-out"), Option::is_none);
    desk.run::<()>("note.value = ''; note.insert('By {{user}}.')");
    wait_until("the number", || form.value(), |text| text == "By 9.");
}
