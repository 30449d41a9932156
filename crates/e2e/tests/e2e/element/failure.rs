//! The fallback if the form cannot run or has stopped: the element is never an empty box.

use super::{SCRIPT, TEXT, open_form, run_script, site_with};
use crate::sentences::HAS_STOPPED;
use serde_json::{Value, json};
use std::fs;
use ticket_note_e2e::{Harness, Site, wait_until};

/// Asserts that, without the JavaScript engine, the element shows its fallback content and reports this
/// cause.
#[track_caller]
fn assert_fails(site: Site, page: &str, cause: &str) {
    site.remove_file("ticket-note-js-", ".js");
    assert_shows_fallback(site, page, cause);
}

#[track_caller]
fn assert_shows_fallback(site: Site, page: &str, cause: &str) {
    let harness = Harness::with_site(site, &[]);
    let cause = harness.browser().engine().failure_cause(cause);
    let form = harness.open_page(page);
    form.wait_for_state("failed").wait_for_announcement("The note form could not start.");
    let title = "return document.querySelector('ticket-note').shadowRoot.querySelector('[role=alert]').title";
    assert_eq!(harness.browser().evaluate::<String>(title), cause);
    let failures: Vec<_> =
        harness.events().into_iter().filter(|events| events.name == "note-failed").collect();
    assert_eq!(failures.len(), 1);
    assert_eq!(failures[0].detail, json!({ "cause": cause }));
    let is_shown = "const link = note.querySelector('a'); \
                    return Boolean(link.assignedSlot) && link.getBoundingClientRect().height > 0";
    assert!(run_script::<bool>(&harness, is_shown), "the fallback content is shown");
    harness.assert_nothing_sent();
}

#[test]
fn missing_wasm_shows_the_fallback_content() {
    let site = Site::new();
    site.remove_file("ticket-note_bg-", ".wasm");
    assert_fails(site, "element.html", "wasm-missing");
}

