//! Which keys the form keeps, and which of them send.

use super::{TEXT, asks, opens};
use std::collections::BTreeSet;
use thirtyfour::Key;
use ticket_note_e2e::{Visit, until};

#[test]
fn keys_of_typing_stay_inside_and_others_are_the_pages() {
    let visit = Visit::new();
    let form = opens(&visit);
    asks::<()>(
        &visit,
        "window.keys = []; \
         for (const type of ['keydown', 'keypress', 'keyup']) { \
           document.addEventListener(type, (event) => { keys.push(event.key); event.preventDefault() }); \
         }",
    );
    form.types("a?7 ").types(Key::Enter).types(Key::Backspace).types(Key::Left).types(Key::Delete);
    let keys = || {
        asks::<BTreeSet<String>>(&visit, "return keys.filter((key) => !['Shift', 'Control'].includes(key))")
    };
    assert_eq!(keys(), BTreeSet::new());
    form.types(Key::Escape).types(Key::F2).types(Key::Control + "s");
    assert_eq!(keys(), ["Escape", "F2", "s"].map(str::to_owned).into());
    assert!(form.value().starts_with("a?7"), "what was typed is in the note");
}

/// Presses a key in the text, as a browser tells of it; whether the browser may go on with it.
#[track_caller]
fn presses(visit: &Visit, key: &str) -> bool {
    let script = format!(
        "const init = {{ bubbles: true, composed: true, cancelable: true, ...{key} }}; \
         const area = note.shadowRoot.querySelector('textarea'); \
         return area.dispatchEvent(new KeyboardEvent('keydown', init))"
    );
    asks(visit, &script)
}

#[test]
fn ctrl_enter_and_cmd_enter_send_and_enter_does_not() {
    let visit = Visit::new();
    let form = opens(&visit);
    for (key, notes) in [("{ key: 'Enter', ctrlKey: true }", 1), ("{ key: 'Enter', metaKey: true }", 2)] {
        form.is_given("value", TEXT);
        assert!(presses(&visit, "{ key: 'Enter' }"));
        assert!(presses(&visit, "{ key: 's', ctrlKey: true }"));
        assert_ne!(form.state(), "sending");
        assert!(!presses(&visit, key));
        until("another note", || visit.sandbox().notes().len(), |kept| *kept == notes);
        form.becomes("saved");
    }
}

#[test]
fn enter_that_ends_a_composition_and_a_key_that_repeats_send_nothing() {
    let visit = Visit::new();
    let form = opens(&visit);
    form.types(TEXT);
    presses(&visit, "{ key: 'Enter', ctrlKey: true, isComposing: true }");
    presses(&visit, "{ key: 'Enter', ctrlKey: true, keyCode: 229 }");
    presses(&visit, "{ key: 'Enter', ctrlKey: true, repeat: true }");
    assert_eq!(form.state(), "editing");
    visit.sent_nothing();
}

#[test]
fn what_an_ime_composes_with_stays_inside() {
    let visit = Visit::new();
    opens(&visit);
    asks::<()>(
        &visit,
        "window.keys = []; document.addEventListener('keydown', (event) => keys.push(event.key))",
    );
    for key in ["Process", "Unidentified", "Escape", "Tab"] {
        presses(&visit, &format!("{{ key: '{key}', isComposing: true }}"));
    }
    assert_eq!(asks::<Vec<String>>(&visit, "return keys"), [""; 0]);
    presses(&visit, "{ key: 'Escape' }");
    assert_eq!(asks::<Vec<String>>(&visit, "return keys"), ["Escape"]);
}
