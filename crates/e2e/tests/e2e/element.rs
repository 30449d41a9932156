//! The element as its page's author meets it (contract, section 4): what it tells and does, how long
//! it lives, what stands around it, and what is there when it cannot run.

mod failing;
mod keys;
mod lifetime;
mod listeners;
mod ordering;
mod returning;
mod styles;
mod surroundings;

use serde::de::DeserializeOwned;
use serde_json::{Value, json};
use ticket_note_e2e::{Fault, Form, Site, Visit, until};

const TEXT: &str = "Spoke with the customer.";
const PAGE: &str = include_str!("../../fixtures/element.html");
const SCRIPT: &str = r#"<script type="module" src="./embed.js"></script>"#;

/// What a page has that is slow: the form gets on in small steps, and the page does its own in between.
const SLOW: &str = "const now = Date.now; \
    let late = 0; \
    Date.now = () => now() + (late += 20);";

/// Opens the page with a type chosen.
fn opens(visit: &Visit) -> Form<'_> {
    let form = visit.opens_page("element.html");
    form.is_given("type", "calllog");
    form
}

/// What a body has at hand: `until` waits for what holds in the page, and `settled` until the form has
/// done all that it was asked for before. It goes by the lock on the type, so there has to be a type.
const AT_HAND: &str = "
    const until = async (holds) => {
        const end = performance.now() + 20_000;
        while (!holds()) {
            if (performance.now() > end) throw new Error(`for twenty seconds it did not hold: ${holds}`);
            await new Promise((resume) => setTimeout(resume, 5));
        }
    };
    const settled = async (note) => {
        note.lockType = !note.lockType;
        await until(() => note.shadowRoot.querySelector('select').disabled === note.lockType);
    };";

/// Runs the body of an asynchronous function in the page: `note` is its element. It runs in a task of
/// the page's own: in the driver's, `WebKit` does in between what a page's script would go before.
#[track_caller]
fn asks<T: DeserializeOwned>(visit: &Visit, body: &str) -> T {
    let script = format!(
        "const done = arguments[arguments.length - 1]; \
         {AT_HAND} \
         const work = async (note) => {{ {body} }}; \
         setTimeout(() => work(document.querySelector('ticket-note')).then(done, (error) => done(String(error))))"
    );
    visit.browser().awaits(&script, Vec::new())
}

/// A site with a page `named.html` that is the element's with something else in one place.
fn site_with(name: &str, instead_of: &str, text: &str) -> Site {
    let site = Site::new();
    assert!(PAGE.contains(instead_of), "the page has {instead_of}");
    site.writes(name, &PAGE.replace(instead_of, text));
    site
}

#[test]
fn what_was_set_before_the_element_was_defined_holds() {
    let site = Site::new();
    let late = "const note = document.querySelector('ticket-note'); \
         note.ticketId = 7; note.userId = 254; note.type = 'calllog'; note.lockType = true; \
         note.value = 'Written before the script came.'; \
         await import('./embed.js')";
    site.writes("late.js", late);
    site.writes("late.html", &PAGE.replace("./embed.js", "./late.js"));
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
fn the_focus_comes_to_the_form_when_a_send_is_stopped_and_not_later() {
    let visit = Visit::new();
    let form = opens(&visit);
    let focused: Vec<bool> = asks(
        &visit,
        "const outside = document.createElement('input'); \
         document.body.append(outside); \
         await note.submit(); \
         await until(() => document.activeElement === note); \
         const has = []; \
         for (const deed of [() => { note.ticketId = 7 }, () => note.reset(), () => { note.ticketId = 858462 }]) { \
           outside.focus(); \
           deed(); \
           await settled(note); \
           has.push(document.activeElement === note); \
         } \
         return has",
    );
    assert_eq!(focused, [false, false, false]);
    form.becomes("editing");
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
    asks::<()>(
        &visit,
        "note.type = 'calllog'; await until(() => note.shadowRoot.querySelector('select').value); note.focus()",
    );
    form.judges("textbox", "Note", |verdict| verdict.focused);
    assert!(asks::<bool>(&visit, "return document.activeElement === note"));
}
