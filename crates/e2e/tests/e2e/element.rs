//! The element's public interface (docs/specification.md, section 4): properties, methods, events,
//! lifecycle, its page, and the fallback if it cannot run.

mod calm;
mod drawn_first;
mod event_listeners;
mod failure;
mod javascript;
mod keyboard;
mod lifecycle;
mod looks;
mod operation_order;
mod page_environment;
mod readers;
mod reconnection;
mod return_order;
mod state;
mod stopped_events;
mod styles;
mod templates;
mod ticket_finding;
mod unconfirmed;

use serde::de::DeserializeOwned;
use serde_json::{Value, json};
use ticket_note_e2e::{Fault, Form, Harness, Site, wait_until};

const TEXT: &str = "Spoke with the customer.";
const PAGE: &str = include_str!("../../fixtures/element.html");
const SCRIPT: &str = r#"<script type="module" src="./embed.js"></script>"#;

/// Makes each step of the form appear to take 20 ms, so the form yields and the page's tasks run in
/// between.
const SLOW_CLOCK: &str = "const now = Date.now; \
    let late = 0; \
    window.Date.now = () => now() + (late += 20);";

/// Opens the element's page with a preselected type.
fn open_form(harness: &Harness) -> Form<'_> {
    let form = harness.open_page("element.html");
    form.set_property("type", "calllog");
    form
}

/// Helpers for scripts: `waitUntil` waits for a condition, and `settled` waits until the form has handled
/// every earlier change. `settled` toggles `lock-type`, so the element needs a `type`.
const SCRIPT_HELPERS: &str = "
    const waitUntil = async (holds) => {
        const end = performance.now() + 20_000;
        while (!holds()) {
            if (performance.now() > end) throw new Error(`did not hold within 20 seconds: ${holds}`);
            await new Promise((resume) => setTimeout(resume, 5));
        }
    };
    const settled = async (note) => {
        note.lockType = !note.lockType;
        await waitUntil(() => note.shadowRoot.querySelector('select').disabled === note.lockType);
    };";

/// Runs the body of an asynchronous function in the page, where `note` is the element.
///
/// It runs in its own task, because `WebKit` interleaves the page's tasks with those of a driver.
#[track_caller]
fn run_script<T: DeserializeOwned>(harness: &Harness, body: &str) -> T {
    let script = format!(
        "const done = arguments[arguments.length - 1]; \
         {SCRIPT_HELPERS} \
         const work = async (note) => {{ {body} }}; \
         setTimeout(() => work(document.querySelector('ticket-note')).then(done, (error) => done(String(error))))"
    );
    harness.browser().execute_async(&script, Vec::new())
}

/// Returns a site with a further page: the element's page with one text replaced.
fn site_with(name: &str, replaced: &str, text: &str) -> Site {
    let site = Site::new();
    assert!(PAGE.contains(replaced), "the page contains {replaced}");
    site.write_file(name, &PAGE.replace(replaced, text));
    site
}

#[test]
fn properties_set_before_the_upgrade_are_kept() {
    let site = Site::new();
    let late = "const note = document.querySelector('ticket-note'); \
         note.ticketId = 7; note.userId = 254; note.type = 'calllog'; note.lockType = true; \
         note.value = 'Written before the script loaded.'; \
         await import('./embed.js')";
    site.write_file("late.js", late);
    site.write_file("late.html", &PAGE.replace("./embed.js", "./late.js"));
    let harness = Harness::with_site(site, &[]);
    let form = harness.open_page("late.html");
    form.click_button("Add note").wait_for_state("saved");
    let [note] = &harness.sandbox().notes()[..] else { panic!("not one note") };
    assert_eq!((note.ticket, note.user, note.note_type.as_str()), (7, Some(254), "calllog"));
    assert_eq!(note.message, "Written before the script loaded.");
    assert_eq!(
        run_script::<[Value; 2]>(
            &harness,
            "return [note.getAttribute('ticket-id'), note.getAttribute('lock-type')]"
        ),
        [json!("7"), json!("")]
    );
}

