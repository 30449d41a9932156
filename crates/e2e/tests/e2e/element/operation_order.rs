//! Calls within one task take effect in order, each on the ticket that was set at that time.

use super::{SLOW_CLOCK, TEXT, open_form, run_script};
use serde_json::{Value, json};
use ticket_note_e2e::{Harness, SLOW_RESPONSE_MS, wait_until};

#[test]
fn calls_after_an_attribute_change_use_the_new_values() {
    let harness = Harness::new();
    let form = open_form(&harness);
    form.type_text(TEXT);
    assert_eq!(run_script::<String>(&harness, "note.ticketId = 7; return note.submit()"), "invalid");
    harness.assert_nothing_sent();
    run_script::<()>(&harness, "note.ticketId = 8; note.value = 'A template'");
    form.set_property("ticketId", 858_462);
    wait_until("the text", || form.value(), |text| text == TEXT);
    let sent = "note.ticketId = 9; note.value = 'On another ticket.'; return note.submit()";
    assert_eq!(run_script::<String>(&harness, sent), "saved");
    let [note] = &harness.sandbox().notes()[..] else { panic!("not one note") };
    assert_eq!((note.ticket, note.message.as_str()), (9, "On another ticket."));
    form.set_property("ticketId", 858_462);
    wait_until("the text", || form.value(), |text| text == TEXT);
}

#[test]
fn two_tickets_in_one_task_get_one_note_each() {
    let harness = Harness::new();
    open_form(&harness);
    let outcomes: [String; 2] = run_script(
        &harness,
        "note.ticketId = 1; note.value = 'On the first one.'; const first = note.submit(); \
         note.ticketId = 2; note.value = 'On the second one.'; const second = note.submit(); \
         return Promise.all([first, second])",
    );
    assert_eq!(outcomes, ["saved", "saved"]);
    let mut notes: Vec<_> =
        harness.sandbox().notes().into_iter().map(|note| (note.ticket, note.message)).collect();
    notes.sort();
    assert_eq!(notes, [(1, "On the first one.".to_owned()), (2, "On the second one.".to_owned())]);
    harness.assert_no_page_errors();
}

#[test]
fn text_set_for_the_next_ticket_is_not_sent_to_this_one() {
    let harness = Harness::new();
    let form = open_form(&harness);
    form.type_text(TEXT);
    let outcome: String = run_script(
        &harness,
        "const outcome = note.submit(); note.ticketId = 2; note.value = 'A template'; return outcome",
    );
    assert_eq!(outcome, "saved");
    let [note] = &harness.sandbox().notes()[..] else { panic!("not one note") };
    assert_eq!((note.ticket, note.message.as_str()), (858_462, TEXT));
    wait_until("the template", || form.value(), |text| text == "A template");
    assert_eq!(run_script::<String>(&harness, "note.ticketId = 3; return note.submit()"), "invalid");
    assert_eq!(harness.sandbox().notes().len(), 1);
}

#[test]
fn a_reset_before_a_ticket_change_clears_the_old_ticket() {
    let harness = Harness::new();
    let form = open_form(&harness);
    form.type_text(TEXT);
    run_script::<()>(&harness, "note.reset(); note.ticketId = 2; note.value = 'A template'");
    wait_until("the template", || form.value(), |text| text == "A template");
    form.set_property("ticketId", 858_462);
    wait_until("no text after the reset", || form.value(), String::is_empty);
}

#[test]
fn a_submit_while_sending_returns_the_shown_outcome() {
    let harness = Harness::new();
    let form = open_form(&harness);
    form.set_property("value", TEXT);
    harness.sandbox().set_delay_ms(SLOW_RESPONSE_MS);
    let outcomes: [String; 3] = run_script(
        &harness,
        "const first = note.submit(); \
         await waitUntil(() => note.state === 'sending'); \
         note.ticketId = 7; \
         await waitUntil(() => note.state === 'editing'); \
         note.value = 'On another ticket.'; \
         const second = note.submit(); \
         await waitUntil(() => note.state === 'sending'); \
         note.ticketId = 858462; \
         await waitUntil(() => note.value !== 'On another ticket.'); \
         return Promise.all([first, second, note.submit()])",
    );
    assert_eq!(outcomes, ["saved", "saved", "saved"]);
    assert_eq!(harness.sandbox().notes().len(), 2);
}

