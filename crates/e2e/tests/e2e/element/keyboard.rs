//! Keys that stay inside the form, and keys that send.

use super::{TEXT, open_form, run_script};
use std::collections::BTreeSet;
use thirtyfour::Key;
use ticket_note_e2e::{Harness, wait_until};

#[test]
fn typing_keys_stay_inside_and_others_reach_the_page() {
    let harness = Harness::new();
    let form = open_form(&harness);
    run_script::<()>(
        &harness,
        "window.keys = []; \
         for (const type of ['keydown', 'keypress', 'keyup']) { \
           document.addEventListener(type, (event) => { keys.push(event.key); event.preventDefault() }); \
         }",
    );
    form.type_text("a?7 ")
        .type_text(Key::Enter)
        .type_text(Key::Backspace)
        .type_text(Key::Left)
        .type_text(Key::Delete);
    let keys = || {
        run_script::<BTreeSet<String>>(
            &harness,
            "return keys.filter((key) => !['Shift', 'Control'].includes(key))",
        )
    };
    assert_eq!(keys(), BTreeSet::new());
    form.type_text(Key::Escape).type_text(Key::F2).type_text(Key::Control + "s");
    assert_eq!(keys(), ["Escape", "F2", "s"].map(str::to_owned).into());
    assert!(form.value().starts_with("a?7"), "the typed text is in the note");
}

/// Dispatches a `keydown` in the text area. Returns whether the default action may follow.
#[track_caller]
fn dispatch_keydown(harness: &Harness, key: &str) -> bool {
    let script = format!(
        "const init = {{ bubbles: true, composed: true, cancelable: true, ...{key} }}; \
         const area = note.shadowRoot.querySelector('textarea'); \
         return area.dispatchEvent(new KeyboardEvent('keydown', init))"
    );
    run_script(harness, &script)
}

#[test]
fn ctrl_enter_and_cmd_enter_send_and_enter_does_not() {
    let harness = Harness::new();
    let form = open_form(&harness);
    for (key, notes) in [("{ key: 'Enter', ctrlKey: true }", 1), ("{ key: 'Enter', metaKey: true }", 2)] {
        form.set_property("value", TEXT);
        assert!(dispatch_keydown(&harness, "{ key: 'Enter' }"));
        assert!(dispatch_keydown(&harness, "{ key: 's', ctrlKey: true }"));
        assert_ne!(form.state(), "sending");
        assert!(!dispatch_keydown(&harness, key));
        wait_until("another note", || harness.sandbox().notes().len(), |count| *count == notes);
        form.wait_for_state("saved");
    }
}

#[test]
fn composition_enter_and_key_repeat_send_nothing() {
    let harness = Harness::new();
    let form = open_form(&harness);
    form.type_text(TEXT);
    dispatch_keydown(&harness, "{ key: 'Enter', ctrlKey: true, isComposing: true }");
    dispatch_keydown(&harness, "{ key: 'Enter', ctrlKey: true, keyCode: 229 }");
    dispatch_keydown(&harness, "{ key: 'Enter', ctrlKey: true, repeat: true }");
    assert_eq!(form.state(), "editing");
    harness.assert_nothing_sent();
}

#[test]
fn ime_composition_keys_stay_inside() {
    let harness = Harness::new();
    open_form(&harness);
    run_script::<()>(
        &harness,
        "window.keys = []; document.addEventListener('keydown', (event) => keys.push(event.key))",
    );
    for key in ["Process", "Unidentified", "Escape", "Tab"] {
        dispatch_keydown(&harness, &format!("{{ key: '{key}', isComposing: true }}"));
    }
    assert_eq!(run_script::<Vec<String>>(&harness, "return keys"), [""; 0]);
    dispatch_keydown(&harness, "{ key: 'Escape' }");
    assert_eq!(run_script::<Vec<String>>(&harness, "return keys"), ["Escape"]);
}
