//! A send before the engine has taken over: one note, of the text and the ticket that the user saw.

use super::{hand_over, held, open_held, release};
use crate::element::{TEXT, run_script};
use serde_json::{Value, json};
use ticket_note_e2e::{Harness, SlowLine, wait_until};

#[test]
fn a_note_sent_before_the_module_is_loaded_is_added_once() {
    let harness = held();
    let form = open_held(&harness);
    form.select_type("Call log").type_text(TEXT).press_ctrl_enter();
    form.wait_for_announcement("Sending the note").press_ctrl_enter().click_button("Add note");
    assert_eq!(form.state(), "loading");
    harness.assert_nothing_sent();
    release(&harness);
    form.wait_for_state("saved");
    let notes = harness.sandbox().notes();
    assert_eq!(notes.iter().map(|note| note.message.as_str()).collect::<Vec<_>>(), [TEXT]);
    assert_eq!(form.value(), "");
    harness.assert_no_page_errors();
}

#[test]
fn submit_before_the_module_is_loaded_settles_with_the_outcome() {
    let harness = held();
    open_held(&harness);
    let seen: Value = run_script(
        &harness,
        "note.type = 'calllog'; note.value = 'By the page.'; \
         const outcome = note.submit(); \
         const before = note.state; \
         releaseModule(); \
         return [before, await outcome, note.state, note.value]",
    );
    assert_eq!(seen, json!(["loading", "saved", "saved", ""]));
    assert_eq!(harness.sandbox().notes().len(), 1);
}

#[test]
fn on_a_line_of_50_kbit_a_note_is_sent_at_once() {
    let harness = Harness::new();
    let line = SlowLine::to(harness.origin(), 50_000 / 8);
    harness.browser().open(&format!("{}/element.html", line.origin()));
    let form = harness.drawn_form();
    form.select_type("Call log").type_text(TEXT).press_ctrl_enter();
    assert_eq!(form.state(), "loading");
    form.wait_for_state("saved");
    assert_eq!(harness.sandbox().notes().len(), 1);
    assert_eq!(harness.sandbox().notes()[0].message, TEXT);
}

#[test]
fn an_early_press_on_an_empty_form_shows_the_problems() {
    let harness = held();
    let form = open_held(&harness);
    form.click_button("Add note").wait_for_announcement("Sending");
    hand_over(&harness);
    form.wait_for_control("textbox", "Note", |area| area.description.contains("Write a note."));
    form.select_type("Call log").type_text(TEXT).click_button("Add note").wait_for_state("saved");
}

#[test]
fn an_early_press_does_not_send_a_restored_draft() {
    let harness = held();
    let form = open_held(&harness);
    form.set_property("type", "calllog");
    hand_over(&harness);
    form.type_text(TEXT);
    harness.browser().execute::<()>("dispatchEvent(new Event('pagehide'))", Vec::new());
    let form = open_held(&harness);
    form.click_button("Add note").wait_for_announcement("Sending");
    release(&harness);
    wait_until("the restored draft", || form.value(), |value| value == TEXT);
    form.wait_for_state("editing").type_text("!");
    assert_eq!(form.value(), format!("{TEXT}!"));
    harness.assert_nothing_sent();
}

#[test]
fn a_waiting_send_belongs_to_the_ticket_it_was_pressed_on() {
    let harness = held();
    let form = open_held(&harness);
    form.select_type("Call log").type_text("For the first.").press_ctrl_enter();
    form.wait_for_announcement("Sending");
    form.set_property("ticketId", 2);
    wait_until("an empty form", || form.value(), String::is_empty);
    form.type_text("For the second.");
    hand_over(&harness);
    wait_until("one note", || harness.sandbox().notes().len(), |&count| count == 1);
    let [note] = &harness.sandbox().notes()[..] else { panic!("not one note") };
    assert_eq!((note.ticket, note.message.as_str()), (858_462, "For the first."));
    assert_eq!(form.value(), "For the second.");
}

#[test]
fn a_press_that_spans_the_hand_over_sends() {
    let harness = held();
    let form = open_held(&harness);
    form.select_type("Call log").type_text(TEXT);
    let seen: Value = run_script(
        &harness,
        "const drawn = note.shadowRoot.querySelector('button'); \
         drawn.dispatchEvent(new PointerEvent('pointerdown', { bubbles: true, composed: true })); \
         releaseModule(); \
         await new Promise((resume) => setTimeout(resume, 300)); \
         const stays = drawn.isConnected; \
         drawn.dispatchEvent(new PointerEvent('pointerup', { bubbles: true, composed: true })); \
         drawn.click(); \
         await waitUntil(() => note.state === 'saved'); \
         return stays",
    );
    assert_eq!(seen, true);
    assert_eq!(harness.sandbox().notes().len(), 1);
}

#[test]
fn pressing_often_asks_the_page_once() {
    let harness = held();
    let form = open_held(&harness);
    form.select_type("Call log").type_text(TEXT);
    let asked: u32 = run_script(
        &harness,
        "let asked = 0; \
         note.addEventListener('note-submit', (event) => { asked += 1; event.preventDefault(); }); \
         const outcomes = [note.submit(), note.submit(), note.submit()]; \
         releaseModule(); await Promise.all(outcomes); \
         return asked",
    );
    assert_eq!(asked, 1);
    harness.assert_nothing_sent();
}