#[test]
fn a_submit_on_another_ticket_has_its_own_outcome() {
    let harness = Harness::new();
    open_form(&harness).set_property("value", TEXT);
    harness.sandbox().set_delay_ms(SLOW_RESPONSE_MS);
    let outcomes: [String; 2] = run_script(
        &harness,
        "const first = note.submit(); \
         await waitUntil(() => note.state === 'sending'); \
         note.ticketId = 7; note.value = 'Four'; \
         const second = await note.submit(); \
         return [await first, second]",
    );
    assert_eq!(outcomes, ["saved", "invalid"]);
}

#[test]
fn a_submit_settles_after_a_setting_turns_invalid() {
    let harness = Harness::new();
    open_form(&harness).set_property("value", TEXT);
    harness.sandbox().set_delay_ms(SLOW_RESPONSE_MS);
    let seen: [Value; 2] = run_script(
        &harness,
        "const first = note.submit(); \
         await waitUntil(() => note.state === 'sending'); \
         note.maxLength = 0; \
         await waitUntil(() => note.state !== 'sending'); \
         return [note.state, await Promise.race([note.submit(), new Promise((resolve) => setTimeout(resolve, 15_000, 'none'))])]",
    );
    assert_eq!(seen, [json!("invalid-config"), json!("saved")]);
}

#[test]
fn the_type_shown_is_the_type_sent() {
    let harness = Harness::new();
    let form = harness.open_page("element.html");
    let shown = || run_script::<String>(&harness, "return note.shadowRoot.querySelector('select').value");
    form.select_type("Channel 5").type_text(TEXT);
    form.set_property("ticketId", 202);
    wait_until("no type on the new ticket", shown, String::is_empty);
    form.select_type("Channel 1").type_text("On another ticket.");
    form.set_property("ticketId", 858_462);
    wait_until("the type chosen for this ticket", shown, |code| code == "5");
    form.select_type("Call log").select_type("Channel 1").set_property("type", "5");
    wait_until("the type that the page sets", shown, |code| code == "5");
    form.select_type("Channel 1");
    run_script::<()>(&harness, "note.reset()");
    wait_until("the preselected type", shown, |code| code == "5");
    form.type_text(TEXT).click_button("Add note").wait_for_state("saved");
    assert_eq!(harness.sandbox().notes()[0].note_type, "5");
}

#[test]
fn two_inputs_in_one_task_keep_the_last_caret_position() {
    let harness = Harness::new();
    let form = open_form(&harness);
    form.type_text(TEXT);
    let caret: u32 = run_script(
        &harness,
        "const area = note.shadowRoot.querySelector('textarea'); \
         for (const [at, text] of [[0, 'Kind '], [5, 'regards. ']]) { \
           area.setRangeText(text, at, at, 'end'); \
           area.dispatchEvent(new InputEvent('input', { bubbles: true })); \
         } \
         await settled(note); \
         return area.selectionStart",
    );
    assert_eq!(caret, 14);
    assert_eq!(form.value(), format!("Kind regards. {TEXT}"));
}

#[test]
fn an_invalid_submit_settles_after_the_problem_is_shown() {
    for pace in ["", SLOW_CLOCK] {
        let harness = Harness::new();
        open_form(&harness).set_property("value", "Four");
        let shown =
            "[note.shadowRoot.activeElement?.id, note.shadowRoot.querySelector('textarea').ariaInvalid]";
        let seen: [Value; 2] = run_script(
            &harness,
            &format!("{pace} const outcome = await note.submit(); return [outcome, {shown}]"),
        );
        assert_eq!(seen, [json!("invalid"), json!(["text", "true"])], "{pace}");
        let both = format!(
            "const first = note.submit(); note.value = '{TEXT}'; return Promise.all([first, note.submit()])"
        );
        assert_eq!(run_script::<[String; 2]>(&harness, &both), ["invalid", "saved"], "{pace}");
    }
}

#[test]
fn a_submit_in_a_cancelled_note_submit_has_its_own_outcome() {
    let harness = Harness::new();
    let form = open_form(&harness);
    form.set_property("value", TEXT);
    run_script::<()>(
        &harness,
        "window.outcome = null; \
         note.addEventListener('note-submit', (event) => { \
           event.preventDefault(); \
           note.submit().then((outcome) => { window.outcome = outcome }); \
         }, { once: true })",
    );
    form.click_button("Add note").wait_for_state("saved");
    let outcome = || run_script::<Option<String>>(&harness, "return window.outcome");
    wait_until("an outcome", outcome, |outcome| outcome.as_deref() == Some("saved"));
    assert_eq!(harness.sandbox().notes().len(), 1);
}
