//! The form without WebAssembly (docs/specification.md, section 4.12): the JavaScript engine takes its place.

use super::{SCRIPT, TEXT, run_script, site_with};
use crate::sentences::HAS_STOPPED;
use serde_json::{Value, json};
use std::collections::BTreeSet;
use std::fs;
use ticket_note_e2e::{Engine, Harness, Site, wait_until};

const STRICT_POLICY: &str = "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; \
    require-trusted-types-for 'script'";

/// Returns a site whose page `older.html` has no WebAssembly.
fn site_without_wasm() -> Site {
    let site = site_with("older.html", SCRIPT, &format!(r#"<script src="./older.js"></script>{SCRIPT}"#));
    site.write_file("older.js", "delete window.WebAssembly");
    site
}

/// Returns a site whose page `strict.html` has this policy.
fn site_with_policy(policy: &str) -> Site {
    let meta = format!(r#"<meta http-equiv="Content-Security-Policy" content="{policy}">"#);
    let watch = r#"<script src="./watch.js"></script>"#;
    site_with("strict.html", watch, &format!("{meta}{watch}"))
}

/// Returns the names of the engines' files that the page has requested.
fn requested_engines(harness: &Harness) -> BTreeSet<String> {
    let requested: Vec<String> = run_script(
        harness,
        "return performance.getEntriesByType('resource') \
         .map(({ name }) => /(ticket-note(?:_bg|-js)?)-[0-9a-f]+[.](?:js|wasm)/.exec(name)?.[1]).filter(Boolean)",
    );
    requested.into_iter().collect()
}

/// Asserts that the form of a page runs in the JavaScript engine, and adds a note.
#[track_caller]
fn assert_runs(site: Site, page: &str) -> Harness {
    let harness = Harness::with_site(site, &[]);
    let form = harness.open_page(page);
    form.wait_for_state("editing").select_type("Call log").type_text(TEXT);
    assert_eq!(run_script::<String>(&harness, "return note.engine"), "js");
    form.click_button("Add note").wait_for_state("saved");
    assert_eq!(harness.sandbox().notes()[0].message, TEXT);
    assert!(harness.events().iter().all(|event| event.name != "note-failed"));
    harness
}

#[test]
fn a_missing_module_starts_the_javascript_engine() {
    let site = Site::new();
    site.remove_file("ticket-note_bg-", ".wasm");
    assert_runs(site, "element.html");
}

#[test]
fn missing_glue_starts_the_javascript_engine() {
    let site = Site::new();
    site.remove_file("ticket-note-", ".js");
    assert_runs(site, "element.html");
}

#[test]
fn a_corrupt_module_starts_the_javascript_engine() {
    let site = Site::new();
    let wasm = site.uncompressed_file("ticket-note_bg-", ".wasm");
    let mut bytes = fs::read(&wasm).unwrap();
    *bytes.last_mut().unwrap() ^= 1;
    fs::write(&wasm, bytes).unwrap();
    assert_runs(site, "element.html");
}

#[test]
fn a_wrong_media_type_starts_the_javascript_engine() {
    let site = Site::new();
    let wasm = site.find_file("ticket-note_bg-", ".wasm");
    fs::copy(&wasm, site.path().join("wasm.txt")).unwrap();
    let script = site.uncompressed_file("embed", ".js");
    let text = fs::read_to_string(&script).unwrap();
    fs::write(&script, text.replace(wasm.file_name().unwrap().to_str().unwrap(), "wasm.txt")).unwrap();
    assert_runs(site, "element.html");
}

#[test]
fn no_webassembly_starts_the_javascript_engine() {
    let harness = assert_runs(site_without_wasm(), "older.html");
    assert_eq!(requested_engines(&harness), BTreeSet::from(["ticket-note-js".to_owned()]));
    harness.assert_no_page_errors();
}

#[test]
fn a_page_with_webassembly_does_not_load_the_javascript_engine() {
    if !Engine::chosen().has_wasm() {
        return;
    }
    let harness = Harness::new();
    harness.open_page("element.html").wait_for_state("editing");
    let expected = ["ticket-note", "ticket-note_bg"].map(str::to_owned);
    assert_eq!(requested_engines(&harness), BTreeSet::from(expected));
    assert_eq!(run_script::<String>(&harness, "return note.engine"), "wasm");
}

#[test]
fn a_strict_policy_is_only_violated_by_the_compilation() {
    let harness = assert_runs(site_with_policy(STRICT_POLICY), "strict.html");
    assert_eq!(requested_engines(&harness), BTreeSet::from(["ticket-note-js".to_owned()]));
    let errors: Vec<String> = harness.browser().execute("return pageErrors", Vec::new());
    // Some browsers look for the icon of the page, which this policy forbids.
    let ours: Vec<_> = errors.iter().filter(|error| !error.contains("/favicon.ico")).collect();
    assert!(ours.len() <= 1 && ours.iter().all(|error| error.contains("wasm-eval")), "{errors:?}");
}

#[test]
fn the_engine_is_known_when_the_form_is_ready() {
    let harness = Harness::with_site(site_without_wasm(), &[]);
    harness.open_page("older.html").wait_for_state("editing");
    let seen: [Value; 3] = run_script(
        &harness,
        "const other = document.createElement('ticket-note'); \
         const before = other.engine; \
         const ready = new Promise((resolve) => other.addEventListener('note-ready', resolve)); \
         document.body.append(other); \
         return [before, (await ready).detail.engine, other.engine]",
    );
    assert_eq!(seen, [Value::Null, json!("js"), json!("js")]);
}

#[test]
fn fifteen_thousand_characters_arrive_as_typed() {
    let harness = Harness::with_site(site_without_wasm(), &[]);
    let form = harness.open_page("older.html");
    let text = "Résumé👩‍👩‍👧\n".repeat(1250);
    assert_eq!(text.chars().count(), 15_000);
    form.select_type("Call log").set_property("value", text.as_str());
    form.type_text("End.").click_button("Add note").wait_for_state("saved");
    assert_eq!(harness.sandbox().notes()[0].message, format!("{text}End."));
    harness.assert_no_page_errors();
}

#[test]
fn forty_forms_at_once_keep_their_texts() {
    let harness = Harness::with_site(site_without_wasm(), &[]);
    harness.open_page("older.html").wait_for_state("editing");
    let outcomes: Vec<[String; 2]> = run_script(
        &harness,
        "const others = Array.from({ length: 40 }, (_, index) => Object.assign(document.createElement('ticket-note'), { \
           ticketId: index + 1, type: 'calllog', value: 'Note '.repeat(200) + (index + 1) })); \
         const ready = others.map((other) => new Promise((resolve) => other.addEventListener('note-ready', resolve))); \
         document.body.append(...others); \
         await Promise.all(ready); \
         return Promise.all(others.map(async (other) => [other.value.slice(1000), await other.submit()]))",
    );
    let expected: Vec<_> = (1..=40).map(|index| [index.to_string(), "saved".to_owned()]).collect();
    assert_eq!(outcomes, expected);
    assert_eq!(harness.sandbox().notes().len(), 40);
}

/// Adds and removes a form this many times.
fn mount(harness: &Harness, times: u32) {
    run_script::<()>(
        harness,
        &format!(
            "for (let mounts = 0; mounts < {times}; mounts += 1) {{ \
               const other = document.createElement('ticket-note'); \
               other.ticketId = 7; \
               const ready = new Promise((resolve) => other.addEventListener('note-ready', resolve)); \
               document.body.append(other); \
               await ready; \
               other.remove(); \
               await new Promise((resume) => setTimeout(resume)); \
             }}"
        ),
    );
}

#[test]
fn five_hundred_mounts_leave_the_heap_flat() {
    let harness = Harness::with_site(site_without_wasm(), &[]);
    let form = harness.open_page("older.html");
    // By then the browser has compiled what it will compile.
    mount(&harness, 600);
    let before = harness.browser().heap_bytes();
    mount(&harness, 500);
    let after = harness.browser().heap_bytes();
    if let (Some(before), Some(after)) = (before, after) {
        assert!(after < before + 500 * 250, "{} bytes more", after - before);
    }
    form.select_type("Call log").type_text(TEXT).click_button("Add note").wait_for_state("saved");
}

#[test]
fn a_trap_of_the_javascript_engine_keeps_the_text() {
    let harness = Harness::with_site(site_without_wasm(), &[]);
    let form = harness.open_page("older.html");
    form.select_type("Call log").type_text(TEXT);
    // Without random numbers the form cannot generate an attempt ID, and panics.
    let seen: [Value; 4] = run_script(
        &harness,
        "Crypto.prototype.getRandomValues = () => { throw new Error('no random numbers') }; \
         const outcome = await note.submit(); \
         const area = note.shadowRoot.querySelector('textarea'); \
         return [outcome, note.state, note.value, area.readOnly]",
    );
    assert_eq!(seen, [json!("cancelled"), json!("failed"), json!(TEXT), json!(true)]);
    form.wait_for_announcement(HAS_STOPPED);
    let failure = || harness.events().into_iter().find(|event| event.name == "note-failed");
    let failure = wait_until("a failure", failure, Option::is_some).unwrap();
    assert_eq!(failure.detail, json!({"cause": "panic"}));
    harness.assert_nothing_sent();
}
