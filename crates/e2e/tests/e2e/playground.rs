//! The demo page as a page author's playground.

use crate::host::Neighbour;
use serde_json::{Value, json};
use ticket_note_e2e::{Visit, until};

const TEXT: &str = "Spoke with the customer.";

fn opens(visit: &Visit) {
    visit.opens_page("demo").becomes("editing");
    until("a form in the frame", || in_frame(visit, "state"), |state| *state == json!("editing"));
}

/// A property of the element in the frame, which is of the demo's own origin.
fn in_frame(visit: &Visit, property: &str) -> Value {
    visit.browser().runs(
        "const frame = document.querySelector('iframe').contentDocument; \
         return frame?.querySelector('ticket-note')?.[arguments[0]] ?? null",
        vec![property.into()],
    )
}

fn on_page(visit: &Visit, property: &str) -> Value {
    visit
        .browser()
        .runs("return document.querySelector('ticket-note')[arguments[0]] ?? null", vec![property.into()])
}

/// Sets a control of the playground, as a person who leaves it does.
fn sets(visit: &Visit, name: &str, value: impl Into<Value>) {
    visit.browser().runs::<()>(
        "const control = document.querySelector(`[name=${arguments[0]}]`); \
         if (control.type === 'checkbox') control.checked = arguments[1]; else control.value = arguments[1]; \
         control.dispatchEvent(new Event('change', { bubbles: true }))",
        vec![name.into(), value.into()],
    );
}

fn text_of(visit: &Visit, selector: &str) -> String {
    visit.browser().runs("return document.querySelector(arguments[0]).textContent", vec![selector.into()])
}

#[test]
fn what_is_set_reaches_the_element_the_frame_and_the_snippets() {
    let visit = Visit::new();
    opens(&visit);
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
        ("lang", "lang", json!("nl"), json!("nl")),
    ] {
        sets(&visit, attribute, value);
        assert_eq!(on_page(&visit, property), seen, "{attribute}");
        until(attribute, || in_frame(&visit, property), |framed| *framed == seen);
        assert!(text_of(&visit, "#frame-snippet").contains(&format!("{property}=")), "{attribute}");
    }
    let snippet = text_of(&visit, "#element-snippet");
    let written =
        r#"ticket-id="7" user-id="9" type="1" types="calllog,1=E-mail &amp; more" lock-type theme="dark""#;
    assert!(snippet.contains(written), "{snippet}");
}

#[test]
fn the_element_of_the_snippet_is_the_element_of_the_demo() {
    let visit = Visit::new();
    opens(&visit);
    sets(&visit, "types", "1=<b>\"E-mail\" & more</b>");
    sets(&visit, "lock-type", true);
    let attributes = "const note = arguments[0].querySelector('ticket-note'); \
        return Object.fromEntries(note.getAttributeNames().sort().map((name) => [name, note.getAttribute(name)]))";
    let shown: Value = visit.browser().runs(&attributes.replace("arguments[0]", "document"), Vec::new());
    let snippet = text_of(&visit, "#element-snippet");
    // The demo's own policy lets nobody make a page out of a text.
    let neighbour = Neighbour::start();
    visit.browser().goes_to(&neighbour.origin());
    let copied = "new DOMParser().parseFromString(arguments[0], 'text/html')";
    let copied: Value =
        visit.browser().runs(&attributes.replace("arguments[0]", copied), vec![snippet.into()]);
    assert_eq!(copied, shown);
}

#[test]
fn what_element_and_frame_tell_is_in_the_log() {
    let visit = Visit::new();
    opens(&visit);
    sets(&visit, "type", "calllog");
    visit.form().types(TEXT).presses("Add note").becomes("saved");
    let log =
        || visit.browser().runs::<String>("return document.querySelector('#events').innerText", Vec::new());
    until("the element's events and the frame's", log, |log| {
        ["note-ready", "note-saved", "attemptId", "resize", "\"height\""]
            .iter()
            .all(|part| log.contains(part))
    });
}

#[test]
fn the_frame_is_as_high_as_its_page() {
    let visit = Visit::new();
    opens(&visit);
    let heights = || {
        visit.browser().runs::<[f64; 2]>(
            "const frame = document.querySelector('iframe'); \
             return [frame.clientHeight, Math.ceil(frame.contentDocument.body.getBoundingClientRect().height)]",
            Vec::new(),
        )
    };
    until("a frame that fits", heights, |[frame, page]| (frame - page).abs() < 1.0);
}

#[test]
fn what_the_help_desk_is_told_to_do_it_does() {
    let visit = Visit::new();
    opens(&visit);
    sets(&visit, "type", "calllog");
    sets(&visit, "fault", "error400");
    visit.form().types(TEXT).presses("Add note").becomes("refused");
    sets(&visit, "fault", "none");
    visit.form().presses("Add note").becomes("saved");
    until("the note in the ticket", || text_of(&visit, "#notes"), |notes| notes.contains(TEXT));
}

#[test]
fn the_playground_has_no_finding_and_fits_320_px() {
    let visit = Visit::new();
    opens(&visit);
    sets(&visit, "type", "calllog");
    visit.form().types(TEXT).presses("Add note").becomes("saved");
    until("the note in the ticket", || text_of(&visit, "#notes"), |notes| notes.contains(TEXT));
    visit.browser().awaits::<()>(
        "const done = arguments[arguments.length - 1]; import('/axe.min.js').then(() => done(), () => done())",
        Vec::new(),
    );
    let script = "const done = arguments[arguments.length - 1]; \
        axe.run(document, { resultTypes: ['violations'], iframes: false }).then( \
          ({ violations }) => done(violations.map(({ id, nodes }) => \
            `${id}: ${nodes.map(({ target, failureSummary }) => `${target} ${failureSummary}`).join('; ')}`)), \
          (error) => done([String(error)]))";
    for theme in ["light", "dark"] {
        sets(&visit, "theme", theme);
        let findings: Vec<String> = visit.browser().awaits(script, Vec::new());
        assert_eq!(findings, [""; 0], "{theme}");
    }
    visit.browser().is_wide(320);
    // Not every engine lets a window be that narrow; every page can be.
    let sticks_out: Vec<String> = visit.browser().runs(
        "document.documentElement.style.width = '320px'; \
         const log = document.querySelector('.log'); \
         return [...document.body.querySelectorAll('*')] \
           .filter((element) => !log.contains(element) && element.getBoundingClientRect().right > 320.5) \
           .map((element) => element.outerHTML.slice(0, 80))",
        Vec::new(),
    );
    assert_eq!(sticks_out, [""; 0]);
}
