//! The page that `make demo` ends with.

use ticket_note_e2e::{Visit, until};

#[test]
fn a_note_of_the_demo_appears_in_its_ticket() {
    let visit = Visit::new();
    let form = visit.opens_page("demo");
    form.chooses("Call log").types("Spoke with the customer.").presses("Add note").becomes("saved");
    let page =
        || visit.browser().runs::<String>("return document.querySelector('#notes').innerText", Vec::new());
    until("the note in the ticket", page, |text| text.contains("Spoke with the customer."));
}

#[test]
fn the_demo_has_the_framed_page_too() {
    let visit = Visit::new();
    visit.opens_page("demo");
    let state = || {
        visit.browser().runs::<Option<String>>(
            "const frame = document.querySelector('iframe').contentDocument; \
             return frame?.querySelector('ticket-note')?.state ?? null",
            Vec::new(),
        )
    };
    until("a form in the frame", state, |state| state.as_deref() == Some("editing"));
}
