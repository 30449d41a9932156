//! The ways out of an unknown outcome (docs/specification.md, section 3.3).

use super::{TEXT, open_form, run_script};
use serde_json::Value;
use std::fs;
use ticket_note_e2e::{Fault, Form, Harness, Site, wait_until};

const NOT_ARRIVED: &str = "The note did not arrive. Send it again.";
const EARLIER: &str = "An earlier note on this ticket is unconfirmed.";

/// Sends a note whose outcome is unknown, also to the proxy.
fn open_unknown(harness: &Harness) -> Form<'_> {
    let form = open_form(harness);
    harness.sandbox().set_fault(Fault::ResetAfter);
    form.type_text(TEXT).press_ctrl_enter().wait_for_state("unknown");
    harness.sandbox().set_fault(Fault::None);
    form
}

/// Replaces the page's `fetch` for the next POST: the note is sent if `is_sent`, and the response is lost.
fn lose_next_response(harness: &Harness, is_sent: bool) {
    let send = if is_sent { "await own(url, options);" } else { "" };
    let script = format!(
        "const own = window.fetch; window.fetch = async (url, options) => {{ \
             if (options?.method !== 'POST') return own(url, options); \
             window.fetch = own; {send} throw new TypeError('lost'); }}"
    );
    harness.browser().execute::<()>(&script, Vec::new());
}

#[test]
fn a_lost_response_ends_as_saved_by_itself() {
    let harness = Harness::new();
    let form = open_form(&harness);
    lose_next_response(&harness, true);
    form.type_text(TEXT).press_ctrl_enter().wait_for_state("unknown").wait_for_state("saved");
    let names: Vec<_> = harness.events().into_iter().map(|event| event.name).collect();
    assert_eq!(names, ["note-unknown", "note-saved"]);
    assert_eq!((harness.sandbox().notes().len(), form.value().as_str()), (1, ""));
}

/// The browser may be offline when it needs the file that asks for the status.
#[test]
fn the_status_is_asked_for_although_its_script_failed_to_load_and_the_pauses_grow() {
    let site = Site::new();
    let script = site.uncompressed_file("attempts-", ".js");
    site.write_file("attempts-loaded.js", &fs::read_to_string(&script).unwrap());
    let fails_twice = "(window.loads ??= []).push(performance.now()); if (window.loads.length < 3) throw new Error('offline'); \
                       export const { watch } = await import('./attempts-loaded.js');";
    fs::write(script, fails_twice).unwrap();
    let harness = Harness::with_site(site, &[]);
    let form = open_form(&harness);
    lose_next_response(&harness, true);
    form.type_text(TEXT).press_ctrl_enter().wait_for_state("unknown").wait_for_state("saved");
    let [first, second, third]: [f64; 3] = harness.browser().evaluate("return window.loads");
    assert!(third - second > (second - first) * 1.5, "{first} {second} {third}");
    assert_eq!(harness.sandbox().notes().len(), 1);
}

#[test]
fn a_note_that_did_not_arrive_is_sent_again_as_one_attempt() {
    let harness = Harness::new();
    let form = open_form(&harness);
    lose_next_response(&harness, false);
    form.type_text(TEXT).press_ctrl_enter().wait_for_state("unknown").wait_for_announcement(NOT_ARRIVED);
    assert_eq!((form.state().as_str(), form.value().as_str()), ("editing", TEXT));
    form.press_ctrl_enter().wait_for_state("saved");
    let [unknown, saved] = &harness.events()[..] else { panic!("not two events") };
    assert_eq!(unknown.detail["attemptId"], saved.detail["attemptId"]);
    assert_eq!(harness.sandbox().notes().len(), 1);
}

#[test]
fn a_404_that_does_not_name_the_attempt_says_nothing() {
    let harness = Harness::new();
    let form = open_form(&harness);
    let seen: [Value; 2] = run_script(
        &harness,
        "let asked = 0; window.fetch = async (url, options) => { \
             if (options.method === 'POST') throw new TypeError('lost'); \
             asked += 1; return Response.json({ status: 'error', code: 'not_found' }, { status: 404 }); }; \
         note.value = 'Spoke with the customer.'; await note.submit(); \
         await waitUntil(() => asked > 0); await new Promise((resume) => setTimeout(resume, 50)); \
         return [note.state, asked]",
    );
    assert_eq!(seen[0], "unknown");
    assert!(!form.announcements().contains(NOT_ARRIVED));
}

#[test]
fn the_status_is_asked_for_after_a_reload_and_when_visible() {
    let harness = Harness::new();
    open_unknown(&harness);
    harness.browser().reload();
    let form = harness.form();
    form.wait_for_state("unknown");
    let requests = || {
        run_script::<usize>(
            &harness,
            "return performance.getEntriesByType('resource').filter(({ name }) => name.includes('/attempts/')).length",
        )
    };
    wait_until("a request for the status", requests, |&count| count > 0);
    let before = requests();
    harness.browser().execute::<()>("document.dispatchEvent(new Event('visibilitychange'))", Vec::new());
    wait_until("another request", requests, |&count| count > before);
}

