//! The demo page as a playground for page authors.

use crate::parent_page::ParentServer;
use serde_json::{Value, json};
use ticket_note_e2e::{Harness, wait_until};

const TEXT: &str = "Spoke with the customer.";

fn open_demo(harness: &Harness) {
    harness.open_page("demo").wait_for_state("editing");
    wait_until(
        "a form in the frame",
        || frame_property(harness, "state"),
        |state| *state == json!("editing"),
    );
}

/// Returns a property of the element in the frame, which has the demo's own origin.
fn frame_property(harness: &Harness, property: &str) -> Value {
    harness.browser().execute(
        "const frame = document.querySelector('iframe').contentDocument; \
         return frame?.querySelector('ticket-note')?.[arguments[0]] ?? null",
        vec![property.into()],
    )
}

fn element_property(harness: &Harness, property: &str) -> Value {
    harness
        .browser()
        .execute("return document.querySelector('ticket-note')[arguments[0]] ?? null", vec![property.into()])
}

/// Sets a control of the playground and dispatches `change`, as leaving it does.
fn set_control(harness: &Harness, name: &str, value: impl Into<Value>) {
    harness.browser().execute::<()>(
        "const control = document.querySelector(`[name=${arguments[0]}]`); \
         if (control.type === 'checkbox') control.checked = arguments[1]; else control.value = arguments[1]; \
         control.dispatchEvent(new Event('change', { bubbles: true }))",
        vec![name.into(), value.into()],
    );
}

fn text_of(harness: &Harness, selector: &str) -> String {
    harness
        .browser()
        .execute("return document.querySelector(arguments[0]).textContent", vec![selector.into()])
}

#[test]
fn settings_reach_the_element_the_frame_and_the_snippets() {
    let harness = Harness::new();
    open_demo(&harness);
    for (attribute, property, value, seen) in [
        ("ticket-id", "ticketId", json!("7"), json!(7)),
        ("user-id", "userId", json!("9"), json!(9)),
        ("type", "type", json!("1"), json!("1")),
        ("types", "types", json!("calllog,1=E-mail & more"), json!("calllog,1=E-mail & more")),
        ("lock-type", "lockType", json!(true), json!(true)),
        ("endpoint", "endpoint", json!("/api/ticket-note/message"), json!("/api/ticket-note/message")),
        ("max-length", "maxLength", json!("100"), json!(100)),
        ("theme", "theme", json!("dark"), json!("dark")),
        ("drafts", "drafts", json!("off"), json!("off")),
        ("sign-in", "signIn", json!(true), json!("")),
        ("storage-access", "storageAccess", json!(true), json!(true)),
        ("lang", "lang", json!("nl"), json!("nl")),
    ] {
        set_control(&harness, attribute, value);
        assert_eq!(element_property(&harness, property), seen, "{attribute}");
        wait_until(attribute, || frame_property(&harness, property), |framed| *framed == seen);
        assert!(text_of(&harness, "#frame-snippet").contains(&format!("{property}=")), "{attribute}");
    }
    let snippet = text_of(&harness, "#element-snippet");
    let written =
        r#"ticket-id="7" user-id="9" type="1" types="calllog,1=E-mail &amp; more" lock-type theme="dark""#;
    assert!(snippet.contains(written), "{snippet}");
}

#[test]
fn the_element_snippet_matches_the_demo_element() {
    let harness = Harness::new();
    open_demo(&harness);
    set_control(&harness, "types", "1=<b>\"E-mail\" & more</b>");
    set_control(&harness, "lock-type", true);
    let attributes = "const note = arguments[0].querySelector('ticket-note'); \
        return Object.fromEntries(note.getAttributeNames().sort().map((name) => [name, note.getAttribute(name)]))";
    let shown: Value = harness.browser().execute(&attributes.replace("arguments[0]", "document"), Vec::new());
    let snippet = text_of(&harness, "#element-snippet");
    // The demo's policy forbids parsing HTML, so another page parses it.
    let server = ParentServer::start();
    harness.browser().open(&server.origin());
    let copied = "new DOMParser().parseFromString(arguments[0], 'text/html')";
    let copied: Value =
        harness.browser().execute(&attributes.replace("arguments[0]", copied), vec![snippet.into()]);
    assert_eq!(copied, shown);
}

