//! Text that is typed before the engine has taken over is neither lost nor replaced.

use super::{hand_over, held, held_site, open_held};
use crate::element::{TEXT, run_script};
use serde_json::{Value, json};
use ticket_note_e2e::{Harness, wait_until};

#[test]
fn typed_text_is_kept_beside_an_earlier_draft() {
    let harness = held();
    let form = open_held(&harness);
    hand_over(&harness);
    form.type_text("The earlier draft.");
    harness.browser().execute::<()>("dispatchEvent(new Event('pagehide'))", Vec::new());
    let form = open_held(&harness);
    form.type_text("Typed at once.");
    hand_over(&harness);
    assert_eq!(form.value(), "Typed at once.");
    let drafts: String =
        harness.browser().execute("return JSON.stringify(Object.values(sessionStorage))", Vec::new());
    assert!(drafts.contains("The earlier draft."), "{drafts}");
}

#[test]
fn a_text_typed_before_the_hand_over_survives_a_reload() {
    let harness = held();
    let form = open_held(&harness);
    form.select_type("Call log").type_text(TEXT);
    let form = open_held(&harness);
    assert_eq!(form.value(), "");
    hand_over(&harness);
    assert_eq!(form.value(), TEXT);
    form.click_button("Add note").wait_for_state("saved");
    assert_eq!(harness.sandbox().notes().len(), 1);
}

#[test]
fn a_removed_element_keeps_the_text_of_its_drawn_form() {
    let harness = held();
    let form = open_held(&harness);
    form.type_text(TEXT);
    let seen: Value = run_script(
        &harness,
        "const outcome = note.submit(); \
         note.remove(); await null; await null; \
         const detached = [note.value, await outcome, note.shadowRoot.childElementCount]; \
         document.body.append(note); \
         const again = note.value; \
         releaseModule(); \
         await waitUntil(() => note.state === 'editing'); \
         return [detached, again, note.value]",
    );
    assert_eq!(seen, json!([[TEXT, "cancelled", 0], TEXT, TEXT]));
    harness.assert_nothing_sent();
}

#[test]
fn without_any_engine_the_text_stays_and_the_failure_shows() {
    let site = held_site();
    site.remove_file("ticket-note-js-", ".js");
    let harness = Harness::with_site(site, &[]);
    let form = open_held(&harness);
    form.select_type("Call log").type_text(TEXT).press_ctrl_enter();
    harness.browser().execute::<()>("loseModule()", Vec::new());
    form.wait_for_state("failed").wait_for_announcement("could not start");
    let seen: Value = run_script(
        &harness,
        "const area = note.shadowRoot.querySelector('textarea'); \
         return [note.value, area.value, area.readOnly, Boolean(note.querySelector('a').assignedSlot)]",
    );
    assert_eq!(seen, json!([TEXT, TEXT, true, true]));
    harness.assert_nothing_sent();
}

#[test]
fn a_text_typed_for_a_ticket_is_set_aside_with_it() {
    let harness = held();
    let form = open_held(&harness);
    form.select_type("Call log").type_text("For the first.");
    let seen: Value = run_script(
        &harness,
        "note.ticketId = 2; await null; await null; \
         const drawn = note.value; \
         releaseModule(); await waitUntil(() => note.state === 'editing'); \
         const second = note.value; \
         note.ticketId = 858462; await settled(Object.assign(note, { type: 'calllog' })); \
         return [drawn, second, note.value]",
    );
    assert_eq!(seen, json!(["", "", "For the first."]));
    harness.assert_nothing_sent();
}

#[test]
fn texts_for_two_tickets_survive_a_page_that_ends_early() {
    let harness = held();
    let form = open_held(&harness);
    form.type_text("For the first.").set_property("ticketId", 2);
    wait_until("an empty form", || form.value(), String::is_empty);
    form.type_text("For the second.");
    let form = open_held(&harness);
    hand_over(&harness);
    assert_eq!(form.value(), "For the first.");
    form.set_property("ticketId", 2);
    wait_until("the second text", || form.value(), |value| value == "For the second.");
}

#[test]
fn a_text_without_an_event_is_kept() {
    let harness = held();
    let form = open_held(&harness);
    form.set_property("type", "calllog");
    harness.browser().execute::<()>(
        "document.querySelector('ticket-note').shadowRoot.querySelector('textarea').value = 'By an extension.'",
        Vec::new(),
    );
    hand_over(&harness);
    assert_eq!(form.value(), "By an extension.");
}

#[test]
fn the_saved_text_of_a_drawn_form_ends_with_its_note() {
    let harness = held();
    let form = open_held(&harness);
    form.set_property("type", "calllog").type_text(TEXT);
    let stored = || -> String {
        harness.browser().execute("return JSON.stringify(Object.values(sessionStorage))", Vec::new())
    };
    for _ in 0..2 {
        harness.browser().execute::<()>("dispatchEvent(new Event('pagehide'))", Vec::new());
        assert!(stored().contains(TEXT));
    }
    hand_over(&harness);
    form.click_button("Add note").wait_for_state("saved");
    assert_eq!(stored(), "[]");
}

#[test]
fn another_element_restores_the_text_of_a_removed_one() {
    let harness = held();
    let form = open_held(&harness);
    form.type_text(TEXT);
    let value: String = run_script(
        &harness,
        "const other = note.cloneNode(true); \
         note.remove(); await null; await null; \
         document.body.append(other); \
         releaseModule(); await waitUntil(() => other.state === 'editing'); \
         return other.value",
    );
    assert_eq!(value, TEXT);
}

#[test]
fn text_that_the_page_extends_is_not_replaced_by_a_draft() {
    let harness = held();
    let form = open_held(&harness);
    hand_over(&harness);
    form.type_text("The earlier draft.");
    harness.browser().execute::<()>("dispatchEvent(new Event('pagehide'))", Vec::new());
    let form = open_held(&harness);
    form.type_text("Typed");
    form.set_property("value", "Typed, and extended.");
    hand_over(&harness);
    assert_eq!(form.value(), "Typed, and extended.");
}

#[test]
fn forget_drafts_discards_a_text_that_was_set_aside() {
    let harness = held();
    let form = open_held(&harness);
    form.type_text("Of the former user.");
    let seen: Value = run_script(
        &harness,
        "note.ticketId = 2; await null; await null; \
         note.constructor.forgetDrafts(); \
         releaseModule(); await waitUntil(() => note.state === 'editing'); \
         const second = note.value; \
         note.ticketId = 858462; await settled(Object.assign(note, { type: 'calllog' })); \
         return [second, note.value]",
    );
    assert_eq!(seen, json!(["", ""]));
}

#[test]
fn forget_drafts_empties_a_drawn_form_outside_the_page() {
    let harness = held();
    let form = open_held(&harness);
    form.type_text("Of the former user.");
    let seen: Value = run_script(
        &harness,
        "note.remove(); await null; await null; \
         note.constructor.forgetDrafts(); \
         const detached = note.value; \
         document.body.append(note); \
         releaseModule(); await waitUntil(() => note.state === 'editing'); \
         return [detached, note.value, JSON.stringify(Object.values(sessionStorage))]",
    );
    assert_eq!(seen, json!(["", "", "[]"]));
}
