//! The parts of the form that Yew renders when the user enters it.

use super::{enter, hand_over, held, open_held};
use crate::element::{TEXT, run_script};
use serde_json::{Value, json};

#[test]
fn a_form_that_is_not_entered_stays_as_it_is_drawn() {
    let harness = held();
    open_held(&harness);
    let parts = "JSON.stringify([...note.shadowRoot.querySelectorAll('.drawn, .rendered')].map(({ className }) => className))";
    hand_over(&harness);
    let seen: String = run_script(
        &harness,
        &format!(
            "await new Promise(requestAnimationFrame); note.shadowRoot.querySelector('select').focus(); \
                  await new Promise(requestAnimationFrame); return {parts}"
        ),
    );
    assert_eq!(seen, r#"["drawn","drawn","drawn"]"#);
    enter(&harness);
    assert_eq!(
        run_script::<String>(&harness, &format!("return {parts}")),
        r#"["rendered","rendered","rendered"]"#
    );
}

#[test]
fn a_live_region_is_in_the_page_before_it_speaks() {
    let harness = held();
    open_held(&harness);
    hand_over(&harness);
    enter(&harness);
    let seen: Value = run_script(
        &harness,
        "const regions = [...note.shadowRoot.querySelectorAll('[role=status], [role=alert]')]; \
         const before = regions.map(({ textContent }) => textContent); \
         note.type = 'calllog'; note.value = 'Called back'; await note.submit(); \
         return [before.join(''), regions.every(({ isConnected }) => isConnected), \
             regions.some(({ textContent }) => textContent)]",
    );
    assert_eq!(seen, json!(["", true, true]));
}

#[test]
fn the_first_click_on_an_untouched_button_counts() {
    let harness = held();
    let form = open_held(&harness);
    form.set_property("type", "calllog").set_property("value", TEXT);
    hand_over(&harness);
    let is_kept: bool = run_script(
        &harness,
        "const button = note.shadowRoot.getElementById('send'); \
         const dispatch = (Event, name) => button.dispatchEvent(new Event(name, { bubbles: true, composed: true })); \
         dispatch(PointerEvent, 'pointerdown'); button.focus(); dispatch(FocusEvent, 'focusin'); \
         for (let frame = 0; frame < 3; frame++) await new Promise(requestAnimationFrame); \
         const isKept = button.isConnected; \
         dispatch(PointerEvent, 'pointerup'); button.click(); \
         return isKept",
    );
    assert!(is_kept, "the pressed button was replaced");
    form.wait_for_state("saved");
    assert_eq!(harness.sandbox().notes().len(), 1);
}
