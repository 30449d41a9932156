//! The element as its page's author meets it (contract, section 4), wherever it is put.

use serde::de::DeserializeOwned;
use serde_json::{Value, json};
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::PathBuf;
use thirtyfour::Key;
use ticket_note_e2e::{Fault, Form, Site, Visit, until};

const TEXT: &str = "Spoke with the customer.";
const PAGE: &str = include_str!("../../fixtures/element.html");
const SCRIPT: &str = r#"<script type="module" src="./embed.js"></script>"#;

/// Opens the page with a type chosen.
fn opens(visit: &Visit) -> Form<'_> {
    let form = visit.opens_page("element.html");
    form.is_given("type", "calllog");
    form
}

/// Runs the body of an asynchronous function in the page: `note` is its element.
#[track_caller]
fn asks<T: DeserializeOwned>(visit: &Visit, body: &str) -> T {
    let script = format!(
        "const done = arguments[arguments.length - 1]; \
         (async (note) => {{ {body} }})(document.querySelector('ticket-note')).then(done, (error) => done(String(error)))"
    );
    visit.browser().awaits(&script, Vec::new())
}

fn has_written(site: &Site, name: &str, text: &str) {
    fs::write(site.path().join(name), text).unwrap();
}

#[test]
fn what_was_set_before_the_element_was_defined_holds() {
    let site = Site::new();
    let late = "const note = document.querySelector('ticket-note'); \
         note.ticketId = 7; note.userId = 254; note.type = 'calllog'; note.lockType = true; \
         note.value = 'Written before the script came.'; \
         await import('./embed.js')";
    has_written(&site, "late.js", late);
    has_written(&site, "late.html", &PAGE.replace("./embed.js", "./late.js"));
    let visit = Visit::to(site, &[]);
    let form = visit.opens_page("late.html");
    form.presses("Add note").becomes("saved");
    let [note] = &visit.sandbox().notes()[..] else { panic!("not one note") };
    assert_eq!((note.ticket, note.user, note.note_type.as_str()), (7, Some(254), "calllog"));
    assert_eq!(note.message, "Written before the script came.");
    assert_eq!(
        asks::<[Value; 2]>(&visit, "return [note.getAttribute('ticket-id'), note.getAttribute('lock-type')]"),
        [json!("7"), json!("")]
    );
}

#[test]
fn attributes_and_properties_are_in_step() {
    let visit = Visit::new();
    opens(&visit);
    let seen: Vec<Value> = asks(
        &visit,
        "const seen = []; \
         note.setAttribute('ticket-id', '7'); seen.push(note.ticketId); \
         note.ticketId = 8; seen.push(note.getAttribute('ticket-id')); \
         note.lockType = true; seen.push(note.getAttribute('lock-type')); \
         note.removeAttribute('lock-type'); seen.push(note.lockType); \
         note.userId = 254; note.userId = null; seen.push(note.hasAttribute('user-id'), note.userId); \
         note.type = null; seen.push(note.hasAttribute('type'), note.type); \
         note.setAttribute('ticket-id', 'abc'); seen.push(note.ticketId); \
         return seen",
    );
    assert_eq!(json!(seen), json!([7, "8", "", false, false, null, false, null, null]));
}

#[test]
fn value_state_and_version_tell_what_is() {
    let visit = Visit::new();
    let form = opens(&visit);
    let loading: [String; 2] = asks(
        &visit,
        "const other = document.createElement('ticket-note'); return [other.state, other.value]",
    );
    assert_eq!(loading, ["loading", ""]);
    assert_eq!(asks::<String>(&visit, "return note.version"), env!("CARGO_PKG_VERSION"));
    form.is_given("value", TEXT);
    assert_eq!(asks::<String>(&visit, "return note.shadowRoot.querySelector('textarea').value"), TEXT);
    form.types(" More.");
    assert_eq!(form.value(), format!("{TEXT} More."));
    assert_eq!(form.state(), "editing");
}

#[test]
fn submit_settles_with_each_of_its_ends() {
    let visit = Visit::with_flags(&["--upstream-timeout", "2"]);
    let form = opens(&visit);
    let submits = || asks::<String>(&visit, "return note.submit()");
    form.is_given("value", "Four");
    assert_eq!(submits(), "invalid");
    form.is_given("value", TEXT);
    let prevented = "note.addEventListener('note-submit', (event) => event.preventDefault(), { once: true }); \
                     return note.submit()";
    assert_eq!(asks::<String>(&visit, prevented), "cancelled");
    visit.sent_nothing();
    visit.sandbox().has(Fault::Error400);
    assert_eq!(submits(), "refused");
    visit.sandbox().has(Fault::None);
    assert_eq!(submits(), "saved");
    form.is_given("value", TEXT);
    visit.sandbox().has(Fault::Http500);
    assert_eq!(submits(), "unknown");
    form.is_given("ticketId", 0).becomes("invalid-config");
    assert_eq!(submits(), "invalid");
    assert_eq!(asks::<String>(&visit, "return document.createElement('ticket-note').submit()"), "cancelled");
}