#[test]
fn attributes_and_properties_reflect_each_other() {
    let harness = Harness::new();
    open_form(&harness);
    let seen: Vec<Value> = run_script(
        &harness,
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
fn value_state_and_version_are_current() {
    let harness = Harness::new();
    let form = open_form(&harness);
    let loading: [String; 2] = run_script(
        &harness,
        "const other = document.createElement('ticket-note'); return [other.state, other.value]",
    );
    assert_eq!(loading, ["loading", ""]);
    assert_eq!(run_script::<String>(&harness, "return note.version"), env!("CARGO_PKG_VERSION"));
    form.set_property("value", TEXT);
    assert_eq!(
        run_script::<String>(&harness, "return note.shadowRoot.querySelector('textarea').value"),
        TEXT
    );
    form.type_text(" More.");
    assert_eq!(form.value(), format!("{TEXT} More."));
    assert_eq!(form.state(), "editing");
}

#[test]
fn submit_settles_with_each_outcome() {
    let harness = Harness::with_proxy_flags(&["--upstream-timeout", "2"]);
    let form = open_form(&harness);
    let submits = || run_script::<String>(&harness, "return note.submit()");
    form.set_property("value", "Four");
    assert_eq!(submits(), "invalid");
    form.set_property("value", TEXT);
    let prevented = "note.addEventListener('note-submit', (event) => event.preventDefault(), { once: true }); \
                     return note.submit()";
    assert_eq!(run_script::<String>(&harness, prevented), "cancelled");
    harness.assert_nothing_sent();
    harness.sandbox().set_fault(Fault::Error400);
    assert_eq!(submits(), "refused");
    harness.sandbox().set_fault(Fault::None);
    assert_eq!(submits(), "saved");
    form.set_property("value", TEXT);
    harness.sandbox().set_fault(Fault::Http500);
    assert_eq!(submits(), "unknown");
    form.set_property("ticketId", 0).wait_for_state("invalid-config");
    assert_eq!(submits(), "invalid");
    assert_eq!(
        run_script::<String>(&harness, "return document.createElement('ticket-note').submit()"),
        "cancelled"
    );
}

#[test]
fn check_validity_predicts_a_send() {
    let harness = Harness::new();
    let form = open_form(&harness);
    let is_valid = || run_script::<bool>(&harness, "return note.checkValidity()");
    assert!(!is_valid(), "empty");
    form.set_property("value", "Four");
    assert!(!is_valid(), "four characters");
    form.set_property("value", TEXT);
    assert!(is_valid(), "a note");
    form.set_property("type", "2").wait_for_state("invalid-config");
    assert!(!is_valid(), "an unknown type");
    harness.assert_nothing_sent();
}

#[test]
fn only_a_stopped_send_moves_the_focus_to_the_form() {
    let harness = Harness::new();
    let form = open_form(&harness);
    let focused: Vec<bool> = run_script(
        &harness,
        "const outside = document.createElement('input'); \
         document.body.append(outside); \
         await note.submit(); \
         await waitUntil(() => document.activeElement === note); \
         const has = []; \
         for (const action of [() => { note.ticketId = 7 }, () => note.reset(), () => { note.ticketId = 858462 }]) { \
           outside.focus(); \
           action(); \
           await settled(note); \
           has.push(document.activeElement === note); \
         } \
         return has",
    );
    assert_eq!(focused, [false, false, false]);
    form.wait_for_state("editing");
}

#[test]
fn reset_clears_text_problems_and_draft() {
    let harness = Harness::new();
    let form = open_form(&harness);
    form.type_text("Four").click_button("Add note");
    form.wait_for_control("textbox", "Note", |control| control.invalid);
    run_script::<()>(&harness, "note.reset()");
    form.wait_for_control("textbox", "Note", |control| !control.invalid);
    assert_eq!(form.value(), "");
    let drafts = || run_script::<usize>(&harness, "return sessionStorage.length");
    wait_until("an empty storage", drafts, |drafts| *drafts == 0);
}

#[test]
fn focus_goes_to_the_first_empty_control() {
    let harness = Harness::new();
    let form = harness.open_page("element.html");
    run_script::<()>(&harness, "note.focus()");
    form.wait_for_control("combobox", "Type", |control| control.focused);
    run_script::<()>(
        &harness,
        "note.type = 'calllog'; await waitUntil(() => note.shadowRoot.querySelector('select').value); note.focus()",
    );
    form.wait_for_control("textbox", "Note", |control| control.focused);
    assert!(run_script::<bool>(&harness, "return document.activeElement === note"));
}
