//! The element is moved, removed, put back, and stands beside others.

use super::{SCRIPT, TEXT, asks, opens, site_with};
use serde_json::{Value, json};
use std::collections::BTreeSet;
use ticket_note_e2e::{MEANWHILE_MS, Site, Visit, until};

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
         await settled(note); \
         const after = note.shadowRoot.querySelector('textarea'); \
         return [after === area, after.value, after.selectionStart]",
    );
    assert_eq!(seen, [json!(true), json!(TEXT), json!(5)]);
    form.presses("Add note").becomes("saved");
}

#[test]
fn a_note_whose_form_was_removed_is_reported_all_the_same() {
    let visit = Visit::new();
    visit.sandbox().takes(MEANWHILE_MS);
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
    let site = site_with("twice.html", "./embed.js", "./twice.js");
    let twice = "await import('./embed.js'); \
         const first = customElements.get('ticket-note'); \
         await import('./embed.js?2'); \
         window.isFirst = customElements.get('ticket-note') === first";
    site.writes("twice.js", twice);
    let visit = Visit::to(site, &[]);
    let form = visit.opens_page("twice.html");
    let is_first = || asks::<Option<bool>>(&visit, "return window.isFirst ?? null");
    assert_eq!(until("both copies", is_first, Option::is_some), Some(true));
    form.chooses("Call log").types(TEXT).presses("Add note").becomes("saved");
    assert_eq!(visit.sandbox().notes().len(), 1);
    visit.had_no_complaint();
}

/// A site with a page that tells how large the form's memory is: it knows the very module that the
/// element has, which a driver's script cannot import in every engine.
fn telling_site() -> Site {
    let script = r#"<script type="module" src="./memory.js"></script>"#;
    let site = site_with("telling.html", SCRIPT, &format!("{SCRIPT}{script}"));
    let glue = site.file("ticket-note-", ".js");
    let glue = glue.file_name().unwrap().to_str().unwrap();
    let memory = format!(
        "import {{ initSync }} from './{glue}'; \
         const memory = () => Object.values(initSync()).find((it) => it instanceof WebAssembly.Memory); \
         window.memoryBytes = () => memory().buffer.byteLength"
    );
    site.writes("memory.js", &memory);
    site
}

/// Puts a form into the page and takes it out again, a hundred times; gives the size of the memory.
fn mounts_a_hundred_times(visit: &Visit) -> u64 {
    asks(
        visit,
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
fn a_hundred_mounts_more_need_no_more_memory_and_leave_nothing_behind() {
    let visit = Visit::to(telling_site(), &[]);
    visit.opens_page("telling.html");
    let first = (mounts_a_hundred_times(&visit), visit.browser().keeps_alive());
    let second = (mounts_a_hundred_times(&visit), visit.browser().keeps_alive());
    assert_eq!(second, first);
    visit.had_no_complaint();
}

#[test]
fn a_double_mount_is_one_form_and_sends_one_note() {
    let visit = Visit::new();
    opens(&visit);
    let seen: [Value; 3] = asks(
        &visit,
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
    assert_eq!(visit.sandbox().notes().len(), 1);
    visit.had_no_complaint();
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