#[test]
fn a_second_request_recovers_a_lost_wasm_download() {
    let once = r#"const load = window.fetch;
        let lost = 1;
        window.fetch = (...all) => String(all[0]).includes('ticket-note_bg-') && lost-- > 0
            ? Promise.reject(new TypeError('lost')) : load(...all);"#;
    let site = site_with("once.html", SCRIPT, &format!(r#"<script src="./once.js"></script>{SCRIPT}"#));
    site.write_file("once.js", once);
    let harness = Harness::with_site(site, &[]);
    let form = harness.open_page("once.html");
    form.select_type("Call log").type_text(TEXT).click_button("Add note").wait_for_state("saved");
    assert!(harness.events().iter().all(|events| events.name != "note-failed"));
}

#[test]
fn truncated_wasm_shows_the_fallback_content() {
    let site = Site::new();
    let wasm = site.uncompressed_file("ticket-note_bg-", ".wasm");
    let bytes = fs::read(&wasm).unwrap();
    fs::write(&wasm, &bytes[..bytes.len() / 2]).unwrap();
    assert_fails(site, "element.html", "wasm-invalid");
}

#[test]
fn wasm_of_a_wrong_media_type_shows_the_fallback_content() {
    let site = Site::new();
    let wasm = site.find_file("ticket-note_bg-", ".wasm");
    fs::rename(&wasm, site.path().join("wasm.txt")).unwrap();
    let script = site.uncompressed_file("embed", ".js");
    let name = wasm.file_name().unwrap().to_str().unwrap().to_owned();
    let text = fs::read_to_string(&script).unwrap();
    assert!(text.contains(&name), "the script contains the name of the wasm file");
    fs::write(&script, text.replace(&name, "wasm.txt")).unwrap();
    assert_fails(site, "element.html", "wasm-invalid");
}

#[test]
fn wasm_blocked_by_policy_shows_the_fallback_content() {
    let policy = r#"<meta http-equiv="Content-Security-Policy" content="script-src 'self'">"#;
    let site = site_with("forbidden.html", SCRIPT, &format!("{policy}{SCRIPT}"));
    assert_fails(site, "forbidden.html", "wasm-blocked");
}

#[test]
fn no_wasm_support_shows_the_fallback_content() {
    let older = r#"<script src="./older.js"></script>"#;
    let site = site_with("older.html", SCRIPT, &format!("{older}{SCRIPT}"));
    site.write_file("older.js", "delete window.WebAssembly");
    assert_fails(site, "older.html", "wasm-unsupported");
}

#[test]
fn a_damaged_javascript_engine_reports_the_first_cause() {
    let site = Site::new();
    site.remove_file("ticket-note_bg-", ".wasm");
    let script = site.uncompressed_file("ticket-note-js-", ".js");
    let code = fs::read(&script).unwrap();
    fs::write(&script, &code[..code.len() / 2]).unwrap();
    assert_shows_fallback(site, "element.html", "wasm-missing");
}

#[test]
fn an_empty_javascript_engine_reports_the_first_cause() {
    let site = Site::new();
    site.remove_file("ticket-note_bg-", ".wasm");
    fs::write(site.uncompressed_file("ticket-note-js-", ".js"), "").unwrap();
    assert_shows_fallback(site, "element.html", "wasm-missing");
}

#[test]
fn the_fallback_content_is_hidden_while_the_form_loads() {
    let harness = Harness::new();
    open_form(&harness);
    let seen: [Value; 3] = run_script(
        &harness,
        "const other = document.createElement('ticket-note'); \
         other.append(note.querySelector('a').cloneNode(true)); \
         document.body.append(other); \
         const isShown = () => Boolean(other.firstChild.assignedSlot); \
         const first = isShown(); \
         await new Promise((resolve) => other.addEventListener('note-ready', resolve)); \
         return [first, isShown(), other.state]",
    );
    assert_eq!(seen, [json!(false), json!(false), json!("invalid-config")]);
}

#[test]
fn after_a_panic_every_text_can_be_read_and_copied() {
    let harness = Harness::new();
    let form = open_form(&harness);
    form.type_text(TEXT);
    // A page that breaks getRandomValues makes the form panic, because it cannot generate an attempt ID.
    let texts: Vec<Value> = run_script(
        &harness,
        "const other = note.cloneNode(true); \
         other.ticketId = 7; \
         other.value = 'On another ticket.'; \
         const ready = new Promise((resolve) => other.addEventListener('note-ready', resolve)); \
         note.after(other); \
         await ready; \
         Crypto.prototype.getRandomValues = () => { throw new Error('no random numbers') }; \
         const outcome = await note.submit(); \
         const seen = [note, other].map((element) => { \
           const area = element.shadowRoot.querySelector('textarea'); \
           area.select(); \
           const selected = area.value.slice(area.selectionStart, area.selectionEnd); \
           element.shadowRoot.querySelector('button').click(); \
           const status = element.shadowRoot.querySelector('[part=status]').textContent; \
           return [element.state, element.value, selected, area.readOnly, area.disabled, status]; \
         }); \
         return [outcome, ...seen]",
    );
    let status = HAS_STOPPED;
    let stopped = |text: &str| json!(["failed", text, text, true, false, status]);
    assert_eq!(json!(texts), json!(["cancelled", stopped(TEXT), stopped("On another ticket.")]));
    let failures =
        || harness.events().into_iter().filter(|events| events.name == "note-failed").collect::<Vec<_>>();
    let failures = wait_until("two failures", failures, |failures| failures.len() == 2);
    assert!(failures.iter().all(|failure| failure.detail == json!({"cause": "panic"})), "{failures:?}");
    harness.assert_nothing_sent();
    assert_eq!(run_script::<String>(&harness, "return note.submit()"), "cancelled");
    form.wait_for_state("failed");
}

#[test]
fn a_draft_survives_a_panic_and_a_reload() {
    let harness = Harness::new();
    open_form(&harness).type_text(TEXT);
    let panic = "Crypto.prototype.getRandomValues = () => { throw new Error('no random numbers') }; \
                 return note.submit()";
    run_script::<String>(&harness, panic);
    let form = harness.form();
    form.wait_for_state("failed");
    let form = open_form(&harness);
    assert_eq!(form.value(), TEXT);
    form.click_button("Add note").wait_for_state("saved");
    assert_eq!(harness.sandbox().notes().len(), 1);
}

#[test]
fn a_panic_while_mounting_stops_every_form() {
    let harness = Harness::new();
    let form = open_form(&harness);
    form.type_text(TEXT);
    run_script::<()>(
        &harness,
        "const other = note.cloneNode(true); \
         const failed = new Promise((resolve) => other.addEventListener('note-failed', resolve)); \
         note.after(other); \
         Object.defineProperty(other.shadowRoot.querySelector('select'), 'value', { get() { \
           if (window.WebAssembly) throw new window.WebAssembly.RuntimeError('unreachable'); \
           return null; \
         } }); \
         await failed",
    );
    form.wait_for_state("failed").wait_for_announcement(HAS_STOPPED);
    assert_eq!(form.value(), TEXT);
}
