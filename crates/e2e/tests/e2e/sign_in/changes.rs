//! A session that changes while the form is open: in another tab, or at its end.

use super::issuer::Issuer;
use super::{Desk, TEXT, choose, press_sign_in, sign_in, wait_for_part, wait_for_status, wait_for_user};
use serde_json::Value;
use ticket_note_e2e::{Form, wait_until};

const SIGN_OUT: &str = "const done = arguments[0]; \
    fetch('/api/ticket-note/session', { method: 'DELETE' }).then(({ status }) => done(status))";

/// Tells the page that the user has returned to it.
fn return_to(desk: &Desk) {
    desk.run::<()>("dispatchEvent(new Event('focus'))");
}

/// Signs in as another user in another tab, and returns to the first tab.
fn change_user(desk: &Desk, login: &str) {
    let browser = desk.browser();
    let former = browser.current_tab();
    browser.open_tab();
    desk.open();
    assert_eq!(browser.execute_async::<u16>(SIGN_OUT, Vec::new()), 200);
    return_to(desk);
    sign_in(browser, login);
    wait_for_user(browser, login);
    browser.switch_to_tab(former);
}

/// From now on, the requests of the page about the session fail.
fn hide_session(desk: &Desk) {
    desk.run::<()>(
        "window.fetchNow = fetch; window.fetch = (url, init) => String(url).endsWith('/session') \
             ? Promise.reject(new TypeError('offline')) : fetchNow(url, init)",
    );
}

fn form_with_text(desk: &Desk) -> Form<'_> {
    let form = desk.open_signed_in("alice");
    form.type_text(TEXT);
    form
}

#[test]
fn the_user_who_signed_in_in_another_tab_is_shown() {
    let desk = Desk::start();
    form_with_text(&desk);
    change_user(&desk, "bob");
    return_to(&desk);
    wait_for_user(desk.browser(), "bob");
    wait_for_status(desk.browser(), "You are signed in as bob. Send the note.");
}

#[test]
fn no_note_is_added_for_another_user_than_is_shown() {
    let desk = Desk::start();
    let form = form_with_text(&desk);
    hide_session(&desk);
    change_user(&desk, "bob");
    wait_for_user(desk.browser(), "alice");
    form.click_button("Add note").wait_for_state("refused");
    assert_eq!(desk.notes(), []);
    form.wait_for_announcement("The note was not accepted. Send it again.");
    desk.run::<()>("window.fetch = fetchNow");
    return_to(&desk);
    wait_for_status(desk.browser(), "You are signed in as bob. Send the note.");
    form.click_button("Add note").wait_for_state("saved");
    assert_eq!(desk.notes(), [(TEXT.to_owned(), Some(255))]);
}

#[test]
fn an_unknown_note_of_another_user_is_not_asked_about() {
    let desk = Desk::start();
    let form = form_with_text(&desk);
    desk.harness.sandbox().set_fault(ticket_note_e2e::Fault::ResetAfter);
    form.click_button("Add note").wait_for_state("unknown");
    desk.harness.sandbox().set_fault(ticket_note_e2e::Fault::None);
    hide_session(&desk);
    change_user(&desk, "bob");
    // The form requested the status when the tab was shown again.
    form.wait_for_announcement("Another user sent this. We could not confirm that it was added.");
    assert_eq!(desk.notes(), [(TEXT.to_owned(), Some(254))]);
}

#[test]
fn the_end_of_a_session_is_announced_and_keeps_the_text() {
    let desk = Desk::start();
    let form = form_with_text(&desk);
    assert_eq!(desk.browser().execute_async::<u16>(SIGN_OUT, Vec::new()), 200);
    return_to(&desk);
    form.wait_for_announcement("Your session has ended. Sign in again. Your text stays here.");
    wait_for_part(desk.browser(), "#sign-in");
    assert_eq!(form.value(), TEXT);
}

#[test]
fn the_form_asks_when_the_session_ends() {
    let desk = Desk::start();
    let form = desk.open_plain();
    // The first long timer is that of the session.
    desk.run::<()>(
        "const later = setTimeout; let isOver = false; \
         window.setTimeout = (act, ms, ...rest) => { \
           if (!(ms > 3_600_000) || isOver) return later(act, ms, ...rest); \
           isOver = true; window.sessionMs = ms; window.endSession = act; return 0; \
         }; \
         note.signIn = ''",
    );
    sign_in(desk.browser(), "alice");
    wait_for_user(desk.browser(), "alice");
    let hours = desk.run::<f64>("return sessionMs / 3_600_000");
    assert!((9.9..=10.0).contains(&hours), "{hours}");
    assert_eq!(desk.browser().execute_async::<u16>(SIGN_OUT, Vec::new()), 200);
    desk.run::<()>("endSession()");
    form.wait_for_announcement("Your session has ended. Sign in again. Your text stays here.");
}

#[test]
fn a_session_that_is_used_is_asked_for_every_five_minutes() {
    let desk = Desk::start();
    let form = form_with_text(&desk);
    // The form also asks when the window gets the focus, which the windows of other tests may take.
    desk.run::<()>(
        "addEventListener('focus', (event) => event.stopImmediatePropagation(), true); \
         const clock = performance; window.performance = { now: () => clock.now() + 301_000 }; \
         const fetchNow = fetch; window.asked = 0; window.fetch = (url, init) => { \
           if (String(url).endsWith('/session')) window.asked++; return fetchNow(url, init); }",
    );
    form.click_button("Add note").wait_for_state("saved");
    wait_until("a question", || desk.run::<u32>("return asked"), |&asked| asked == 1);
    form.type_text(TEXT).click_button("Add note").wait_for_state("saved");
    form.type_text(TEXT).click_button("Add note").wait_for_state("saved");
    assert_eq!(desk.run::<u32>("return asked"), 1);
}