#[test]
fn element_events_and_frame_messages_are_logged() {
    let harness = Harness::new();
    open_demo(&harness);
    set_control(&harness, "type", "calllog");
    harness.form().type_text(TEXT).click_button("Add note").wait_for_state("saved");
    let log = || {
        harness.browser().execute::<String>("return document.querySelector('#events').innerText", Vec::new())
    };
    wait_until("the element's events and the frame's", log, |log| {
        ["note-ready", "note-saved", "attemptId", "resize", "\"height\""]
            .iter()
            .all(|part| log.contains(part))
    });
}

#[test]
fn the_frame_is_as_tall_as_its_page() {
    let harness = Harness::new();
    open_demo(&harness);
    let heights = || {
        harness.browser().execute::<[f64; 2]>(
            "const frame = document.querySelector('iframe'); \
             return [frame.clientHeight, Math.ceil(frame.contentDocument.body.getBoundingClientRect().height)]",
            Vec::new(),
        )
    };
    wait_until("a frame that fits", heights, |[frame, page]| (frame - page).abs() < 1.0);
}

#[test]
fn the_chosen_fault_is_applied() {
    let harness = Harness::new();
    open_demo(&harness);
    set_control(&harness, "type", "calllog");
    set_control(&harness, "fault", "error400");
    harness.form().type_text(TEXT).click_button("Add note").wait_for_state("refused");
    set_control(&harness, "fault", "none");
    harness.form().click_button("Add note").wait_for_state("saved");
    wait_until("the note in the ticket", || text_of(&harness, "#notes"), |notes| notes.contains(TEXT));
}

#[test]
fn the_demo_passes_the_audit_and_fits_320_px() {
    let harness = Harness::new();
    open_demo(&harness);
    set_control(&harness, "type", "calllog");
    harness.form().type_text(TEXT).click_button("Add note").wait_for_state("saved");
    wait_until("the note in the ticket", || text_of(&harness, "#notes"), |notes| notes.contains(TEXT));
    harness.browser().execute_async::<()>(
        "const done = arguments[arguments.length - 1]; import('/axe.min.js').then(() => done(), () => done())",
        Vec::new(),
    );
    let script = "const done = arguments[arguments.length - 1]; \
        const { shadowRoot } = document.querySelector('ticket-note'); \
        const ends = shadowRoot.getAnimations().map(({ finished }) => finished.catch(() => {})); \
        const audit = () => axe.run(document, { resultTypes: ['violations'], iframes: false }); \
        Promise.all(ends).then(audit).then( \
          ({ violations }) => done(violations.map(({ id, nodes }) => \
            `${id}: ${nodes.map(({ target, failureSummary }) => `${target} ${failureSummary}`).join('; ')}`)), \
          (error) => done([String(error)]))";
    for theme in ["light", "dark"] {
        set_control(&harness, "theme", theme);
        let findings: Vec<String> = harness.browser().execute_async(script, Vec::new());
        assert_eq!(findings, [""; 0], "{theme}");
    }
    harness.browser().set_width(320);
    // Some engines do not allow a window of this width, so the page gets the width.
    let overflowing: Vec<String> = harness.browser().execute(
        "document.documentElement.style.width = '320px'; \
         const log = document.querySelector('.log'); \
         return [...document.body.querySelectorAll('*')] \
           .filter((element) => !log.contains(element) && element.getBoundingClientRect().right > 320.5) \
           .map((element) => element.outerHTML.slice(0, 80))",
        Vec::new(),
    );
    assert_eq!(overflowing, [""; 0]);
}
