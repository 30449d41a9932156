//! Nothing in the element depends on its own public events: a page may stop all of them.

use super::{SCRIPT, TEXT, run_script, site_with};
use serde_json::{Value, json};
use ticket_note_e2e::{Fault, Form, Harness, wait_until};

/// Stops every event of the element before any other listener receives it.
const STOP_EVENTS: &str = "
    for (const name of ['ready', 'change', 'submit', 'saved', 'refused', 'unknown', 'config-error', 'failed']) {
        addEventListener(`note-${name}`, (event) => event.stopImmediatePropagation(), true);
    }";

fn harness_without_events() -> Harness {
    let site = site_with("stopped.html", SCRIPT, &format!(r#"<script src="./stop.js"></script>{SCRIPT}"#));
    site.write_file("stop.js", STOP_EVENTS);
    Harness::with_site(site, &["--upstream-timeout", "2"])
}

/// Opens the page with a preselected type.
#[track_caller]
fn open_form(harness: &Harness) -> Form<'_> {
    let form = harness.open_page("stopped.html");
    form.set_property("type", "calllog").wait_for_state("editing");
    form
}

/// Asserts that the page has received no event. Otherwise the test would prove nothing.
#[track_caller]
fn assert_no_events(harness: &Harness) {
    assert_eq!(harness.events(), []);
    harness.assert_no_page_errors();
}

#[track_caller]
fn wait_for_drafts(harness: &Harness, count: usize) {
    let drafts = || harness.browser().evaluate::<usize>("return sessionStorage.length");
    wait_until(&format!("{count} drafts"), drafts, |drafts| *drafts == count);
}

#[test]
fn stopped_events_do_not_stop_submit() {
    let harness = harness_without_events();
    let form = open_form(&harness);
    let submit = |value: &str| {
        form.set_property("value", value);
        run_script::<[String; 3]>(
            &harness,
            "const outcome = await note.submit(); return [outcome, note.state, note.value]",
        )
    };
    assert_eq!(submit("Four"), ["invalid", "editing", "Four"]);
    for (fault, outcome, value) in
        [(Fault::Error400, "refused", TEXT), (Fault::None, "saved", ""), (Fault::Http500, "unknown", TEXT)]
    {
        harness.sandbox().set_fault(fault);
        assert_eq!(submit(TEXT), [outcome, outcome, value]);
        wait_for_drafts(&harness, usize::from(outcome != "saved"));
    }
    form.set_property("ticketId", 0).wait_for_state("invalid-config");
    assert_eq!(run_script::<String>(&harness, "return note.submit()"), "invalid");
    assert_eq!(harness.sandbox().notes().len(), 1);
    assert_no_events(&harness);
}

#[test]
fn stopped_events_do_not_stop_the_buttons() {
    let harness = harness_without_events();
    let form = open_form(&harness);
    form.type_text(TEXT);
    wait_for_drafts(&harness, 1);
    harness.sandbox().set_fault(Fault::Error400);
    form.click_button("Add note").wait_for_state("refused");
    harness.sandbox().set_fault(Fault::ResetAfter);
    form.click_button("Add note").wait_for_state("unknown");
    harness.sandbox().set_fault(Fault::None);
    form.click_button("Send as a new note").wait_for_state("saved");
    assert_eq!(form.value(), "");
    wait_for_drafts(&harness, 0);
    form.type_text("Another note.").press_ctrl_enter().wait_for_state("saved");
    wait_for_drafts(&harness, 0);
    assert_eq!(harness.sandbox().notes().len(), 3);
    assert_no_events(&harness);
}

#[test]
fn stopped_events_do_not_stop_mounting_and_reconnecting() {
    let harness = harness_without_events();
    open_form(&harness);
    let seen: [Value; 4] = run_script(
        &harness,
        "const other = document.createElement('ticket-note'); \
         Object.assign(other, { ticketId: 7, type: 'calllog', value: 'Written before.' }); \
         document.body.append(other); \
         await waitUntil(() => other.state === 'editing' && other.version); \
         const first = other.value; \
         other.remove(); \
         await new Promise((resume) => setTimeout(resume)); \
         other.value = 'Written while detached.'; \
         document.body.append(other); \
         await waitUntil(() => other.state === 'editing'); \
         return [first, other.value, await other.submit(), other.value]",
    );
    let expected = json!(["Written before.", "Written while detached.", "saved", ""]);
    assert_eq!(json!(seen), expected);
    assert_eq!(harness.sandbox().notes()[0].message, "Written while detached.");
    assert_no_events(&harness);
}

#[test]
fn stopped_events_do_not_keep_the_draft_of_a_removed_form() {
    let harness = harness_without_events();
    open_form(&harness).type_text(TEXT);
    wait_for_drafts(&harness, 1);
    let outcome: String = run_script(
        &harness,
        "const outcome = note.submit(); \
         await waitUntil(() => note.state === 'sending'); \
         note.remove(); \
         return outcome",
    );
    assert_eq!(outcome, "saved");
    wait_for_drafts(&harness, 0);
    assert_no_events(&harness);
}
