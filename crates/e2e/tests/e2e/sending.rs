//! One note, one request, however it is sent.

use serde_json::json;
use ticket_note_e2e::{Fault, Form, MEANWHILE_MS, Visit};

const TEXT: &str = "Spoke with the customer.";

fn ready(visit: &Visit) -> Form<'_> {
    let form = visit.opens("ticketId=858462&userId=254&type=calllog");
    form.types(TEXT);
    form
}

#[test]
fn ctrl_enter_sends() {
    let visit = Visit::new();
    ready(&visit).presses_ctrl_enter().becomes("saved");
    assert_eq!(visit.sandbox().notes().len(), 1);
}

#[test]
fn twenty_clicks_in_a_second_are_one_request() {
    let visit = Visit::new();
    visit.sandbox().takes(MEANWHILE_MS);
    let form = ready(&visit);
    let button = form.control("button", "Add note");
    visit.browser().clicks_often(&button, 20);
    form.becomes("sending");
    form.presses_ctrl_enter().becomes("saved");
    assert_eq!(visit.posts(), 1);
    assert_eq!(visit.sandbox().notes().len(), 1);
}

#[test]
fn twenty_sends_in_one_task_are_one_request() {
    let visit = Visit::new();
    visit.sandbox().takes(300);
    let form = ready(&visit);
    let button = form.control("button", "Add note");
    visit.browser().runs::<()>(
        "for (let sends = 0; sends < 20; sends += 1) arguments[0].click()",
        vec![button.to_json().unwrap()],
    );
    form.becomes("saved");
    assert_eq!(visit.posts(), 1);
    assert_eq!(visit.sandbox().notes().len(), 1);
}

#[test]
fn the_button_keeps_its_name_and_the_text_stays_while_sending() {
    let visit = Visit::new();
    visit.sandbox().takes(MEANWHILE_MS);
    let form = ready(&visit);
    form.presses("Add note").becomes("sending");
    assert_eq!(form.buttons(), ["Add note"]);
    assert_eq!(form.value(), TEXT);
    form.becomes("saved");
}

#[test]
fn send_as_a_new_note_adds_one_even_if_it_is_the_second() {
    let visit = Visit::new();
    let form = ready(&visit);
    visit.sandbox().has(Fault::ResetAfter);
    form.presses("Add note").becomes("unknown");
    visit.sandbox().has(Fault::None);
    form.presses("Send as a new note").becomes("saved");
    assert_eq!(visit.sandbox().notes().len(), 2);
}

#[test]
fn an_edit_after_an_unknown_outcome_leaves_only_a_new_note() {
    let visit = Visit::new();
    let form = ready(&visit);
    visit.sandbox().has(Fault::ResetAfter);
    form.presses("Add note").becomes("unknown");
    visit.sandbox().has(Fault::None);
    form.types(" More.");
    form.control("button", "Send as a new note");
    assert_eq!(form.buttons(), ["Send as a new note"]);
    assert_eq!(form.state(), "unknown");
}

#[test]
fn after_a_refusal_the_next_send_goes_out() {
    let visit = Visit::new();
    let form = ready(&visit);
    visit.sandbox().has(Fault::Error400);
    form.presses("Add note").becomes("refused");
    visit.sandbox().has(Fault::None);
    form.presses("Add note").becomes("saved");
    assert_eq!(visit.sandbox().notes().len(), 1);
    let heard: Vec<_> = visit.heard().into_iter().map(|heard| heard.name).collect();
    assert_eq!(json!(heard), json!(["note-refused", "note-saved"]));
}
