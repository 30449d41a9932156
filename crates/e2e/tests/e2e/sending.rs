//! Every way to send makes one request and adds one note.

use serde_json::json;
use ticket_note_e2e::{Fault, Form, Harness, SLOW_RESPONSE_MS};

const TEXT: &str = "Spoke with the customer.";

fn open_ready_to_send(harness: &Harness) -> Form<'_> {
    let form = harness.open_frame_page("ticketId=858462&userId=254&type=calllog");
    form.type_text(TEXT);
    form
}

#[test]
fn ctrl_enter_sends() {
    let harness = Harness::new();
    open_ready_to_send(&harness).press_ctrl_enter().wait_for_state("saved");
    assert_eq!(harness.sandbox().notes().len(), 1);
}

#[test]
fn twenty_rapid_clicks_send_one_request() {
    let harness = Harness::new();
    harness.sandbox().set_delay_ms(SLOW_RESPONSE_MS);
    let form = open_ready_to_send(&harness);
    let button = form.control("button", "Add note");
    harness.browser().click_rapidly(&button, 20);
    form.wait_for_state("sending");
    form.press_ctrl_enter().wait_for_state("saved");
    assert_eq!(harness.request_count(), 1);
    assert_eq!(harness.sandbox().notes().len(), 1);
}

#[test]
fn twenty_sends_in_one_task_send_one_request() {
    let harness = Harness::new();
    harness.sandbox().set_delay_ms(300);
    let form = open_ready_to_send(&harness);
    let button = form.control("button", "Add note");
    harness.browser().execute::<()>(
        "for (let sends = 0; sends < 20; sends += 1) arguments[0].click()",
        vec![button.to_json().unwrap()],
    );
    form.wait_for_state("saved");
    assert_eq!(harness.request_count(), 1);
    assert_eq!(harness.sandbox().notes().len(), 1);
}

#[test]
fn button_name_and_text_stay_while_sending() {
    let harness = Harness::new();
    harness.sandbox().set_delay_ms(SLOW_RESPONSE_MS);
    let form = open_ready_to_send(&harness);
    form.click_button("Add note").wait_for_state("sending");
    assert_eq!(form.buttons(), ["Add note"]);
    assert_eq!(form.value(), TEXT);
    form.wait_for_state("saved");
}

#[test]
fn send_as_a_new_note_may_add_a_second_note() {
    let harness = Harness::new();
    let form = open_ready_to_send(&harness);
    harness.sandbox().set_fault(Fault::ResetAfter);
    form.click_button("Add note").wait_for_state("unknown");
    harness.sandbox().set_fault(Fault::None);
    form.click_button("Send as a new note").wait_for_state("saved");
    assert_eq!(harness.sandbox().notes().len(), 2);
}

#[test]
fn an_edited_unknown_note_is_only_sent_as_new() {
    let harness = Harness::new();
    let form = open_ready_to_send(&harness);
    harness.sandbox().set_fault(Fault::ResetAfter);
    form.click_button("Add note").wait_for_state("unknown");
    harness.sandbox().set_fault(Fault::None);
    form.type_text(" More.");
    form.control("button", "Send as a new note");
    assert_eq!(form.buttons(), ["Send as a new note", "It is in the ticket"]);
    assert_eq!(form.state(), "unknown");
}

#[test]
fn after_a_refusal_the_next_send_works() {
    let harness = Harness::new();
    let form = open_ready_to_send(&harness);
    harness.sandbox().set_fault(Fault::Error400);
    form.click_button("Add note").wait_for_state("refused");
    harness.sandbox().set_fault(Fault::None);
    form.click_button("Add note").wait_for_state("saved");
    assert_eq!(harness.sandbox().notes().len(), 1);
    let events: Vec<_> = harness.events().into_iter().map(|events| events.name).collect();
    assert_eq!(json!(events), json!(["note-refused", "note-saved"]));
}