#[test]
fn check_validity_is_what_a_send_would_find() {
    let visit = Visit::new();
    let form = opens(&visit);
    let is_valid = || asks::<bool>(&visit, "return note.checkValidity()");
    assert!(!is_valid(), "empty");
    form.is_given("value", "Four");
    assert!(!is_valid(), "four characters");
    form.is_given("value", TEXT);
    assert!(is_valid(), "a note");
    form.is_given("type", "2").becomes("invalid-config");
    assert!(!is_valid(), "no type of the contract");
    visit.sent_nothing();
}

#[test]
fn reset_empties_the_form_and_its_problems() {
    let visit = Visit::new();
    let form = opens(&visit);
    form.types("Four").presses("Add note");
    form.judges("textbox", "Note", |verdict| verdict.invalid);
    asks::<()>(&visit, "note.reset()");
    form.judges("textbox", "Note", |verdict| !verdict.invalid);
    assert_eq!(form.value(), "");
    let drafts = || asks::<usize>(&visit, "return sessionStorage.length");
    until("no draft", drafts, |drafts| *drafts == 0);
}

#[test]
fn focus_goes_to_what_is_to_be_filled_in() {
    let visit = Visit::new();
    let form = visit.opens_page("element.html");
    asks::<()>(&visit, "note.focus()");
    form.judges("combobox", "Type", |verdict| verdict.focused);
    asks::<()>(&visit, "note.type = 'calllog'; await new Promise(requestAnimationFrame); note.focus()");
    form.judges("textbox", "Note", |verdict| verdict.focused);
    assert!(asks::<bool>(&visit, "return document.activeElement === note"));
}

#[test]
fn a_move_keeps_the_text_the_caret_and_the_very_control() {
    let visit = Visit::new();
    let form = opens(&visit);
    form.types(TEXT);
    let seen: [Value; 3] = asks(
        &visit,
        "const area = note.shadowRoot.querySelector('textarea'); \
         area.setSelectionRange(5, 5); \
         document.body.append(note); \
         await new Promise((resume) => setTimeout(resume, 100)); \
         const after = note.shadowRoot.querySelector('textarea'); \
         return [after === area, after.value, after.selectionStart]",
    );
    assert_eq!(seen, [json!(true), json!(TEXT), json!(5)]);
    form.presses("Add note").becomes("saved");
}

#[test]
fn a_note_whose_form_was_removed_is_reported_all_the_same() {
    let visit = Visit::new();
    visit.sandbox().takes(1000);
    opens(&visit).types(TEXT);
    let seen: [String; 2] = asks(
        &visit,
        "const saved = new Promise((resolve) => note.addEventListener('note-saved', resolve)); \
         const sending = new Promise((resolve) => note.addEventListener('note-change', resolve)); \
         const outcome = note.submit(); \
         await sending; \
         note.remove(); \
         return [await outcome, (await saved).detail.message]",
    );
    assert_eq!(seen, ["saved", "Message has been sent and the ticket status was updated."]);
    assert_eq!(visit.sandbox().notes().len(), 1);
    visit.had_no_complaint();
}

#[test]
fn a_second_copy_of_the_script_is_harmless() {
    let site = Site::new();
    let twice = "await import('./embed.js'); \
         const first = customElements.get('ticket-note'); \
         await import('./embed.js?2'); \
         window.isFirst = customElements.get('ticket-note') === first";
    has_written(&site, "twice.js", twice);
    has_written(&site, "twice.html", &PAGE.replace("./embed.js", "./twice.js"));
    let visit = Visit::to(site, &[]);
    let form = visit.opens_page("twice.html");
    let is_first = || asks::<Option<bool>>(&visit, "return window.isFirst ?? null");
    assert_eq!(until("both copies", is_first, Option::is_some), Some(true));
    form.chooses("Call log").types(TEXT).presses("Add note").becomes("saved");
    assert_eq!(visit.sandbox().notes().len(), 1);
    visit.had_no_complaint();
}

#[test]
fn a_hundred_mounts_more_need_no_more_memory() {
    let site = Site::new();
    let glue = file_of(&site, "ticket-note-", ".js");
    let glue = glue.file_name().unwrap().to_str().unwrap().to_owned();
    let visit = Visit::to(site, &[]);
    opens(&visit);
    let script = "const glue = await import(`${location.origin}/GLUE`); \
         const memory = Object.values(glue.initSync()).find((it) => it instanceof WebAssembly.Memory); \
         for (let mounts = 0; mounts < 100; mounts += 1) { \
           const other = document.createElement('ticket-note'); \
           other.ticketId = 7; \
           const ready = new Promise((resolve) => other.addEventListener('note-ready', resolve)); \
           document.body.append(other); \
           await ready; \
           other.remove(); \
           await new Promise((resume) => setTimeout(resume)); \
         } \
         return memory.buffer.byteLength";
    let script = script.replace("GLUE", &glue);
    let first: u64 = asks(&visit, &script);
    let second: u64 = asks(&visit, &script);
    assert_eq!(second, first);
    visit.had_no_complaint();
}

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

