//! Elements that are moved, removed and added again, and several elements in one page.

use super::{SCRIPT, TEXT, open_form, run_script, site_with};
use serde_json::{Value, json};
use std::collections::BTreeSet;
use ticket_note_e2e::{Engine, Harness, SLOW_RESPONSE_MS, Site, wait_until};

#[test]
fn moving_the_element_keeps_text_caret_and_control() {
    let harness = Harness::new();
    let form = open_form(&harness);
    form.type_text(TEXT);
    let seen: [Value; 3] = run_script(
        &harness,
        "const area = note.shadowRoot.querySelector('textarea'); \
         area.setSelectionRange(5, 5); \
         document.body.append(note); \
         await settled(note); \
         const after = note.shadowRoot.querySelector('textarea'); \
         return [after === area, after.value, after.selectionStart]",
    );
    assert_eq!(seen, [json!(true), json!(TEXT), json!(5)]);
    form.click_button("Add note").wait_for_state("saved");
}

#[test]
fn a_moved_element_keeps_the_focus() {
    let harness = Harness::new();
    open_form(&harness);
    let [kept, taken, late]: [Vec<bool>; 3] = run_script(
        &harness,
        "const other = document.createElement('input'); const box = document.createElement('div'); \
         document.body.append(other, box); \
         const area = note.shadowRoot.querySelector('textarea'); \
         const hasFocus = () => note.shadowRoot.activeElement === area; \
         /* A window without the focus dispatches no such event. */ \
         const focus = () => { area.focus(); area.dispatchEvent(new FocusEvent('focusin', { bubbles: true, composed: true })); }; \
         const moves = [() => box.append(note), () => document.body.insertBefore(note, other), \
             () => box.replaceChildren(note), () => { note.remove(); document.body.append(note); }]; \
         const kept = []; \
         for (const move of moves) { focus(); move(); kept.push(hasFocus()); await settled(note); kept.push(hasFocus()); } \
         note.remove(); other.focus(); box.append(note); \
         const taken = [document.activeElement === other]; \
         focus(); note.remove(); await new Promise((resolve) => setTimeout(resolve)); box.append(note); \
         await settled(note); \
         return [kept, taken, [document.activeElement === note]]",
    );
    assert_eq!(kept, [true; 8]);
    assert_eq!(taken, [true], "the page gave the focus to another control");
    assert_eq!(late, [false], "the element was not moved, but removed");
}

#[test]
fn a_removed_element_still_reports_its_sent_note() {
    let harness = Harness::new();
    harness.sandbox().set_delay_ms(SLOW_RESPONSE_MS);
    open_form(&harness).type_text(TEXT);
    let seen: [String; 2] = run_script(
        &harness,
        "const saved = new Promise((resolve) => note.addEventListener('note-saved', resolve)); \
         const sending = new Promise((resolve) => note.addEventListener('note-change', resolve)); \
         const outcome = note.submit(); \
         await sending; \
         note.remove(); \
         return [await outcome, (await saved).detail.message]",
    );
    assert_eq!(seen, ["saved", "Message has been sent and the ticket status was updated."]);
    assert_eq!(harness.sandbox().notes().len(), 1);
    harness.assert_no_page_errors();
}

#[test]
fn loading_the_script_twice_changes_nothing() {
    let site = site_with("twice.html", "./embed.js", "./twice.js");
    let twice = "await import('./embed.js'); \
         const first = customElements.get('ticket-note'); \
         await import('./embed.js?2'); \
         window.isFirst = customElements.get('ticket-note') === first";
    site.write_file("twice.js", twice);
    let harness = Harness::with_site(site, &[]);
    let form = harness.open_page("twice.html");
    let is_first = || run_script::<Option<bool>>(&harness, "return window.isFirst ?? null");
    assert_eq!(wait_until("both copies", is_first, Option::is_some), Some(true));
    form.select_type("Call log").type_text(TEXT).click_button("Add note").wait_for_state("saved");
    assert_eq!(harness.sandbox().notes().len(), 1);
    harness.assert_no_page_errors();
}

/// Returns a site with a page that reports the size of the form's WebAssembly memory.
///
/// The page imports the element's own module. A driver's script cannot import it in every engine.
fn site_with_memory_size() -> Site {
    let script = r#"<script type="module" src="./memory.js"></script>"#;
    let site = site_with("memory.html", SCRIPT, &format!("{SCRIPT}{script}"));
    let glue = site.find_file("ticket-note-", ".js");
    let glue = glue.file_name().unwrap().to_str().unwrap();
    let memory = format!(
        "import {{ initSync }} from './{glue}'; \
         const memory = () => Object.values(initSync()).find((it) => it instanceof WebAssembly.Memory); \
         window.memoryBytes = () => memory().buffer.byteLength"
    );
    site.write_file("memory.js", &memory);
    site
}

/// Adds and removes a form a hundred times, and returns the size of the memory in bytes.
fn mount_a_hundred_times(harness: &Harness) -> u64 {
    run_script(
        harness,
        "for (let mounts = 0; mounts < 100; mounts += 1) { \
           const other = document.createElement('ticket-note'); \
           other.ticketId = 7; \
           const ready = new Promise((resolve) => other.addEventListener('note-ready', resolve)); \
           document.body.append(other); \
           await ready; \
           other.remove(); \
           await new Promise((resume) => setTimeout(resume)); \
         } \
         return memoryBytes()",
    )
}

#[test]
fn a_hundred_more_mounts_use_no_more_memory() {
    if !Engine::chosen().has_wasm() {
        return;
    }
    let harness = Harness::with_site(site_with_memory_size(), &[]);
    harness.open_page("memory.html");
    let first = mount_a_hundred_times(&harness);
    let counts = harness.browser().live_object_counts();
    assert_eq!(mount_a_hundred_times(&harness), first);
    // A garbage collection may leave some of the removed nodes to the next one.
    let has_no_more = |after: &Option<Value>| {
        let number = |counts: &Option<Value>, name| counts.as_ref().and_then(|counts| counts[name].as_u64());
        ["documents", "jsEventListeners", "nodes"]
            .iter()
            .all(|name| number(after, name) <= number(&counts, name))
    };
    wait_until("no more objects than before", || harness.browser().live_object_counts(), has_no_more);
    harness.assert_no_page_errors();
}

#[test]
fn repeated_connects_mount_one_form_and_send_one_note() {
    let harness = Harness::new();
    open_form(&harness);
    let seen: [Value; 3] = run_script(
        &harness,
        "note.remove(); \
         const other = document.createElement('ticket-note'); \
         Object.assign(other, { ticketId: 7, type: 'calllog', value: 'Written once.' }); \
         const ready = new Promise((resolve) => other.addEventListener('note-ready', resolve)); \
         document.body.append(other); other.remove(); document.body.append(other); \
         await Promise.resolve(); \
         other.remove(); \
         await Promise.resolve(); await Promise.resolve(); \
         document.body.append(other); \
         await ready; \
         return [other.shadowRoot.querySelectorAll('form').length, other.value, await other.submit()]",
    );
    assert_eq!(seen, [json!(1), json!("Written once."), json!("saved")]);
    assert_eq!(harness.sandbox().notes().len(), 1);
    harness.assert_no_page_errors();
}

#[test]
fn two_elements_on_one_ticket_make_two_attempts() {
    let harness = Harness::new();
    open_form(&harness);
    let (outcomes, attempts): (Vec<String>, BTreeSet<String>) = run_script(
        &harness,
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
    assert_eq!(harness.sandbox().notes().len(), 2);
}