#[test]
fn two_users_at_once_can_be_signed_out() {
    let issuer = Issuer::new();
    let desk = Desk::with_flags(&issuer.flags().each_ref().map(String::as_str));
    let form = form_with_text(&desk);
    let token = issuer.token(0, "bob");
    desk.browser().execute::<Value>(
        "const [token] = arguments; document.querySelector('ticket-note').getToken = () => token; \
         dispatchEvent(new Event('focus'))",
        vec![token.into()],
    );
    form.wait_for_announcement(
        "You are signed in twice, as two different users. Sign out here, then send the note.",
    );
    form.click_button("Add note").wait_for_state("refused");
    form.wait_for_announcement("You are signed in twice");
    // The sentence about the refusal moves the button while it appears.
    desk.run::<()>("note.shadowRoot.getElementById('sign-out').click()");
    wait_for_status(desk.browser(), "You are signed in as bob.");
    form.click_button("Add note").wait_for_state("saved");
    assert_eq!(desk.notes(), [(TEXT.to_owned(), Some(255))]);
}

#[test]
fn a_session_that_nothing_keeps_is_a_failure() {
    let desk = Desk::start();
    let form = desk.open();
    form.type_text(TEXT);
    // A browser without the cookie, behind a reverse proxy that removes the token.
    desk.run::<()>(
        "const fetchNow = fetch; window.fetch = (url, init = {}) => { \
           const headers = new Headers(init.headers); headers.delete('X-Ticket-Note-Token'); \
           return fetchNow(url, { ...init, headers, credentials: 'omit' }); }",
    );
    sign_in(desk.browser(), "alice");
    wait_for_status(desk.browser(), "The sign-in did not work. Try again.");
    wait_for_part(desk.browser(), "#sign-in");
    assert_eq!(form.value(), TEXT);
}

#[test]
fn a_form_that_returns_while_its_window_is_open_signs_in() {
    let desk = Desk::start();
    let form = desk.open();
    form.type_text(TEXT);
    let browser = desk.browser();
    let former = browser.switch_to_opened(|| press_sign_in(browser));
    let window = browser.current_tab();
    browser.switch_to_tab(former.clone());
    desk.run::<()>(
        "note.remove(); setTimeout(() => { document.body.append(note); window.isBack = true }, 50)",
    );
    wait_until("the form", || desk.run::<bool>("return window.isBack === true"), |is_back| *is_back);
    browser.switch_to_tab(window);
    choose(browser, "alice");
    browser.switch_to_tab(former);
    wait_for_status(browser, "You are signed in as alice. Send the note.");
}

#[test]
fn the_forms_of_a_page_ask_together() {
    let desk = Desk::start();
    desk.open_signed_in("alice");
    desk.run::<()>(
        "for (let ticket = 1; ticket <= 20; ticket++) { \
           const other = note.cloneNode(); other.ticketId = ticket; document.body.append(other); \
         } \
         const fetchNow = fetch; window.asked = 0; window.fetch = (url, init) => { \
           if (String(url).endsWith('/session') && init.method === 'GET') window.asked++; return fetchNow(url, init); }",
    );
    let signed_in = "return [...document.querySelectorAll('ticket-note')] \
        .filter(({ shadowRoot }) => shadowRoot.querySelector('#sign-out')?.getClientRects().length).length";
    wait_until("the user in all forms", || desk.run::<usize>(signed_in), |&count| count == 21);
    desk.run::<()>("window.asked = 0");
    assert_eq!(desk.browser().execute_async::<u16>(SIGN_OUT, Vec::new()), 200);
    return_to(&desk);
    wait_until("no user in any form", || desk.run::<usize>(signed_in), |&count| count == 0);
    // The browser may tell the page of the focus, too.
    let asked = desk.run::<u32>("return asked");
    assert!((1..=2).contains(&asked), "{asked}");
    let sentences = "return [...document.querySelectorAll('ticket-note')] \
        .map(({ shadowRoot }) => shadowRoot.querySelector('#sign-in-status').textContent).filter(Boolean)";
    let announced = desk.run::<Vec<String>>(sentences);
    assert_eq!(announced, ["Your session has ended. Sign in again. Your text stays here."]);
}

#[test]
fn a_late_response_brings_no_former_user_back() {
    let desk = Desk::start();
    let form = form_with_text(&desk);
    desk.run::<()>(
        "window.fetchNow = fetch; window.fetch = async (url, init) => { \
           const response = await fetchNow(url, init); \
           if (String(url).endsWith('/message')) await new Promise((resume) => { window.release = resume }); \
           return response; }",
    );
    desk.harness.sandbox().set_fault(ticket_note_e2e::Fault::ResetAfter);
    form.click_button("Add note").wait_for_state("sending");
    let is_held = "return typeof release === 'function'";
    wait_until("the response", || desk.run::<bool>(is_held), |is_held| *is_held);
    desk.harness.sandbox().set_fault(ticket_note_e2e::Fault::None);
    form.click_button("Sign out");
    sign_in(desk.browser(), "bob");
    wait_for_user(desk.browser(), "bob");
    hide_session(&desk);
    desk.run::<()>("release()");
    form.wait_for_announcement("Another user sent this. We could not confirm that it was added.");
    assert_eq!(form.buttons(), ["Send as a new note", "It is in the ticket"]);
    form.press_ctrl_enter();
    assert_eq!(desk.notes(), [(TEXT.to_owned(), Some(254))]);
}
