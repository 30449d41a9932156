//! The readers of a note, and the heading.

use super::{open_form, run_script};
use ticket_note_e2e::Harness;

#[test]
fn the_form_says_who_reads_a_note_only_if_the_page_knows() {
    let harness = Harness::new();
    let form = open_form(&harness);
    assert_eq!(form.buttons(), ["Add note"]);
    form.set_property("customerTypes", "1");
    let control = form.wait_for_control("textbox", "Note", |control| !control.description.is_empty());
    assert!(control.description.contains("Only your team sees this."), "{}", control.description);
    assert_eq!(form.buttons(), ["Add internal note"]);
    form.set_property("type", "1");
    form.wait_for_control("textbox", "Note", |control| {
        control.description.contains("The customer will receive this.")
    });
    assert_eq!(form.buttons(), ["Send to customer"]);
    let tinted: [bool; 2] = run_script(
        &harness,
        "const colour = async () => { await new Promise((resume) => setTimeout(resume, 200)); \
             return getComputedStyle(note.shadowRoot.querySelector('textarea')).backgroundColor; }; \
         const customer = await colour(); note.type = 'calllog'; await settled(note); const team = await colour(); \
         note.type = null; note.lockType = false; return [customer !== team, team !== 'rgba(0, 0, 0, 0)']",
    );
    assert_eq!(tinted, [true, true]);
}

#[test]
fn a_heading_names_the_ticket() {
    let harness = Harness::new();
    let form = open_form(&harness);
    let heading = "const { textContent, offsetHeight } = note.shadowRoot.querySelector('h2'); \
                   return [textContent, offsetHeight > 0]";
    assert_eq!(run_script::<(String, bool)>(&harness, heading), ("Note on ticket 858462".to_owned(), false));
    form.set_property("heading", true).set_property("ticketId", 7);
    let seen: (String, bool) = run_script(&harness, &format!("await settled(note); {heading}"));
    assert_eq!(seen, ("Note on ticket 7".to_owned(), true));
}
