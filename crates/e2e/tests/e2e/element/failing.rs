//! Where the form cannot run, or runs no more, there is never an empty box.

use super::{SCRIPT, TEXT, asks, opens, site_with};
use serde_json::{Value, json};
use std::fs;
use ticket_note_e2e::{Site, Visit, until};

/// That the element shows its own content and says why.
#[track_caller]
fn fails(site: Site, page: &str, cause: &str) {
    let visit = Visit::to(site, &[]);
    let form = visit.opens_page(page);
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
    site.loses("ticket-note_bg-", ".wasm");
    fails(site, "element.html", "wasm-missing");
}

#[test]
fn a_wasm_that_comes_at_the_second_request_is_no_failure() {
    let once = r#"const load = window.fetch;
        let lost = 1;
        window.fetch = (...all) => String(all[0]).includes('ticket-note_bg-') && lost-- > 0
            ? Promise.reject(new TypeError('lost')) : load(...all);"#;
    let site = site_with("once.html", SCRIPT, &format!(r#"<script src="./once.js"></script>{SCRIPT}"#));
    site.writes("once.js", once);
    let visit = Visit::to(site, &[]);
    let form = visit.opens_page("once.html");
    form.chooses("Call log").types(TEXT).presses("Add note").becomes("saved");
    assert!(visit.heard().iter().all(|heard| heard.name != "note-failed"));
}

#[test]
fn with_half_its_wasm_the_elements_own_content_shows() {
    let site = Site::new();
    let wasm = site.plain_file("ticket-note_bg-", ".wasm");
    let bytes = fs::read(&wasm).unwrap();
    fs::write(&wasm, &bytes[..bytes.len() / 2]).unwrap();
    fails(site, "element.html", "wasm-invalid");
}

#[test]
fn with_its_wasm_as_plain_text_the_elements_own_content_shows() {
    let site = Site::new();
    let wasm = site.file("ticket-note_bg-", ".wasm");
    fs::rename(&wasm, site.path().join("wasm.txt")).unwrap();
    let script = site.plain_file("embed", ".js");
    let name = wasm.file_name().unwrap().to_str().unwrap().to_owned();
    let text = fs::read_to_string(&script).unwrap();
    assert!(text.contains(&name), "the script names the wasm");
    fs::write(&script, text.replace(&name, "wasm.txt")).unwrap();
    fails(site, "element.html", "wasm-invalid");
}

#[test]
fn where_the_pages_policy_forbids_wasm_the_elements_own_content_shows() {
    let policy = r#"<meta http-equiv="Content-Security-Policy" content="script-src 'self'">"#;
    let site = site_with("forbidden.html", SCRIPT, &format!("{policy}{SCRIPT}"));
    fails(site, "forbidden.html", "wasm-blocked");
}

#[test]
fn in_a_browser_without_wasm_the_elements_own_content_shows() {
    let older = r#"<script src="./older.js"></script>"#;
    let site = site_with("older.html", SCRIPT, &format!("{older}{SCRIPT}"));
    site.writes("older.js", "delete window.WebAssembly");
    fails(site, "older.html", "wasm-unsupported");
}

#[test]
fn before_the_form_is_there_the_elements_own_content_shows() {
    let visit = Visit::new();
    opens(&visit);
    let seen: [Value; 3] = asks(
        &visit,
        "const other = document.createElement('ticket-note'); \
         other.append(note.querySelector('a').cloneNode(true)); \
         document.body.append(other); \
         const isShown = () => Boolean(other.firstChild.assignedSlot); \
         const first = isShown(); \
         await new Promise((resolve) => other.addEventListener('note-ready', resolve)); \
         return [first, isShown(), other.state]",
    );
    assert_eq!(seen, [json!(true), json!(false), json!("invalid-config")]);
}

#[test]
fn after_a_panic_the_text_of_every_element_can_be_read_and_copied() {
    let visit = Visit::new();
    let form = opens(&visit);
    form.types(TEXT);
    // No browser takes its random numbers back; a page can, and then no attempt can have an id.
    let texts: Vec<Value> = asks(
        &visit,
        "const other = note.cloneNode(true); \
         other.ticketId = 7; \
         other.value = 'On another ticket.'; \
         const ready = new Promise((resolve) => other.addEventListener('note-ready', resolve)); \
         note.after(other); \
         await ready; \
         Crypto.prototype.getRandomValues = () => { throw new Error('there are none') }; \
         const outcome = await note.submit(); \
         const seen = [note, other].map((element) => { \
           const area = element.shadowRoot.querySelector('textarea'); \
           area.select(); \
           const selected = area.value.slice(area.selectionStart, area.selectionEnd); \
           element.shadowRoot.querySelector('button').click(); \
           const said = element.shadowRoot.querySelector('[part=status]').textContent; \
           return [element.state, element.value, selected, area.readOnly, area.disabled, said]; \
         }); \
         return [outcome, ...seen]",
    );
    let said = "The form has stopped. Your text is still here: copy it, then reload the page. (panic)";
    let stopped = |text: &str| json!(["failed", text, text, true, false, said]);
    assert_eq!(json!(texts), json!(["cancelled", stopped(TEXT), stopped("On another ticket.")]));
    let failures =
        || visit.heard().into_iter().filter(|heard| heard.name == "note-failed").collect::<Vec<_>>();
    let failures = until("two failures", failures, |failures| failures.len() == 2);
    assert!(failures.iter().all(|failure| failure.detail == json!({"cause": "panic"})), "{failures:?}");
    visit.sent_nothing();
    assert_eq!(asks::<String>(&visit, "return note.submit()"), "cancelled");
    form.becomes("failed");
}

#[test]
fn a_text_that_a_panic_stopped_is_back_after_a_reload() {
    let visit = Visit::new();
    opens(&visit).types(TEXT);
    let panic = "Crypto.prototype.getRandomValues = () => { throw new Error('there are none') }; \
                 return note.submit()";
    asks::<String>(&visit, panic);
    let form = visit.form();
    form.becomes("failed");
    let form = opens(&visit);
    assert_eq!(form.value(), TEXT);
    form.presses("Add note").becomes("saved");
    assert_eq!(visit.sandbox().notes().len(), 1);
}

#[test]
fn a_panic_while_a_form_is_made_ends_every_form() {
    let visit = Visit::new();
    let form = opens(&visit);
    form.types(TEXT);
    asks::<()>(
        &visit,
        "const make = Document.prototype.createElement; \
         document.createElement = (name) => { \
           if (name === 'div') throw new window.WebAssembly.RuntimeError('unreachable'); \
           return make.call(document, name); \
         }; \
         const other = note.cloneNode(true); \
         const failed = new Promise((resolve) => other.addEventListener('note-failed', resolve)); \
         note.after(other); \
         await failed; \
         delete document.createElement",
    );
    form.becomes("failed").says("panic");
    assert_eq!(form.value(), TEXT);
}
