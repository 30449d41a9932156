//! The address of the sign-in page, and the field that shows it.

use super::{Desk, TEXT, press_sign_in, wait_for_part};
use thirtyfour::Key;
use ticket_note_e2e::Form;

/// Opens a form that shows the address, because no window opens.
fn open(desk: &Desk) -> Form<'_> {
    let form = desk.open();
    form.type_text(TEXT);
    desk.run::<()>("window.open = () => null");
    press_sign_in(desk.browser());
    wait_for_part(desk.browser(), "#sign-in-address");
    form
}

#[test]
fn the_address_has_a_name_of_its_own() {
    let desk = Desk::start();
    let form = open(&desk);
    form.control("textbox", "Address of the sign-in page");
    form.click_button("Add note").wait_for_state("refused");
    form.control("textbox", "Address of the sign-in page");
}

#[test]
fn enter_in_the_address_copies_it_and_sends_nothing() {
    let desk = Desk::start();
    let form = open(&desk);
    desk.run::<()>(
        "navigator.clipboard.writeText = () => Promise.reject(new Error('no')); document.execCommand = () => false",
    );
    let field = form.control("textbox", "Address of the sign-in page");
    desk.browser().send_keys(&field, Key::Enter);
    form.wait_for_announcement("The address could not be copied.");
    assert_eq!(form.state(), "editing");
    assert_eq!(desk.notes(), []);
    desk.run::<()>(
        "navigator.clipboard.writeText = (text) => { window.copied = text; return Promise.resolve() }",
    );
    form.click_button("Copy the address");
    form.wait_for_announcement("The address was copied.");
    assert_eq!(desk.run::<String>("return copied"), wait_for_part(desk.browser(), "#sign-in-address"));
}

#[test]
fn the_query_of_the_sign_in_url_is_kept() {
    let desk = Desk::start();
    desk.open_plain();
    desk.run::<()>("window.open = () => null; note.signIn = '/api/ticket-note/sign-in?tenant=7'");
    press_sign_in(desk.browser());
    let address = wait_for_part(desk.browser(), "#sign-in-address");
    assert!(address.contains("/sign-in?tenant=7&challenge=") && address.contains("&lang=en"), "{address}");
}