#[test]
fn two_elements_on_one_ticket_are_two_attempts() {
    let visit = Visit::new();
    opens(&visit);
    let (outcomes, attempts): (Vec<String>, BTreeSet<String>) = asks(
        &visit,
        "const other = note.cloneNode(true); \
         const ready = new Promise((resolve) => other.addEventListener('note-ready', resolve)); \
         note.after(other); \
         await ready; \
         const attempts = []; \
         addEventListener('note-submit', ({ detail }) => attempts.push(detail.attemptId)); \
         note.value = other.value = 'Spoke with the customer.'; \
         return [await Promise.all([note.submit(), other.submit()]), attempts]",
    );
    assert_eq!(outcomes, ["saved", "saved"]);
    assert_eq!(attempts.len(), 2);
    assert_eq!(visit.sandbox().notes().len(), 2);
}

#[test]
fn the_pages_styles_leave_the_form_usable() {
    let site = Site::new();
    let link = r#"<link rel="stylesheet" href="./hostile.css">"#;
    has_written(&site, "hostile.css", "* { all: unset !important } html { font-size: 4px !important }");
    has_written(&site, "hostile.html", &PAGE.replace(SCRIPT, &format!("{link}{SCRIPT}")));
    let visit = Visit::to(site, &[]);
    let form = visit.opens_page("hostile.html");
    let sizes: BTreeMap<String, [f64; 3]> = asks(
        &visit,
        "const controls = note.shadowRoot.querySelectorAll('select, textarea, button'); \
         return Object.fromEntries([...controls].map((control) => { \
           const { width, height } = control.getBoundingClientRect(); \
           return [control.localName, [width, height, parseFloat(getComputedStyle(control).fontSize)]]; \
         }))",
    );
    assert_eq!(sizes.len(), 3);
    for (control, [width, height, font]) in &sizes {
        assert!(*width >= 24.0 && *height >= 24.0 && *font >= 12.0, "{control}: {sizes:?}");
    }
    assert_eq!(asks::<String>(&visit, "return getComputedStyle(note).display"), "block");
    form.chooses("Call log").types(TEXT).presses("Add note").becomes("saved");
    assert_eq!(visit.sandbox().notes()[0].message, TEXT);
}

/// The file with a hash in its name.
fn file_of(site: &Site, start: &str, end: &str) -> PathBuf {
    let mut paths = fs::read_dir(site.path()).unwrap().map(|entry| entry.unwrap().path());
    let is_it = |path: &PathBuf| {
        let name = path.file_name().unwrap().to_str().unwrap();
        name.starts_with(start) && name.ends_with(end)
    };
    paths.find(is_it).expect("the bundle has it")
}

/// A file that the proxy serves as it is, without its compressed twins.
fn without_twins(path: PathBuf) -> PathBuf {
    for twin in ["br", "gz"] {
        let _ = fs::remove_file(format!("{}.{twin}", path.display()));
    }
    path
}

/// That the element shows its own content and says why.
#[track_caller]
fn fails(site: Site, cause: &str) {
    let visit = Visit::to(site, &[]);
    let form = visit.opens_page("element.html");
    form.becomes("failed").says(cause);
    let failures: Vec<_> = visit.heard().into_iter().filter(|heard| heard.name == "note-failed").collect();
    assert_eq!(failures.len(), 1);
    assert_eq!(failures[0].detail, json!({ "cause": cause }));
    let is_shown = "const link = note.querySelector('a'); \
                    return Boolean(link.assignedSlot) && link.getBoundingClientRect().height > 0";
    assert!(asks::<bool>(&visit, is_shown), "the element's own content shows");
    visit.sent_nothing();
}

#[test]
fn without_its_wasm_the_elements_own_content_shows() {
    let site = Site::new();
    fs::remove_file(without_twins(file_of(&site, "ticket-note_bg-", ".wasm"))).unwrap();
    fails(site, "wasm-missing");
}

#[test]
fn with_half_its_wasm_the_elements_own_content_shows() {
    let site = Site::new();
    let wasm = without_twins(file_of(&site, "ticket-note_bg-", ".wasm"));
    let bytes = fs::read(&wasm).unwrap();
    fs::write(&wasm, &bytes[..bytes.len() / 2]).unwrap();
    fails(site, "wasm-invalid");
}

#[test]
fn with_its_wasm_as_plain_text_the_elements_own_content_shows() {
    let site = Site::new();
    let wasm = file_of(&site, "ticket-note_bg-", ".wasm");
    fs::rename(&wasm, site.path().join("wasm.txt")).unwrap();
    let script = without_twins(site.path().join("embed.js"));
    let name = wasm.file_name().unwrap().to_str().unwrap().to_owned();
    let text = fs::read_to_string(&script).unwrap();
    assert!(text.contains(&name), "the script names the wasm");
    fs::write(&script, text.replace(&name, "wasm.txt")).unwrap();
    fails(site, "wasm-invalid");
}