#[test]
fn the_status_is_asked_for_after_2_5_15_and_45_seconds() {
    let harness = Harness::new();
    open_form(&harness);
    harness.browser().execute::<()>(
        "const own = setTimeout; window.waits = []; \
         window.setTimeout = (act, wait, ...rest) => (waits.push(wait), own(act, wait, ...rest))",
        Vec::new(),
    );
    harness.sandbox().set_fault(Fault::ResetAfter);
    harness.form().type_text(TEXT).press_ctrl_enter().wait_for_state("unknown");
    let waits = || -> Vec<u32> {
        run_script(&harness, "return waits.filter((wait) => [2000, 5000, 15_000, 45_000].includes(wait))")
    };
    wait_until("four waits", waits, |waits| *waits == [2000, 5000, 15_000, 45_000]);
}

#[test]
fn a_note_in_the_ticket_leaves_the_form_ready_for_the_next() {
    let harness = Harness::new();
    let form = open_unknown(&harness);
    assert_eq!(form.buttons(), ["Check again", "It is in the ticket", "Send as a new note"]);
    form.click_button("It is in the ticket").wait_for_state("editing");
    assert_eq!(form.value(), "");
    form.wait_for_control("textbox", "Note", |control| control.focused);
    form.type_text("Sent the invoice.").press_ctrl_enter().wait_for_state("saved");
    assert_eq!(harness.sandbox().notes().len(), 2);
}

#[test]
fn another_text_is_a_new_note_and_the_earlier_one_can_be_shown() {
    let harness = Harness::new();
    let form = open_unknown(&harness);
    form.set_property("value", "Sent the invoice.").wait_for_state("editing");
    assert_eq!(form.buttons(), ["Add note"]);
    let said =
        || -> String { run_script(&harness, "return note.shadowRoot.querySelector('.status').textContent") };
    wait_until("the line about the earlier note", said, |said| said.contains(EARLIER));
    form.click_button("Show it").wait_for_state("unknown");
    assert_eq!(form.value(), TEXT);
    form.click_button("It is in the ticket").wait_for_state("editing");
    assert_eq!(form.value(), "Sent the invoice.");
    assert!(!said().contains(EARLIER));
}

#[test]
fn the_second_of_two_unknown_notes_stays_unknown() {
    let harness = Harness::new();
    let form = open_two_unknown(&harness);
    form.click_button("Show it");
    wait_until("the first note", || form.value(), |text| text == TEXT);
    form.click_button("It is in the ticket");
    wait_until("the second note", || form.value(), |text| text == "Sent the invoice.");
    assert_eq!(form.state(), "unknown");
    form.click_button("Check again").wait_for_state("unknown");
    assert_eq!(harness.sandbox().notes().len(), 2);
}

#[test]
fn every_unknown_note_is_there_after_a_reload() {
    let harness = Harness::new();
    let form = open_two_unknown(&harness);
    replace_text(&harness, "Closed the case.");
    form.wait_for_state("editing");
    harness.browser().reload();
    form.wait_for_state("editing");
    assert_eq!(form.value(), "Closed the case.");
    for text in ["Sent the invoice.", TEXT] {
        form.click_button("Show it");
        wait_until("an unknown note", || form.value(), |shown| shown == text);
        assert_eq!(form.state(), "unknown");
    }
}

/// Opens a form with two unknown notes, and shows the second.
fn open_two_unknown(harness: &Harness) -> Form<'_> {
    let form = open_unknown(harness);
    harness.sandbox().set_fault(Fault::ResetAfter);
    replace_text(harness, "Sent the invoice.");
    run_script::<()>(harness, "await note.submit()");
    harness.sandbox().set_fault(Fault::None);
    form.wait_for_state("unknown");
    form
}

/// Replaces the text as a user does.
fn replace_text(harness: &Harness, text: &str) {
    let script = "const area = note.shadowRoot.querySelector('textarea'); area.value = TEXT; \
                  area.dispatchEvent(new Event('input', { bubbles: true }))";
    run_script::<()>(harness, &script.replace("TEXT", &format!("'{text}'")));
}

#[test]
fn a_link_to_the_ticket_opens_without_an_opener() {
    let harness = Harness::new();
    let form = open_unknown(&harness);
    form.set_property("ticketUrl", "/tickets/858462");
    let link: [String; 3] = run_script(
        &harness,
        "await settled(note); const { href, target, rel } = note.shadowRoot.querySelector('a'); \
         return [new URL(href).pathname, target, rel]",
    );
    assert_eq!(link, ["/tickets/858462", "_blank", "noopener"]);
    form.set_property("ticketUrl", "javascript:alert(1)").wait_for_state("invalid-config");
}
