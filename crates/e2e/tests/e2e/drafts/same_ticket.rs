//! Several forms of one tab on one ticket: an element and framed pages of the same origin.

use serde_json::Value;
use ticket_note_e2e::{Harness, Site, wait_until};

/// An element, with the script that defines it.
const ELEMENT: &str = "<script type=module src=./embed.js></script>\
    <ticket-note ticket-id=858462 type=calllog></ticket-note>";
const TEXTS: [&str; 2] = ["Spoke with the customer.", "Sent a copy of the invoice."];

/// `forms` in a script: the elements of the page and of its frames, in document order.
const FORMS: &str = "const documents = [document, ...[...document.querySelectorAll('iframe')].map((frame) => frame.contentDocument)]; \
    const forms = documents.map((page) => page?.querySelector('ticket-note')).filter(Boolean);";

/// Returns a frame, of the page's own origin, that contains an element.
///
/// The proxy's policy allows its pages no frame with an address. The demo, which has its own policy,
/// covers that case.
fn frame() -> String {
    format!(r#"<iframe srcdoc="{ELEMENT}"></iframe>"#)
}

/// Starts a harness with a page `forms.html` that contains these two forms.
fn harness_with_forms(first: &str, second: &str) -> Harness {
    let site = Site::new();
    site.write_file("forms.html", &format!("<!doctype html><title>Two forms</title>{first}{second}"));
    Harness::with_site(site, &[])
}

/// Opens or reloads a page, and waits until both of its forms have loaded.
#[track_caller]
fn open(harness: &Harness, page: &str) {
    harness.browser().open(&format!("{}/{page}", harness.origin()));
    let states = format!("{FORMS} return forms.map((form) => form.state)");
    let states = || harness.browser().evaluate::<Vec<String>>(&states);
    wait_until("two loaded forms", states, |states| {
        states.len() == 2 && !states.iter().any(|state| state == "loading")
    });
}

fn values(harness: &Harness) -> [String; 2] {
    harness.browser().evaluate(&format!("{FORMS} return forms.map((form) => form.value)"))
}

fn set_values(harness: &Harness) {
    let script = format!("{FORMS} forms.forEach((form, index) => {{ form.value = arguments[index] }})");
    harness.browser().execute::<()>(&script, TEXTS.map(Value::from).to_vec());
}

fn submit(harness: &Harness, index: usize) -> String {
    let script = format!("{FORMS} forms[arguments[0]].submit().then(arguments[1])");
    harness.browser().execute_async(&script, vec![index.into()])
}

/// Returns the text of every draft in session storage, in alphabetical order.
fn stored_texts(harness: &Harness) -> Vec<String> {
    let mut texts: Vec<String> = harness.browser().evaluate(
        "return Object.entries(sessionStorage).filter(([key]) => /^ticket-note:\\d+:/.test(key)) \
         .map(([, draft]) => JSON.parse(draft).text)",
    );
    texts.sort();
    texts
}

#[track_caller]
fn wait_for_drafts<const N: usize>(harness: &Harness, mut texts: [&str; N]) {
    texts.sort_unstable();
    wait_until("a draft for each text", || stored_texts(harness), |stored| *stored == texts);
}

#[track_caller]
fn assert_accepted(harness: &Harness, texts: &[&str]) {
    let accepted: Vec<_> = harness.sandbox().notes().into_iter().map(|note| note.message).collect();
    assert_eq!(accepted, texts);
}

/// Asserts that two forms have separate drafts, keep them over a reload, and add one note each.
#[track_caller]
fn assert_separate_drafts(harness: &Harness, page: &str, prepare: impl Fn()) {
    open(harness, page);
    prepare();
    set_values(harness);
    wait_for_drafts(harness, TEXTS);
    for _ in 0..2 {
        open(harness, page);
        wait_until("both texts, each in its form", || values(harness), |values| *values == TEXTS);
    }
    prepare();
    assert_eq!(submit(harness, 0), "saved");
    wait_for_drafts(harness, [TEXTS[1]]);
    assert_eq!(values(harness), ["", TEXTS[1]]);
    assert_eq!(submit(harness, 1), "saved");
    wait_for_drafts(harness, []);
    assert_accepted(harness, &TEXTS);
}

#[test]
fn an_element_and_a_frame_have_separate_drafts() {
    let harness = harness_with_forms(ELEMENT, &frame());
    assert_separate_drafts(&harness, "forms.html", || ());
}

#[test]
fn two_same_origin_frames_have_separate_drafts() {
    let harness = harness_with_forms(&frame(), &frame());
    assert_separate_drafts(&harness, "forms.html", || ());
}

#[test]
fn element_and_frame_of_the_demo_have_separate_drafts() {
    let harness = Harness::new();
    let set_type = || {
        harness.browser().execute::<()>(
            "const type = document.querySelector('[name=type]'); \
             type.value = 'calllog'; \
             type.dispatchEvent(new Event('change', { bubbles: true }))",
            Vec::new(),
        );
        let types = format!("{FORMS} return forms.map((form) => form.type)");
        let types = || harness.browser().evaluate::<Vec<Option<String>>>(&types);
        wait_until("a type in both forms", types, |types| {
            types.iter().all(|note_type| note_type.as_deref() == Some("calllog"))
        });
    };
    assert_separate_drafts(&harness, "demo", set_type);
}

#[test]
fn a_sent_note_never_removes_the_other_forms_draft() {
    let harness = harness_with_forms(ELEMENT, &frame());
    open(&harness, "forms.html");
    set_values(&harness);
    wait_for_drafts(&harness, TEXTS);
    assert_eq!(submit(&harness, 1), "saved");
    wait_for_drafts(&harness, [TEXTS[0]]);
    open(&harness, "forms.html");
    // Only one form has the remaining text, so it cannot be added twice.
    let sorted_values = || {
        let mut values = values(&harness);
        values.sort();
        values
    };
    wait_until("one text", sorted_values, |values| *values == ["", TEXTS[0]]);
    assert_accepted(&harness, &TEXTS[1..]);
}

#[test]
fn the_same_text_in_two_forms_adds_two_notes() {
    let harness = harness_with_forms(ELEMENT, &frame());
    open(&harness, "forms.html");
    let script = format!("{FORMS} for (const form of forms) form.value = arguments[0]");
    harness.browser().execute::<()>(&script, vec![TEXTS[0].into()]);
    wait_for_drafts(&harness, [TEXTS[0], TEXTS[0]]);
    assert_eq!(submit(&harness, 0), "saved");
    wait_for_drafts(&harness, [TEXTS[0]]);
    assert_eq!(submit(&harness, 1), "saved");
    wait_for_drafts(&harness, []);
    assert_accepted(&harness, &[TEXTS[0], TEXTS[0]]);
}
