//! Attempts whose user, or whose way of signing in, has changed.

use super::{Desk, TEXT, sign_in, wait_for_part, wait_for_status, wait_for_user};
use serde_json::Value;
use ticket_note_e2e::{Fault, Form};

/// Sends a note as alice whose outcome is unknown, although it was added. Then alice signs out.
fn unknown_note_of_alice(desk: &Desk) -> Form<'_> {
    let form = desk.open_signed_in("alice");
    desk.harness.sandbox().set_fault(Fault::ResetAfter);
    form.type_text(TEXT).click_button("Add note").wait_for_state("unknown");
    desk.harness.sandbox().set_fault(Fault::None);
    assert_eq!(desk.notes().len(), 1);
    form.click_button("Sign out");
    wait_for_part(desk.browser(), "#sign-in");
    form
}

#[test]
fn a_retry_after_the_way_has_changed_is_one_note() {
    let desk = Desk::start();
    let form = unknown_note_of_alice(&desk);
    form.click_button("Check again").wait_for_state("refused");
    // From a cookie to a bearer.
    desk.run::<()>(
        "const fetchNow = fetch; window.fetch = (url, init) => \
           fetchNow(url, init?.body?.includes('\"as\":\"cookie\"') ? { ...init, credentials: 'omit' } : init)",
    );
    sign_in(desk.browser(), "alice");
    wait_for_user(desk.browser(), "alice");
    form.click_button("Check again").wait_for_state("unknown");
    assert_eq!(desk.notes(), [(TEXT.to_owned(), Some(254))]);
}

#[test]
fn the_note_of_another_user_is_not_sent_again() {
    let desk = Desk::start();
    let form = unknown_note_of_alice(&desk);
    sign_in(desk.browser(), "bob");
    wait_for_user(desk.browser(), "bob");
    form.wait_for_announcement("Another user sent this. We could not confirm that it was added.");
    // "Send the note." would add it a second time.
    wait_for_status(desk.browser(), "You are signed in as bob.");
    assert_ne!(desk.run::<Value>("return note.shadowRoot.activeElement?.id ?? null"), "send");
    assert_eq!(form.buttons(), ["Send as a new note", "It is in the ticket"]);
    let asked = "return performance.getEntriesByType('resource').filter(({ name }) => name.includes('/attempts/')).length";
    let before = desk.run::<u32>(asked);
    desk.run::<()>("document.dispatchEvent(new Event('visibilitychange'))");
    form.press_ctrl_enter();
    assert_eq!(form.state(), "unknown");
    assert_eq!(desk.run::<u32>(asked), before, "the proxy has no record of it for this user");
    assert_eq!(desk.notes(), [(TEXT.to_owned(), Some(254))]);
    form.click_button("It is in the ticket").wait_for_state("editing");
}

#[test]
fn a_reload_knows_that_another_user_sent_the_note() {
    let desk = Desk::start();
    let form = unknown_note_of_alice(&desk);
    sign_in(desk.browser(), "bob");
    wait_for_user(desk.browser(), "bob");
    form.wait_for_announcement("Another user sent this.");
    let form = desk.open();
    form.wait_for_announcement("Another user sent this.");
    assert_eq!((form.value(), form.state()), (TEXT.to_owned(), "unknown".to_owned()));
}
