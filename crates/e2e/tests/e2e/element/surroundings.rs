//! Whatever the page around it does, the form stays usable.

use super::{SCRIPT, TEXT, asks, opens, site_with};
use serde_json::{Value, json};
use thirtyfour::Key;
use ticket_note_e2e::{Visit, until};

/// What pages of many years have done to what they share with us.
const HOSTILE: &str = "
    for (const prototype of [Array.prototype, Function.prototype]) {
      prototype.inherited = function () { throw new Error('nobody calls it'); };
    }
    const listen = EventTarget.prototype.addEventListener;
    EventTarget.prototype.addEventListener = function (...all) { return listen.apply(this, all); };
    const then = Promise.prototype.then;
    Promise.prototype.then = function (...all) { return then.apply(this, all); };
    const send = window.fetch;
    window.fetch = async (...all) => send(...all);
    for (const shared of [Object, Array, Function, Promise, String, Map, Set, Error, EventTarget, Node, Element, HTMLElement]) {
      Object.freeze(shared.prototype);
      Object.freeze(shared);
    }
    Object.freeze(JSON);
    Object.freeze(Reflect);
    Object.freeze(WebAssembly);
";

#[test]
fn patched_and_frozen_globals_leave_the_form_usable() {
    let script = r#"<script src="./hostile.js"></script>"#;
    let site = site_with("patched.html", SCRIPT, &format!("{script}{SCRIPT}"));
    site.writes("hostile.js", HOSTILE);
    let visit = Visit::to(site, &[]);
    let opens = || visit.opens_page("patched.html");
    opens().chooses("Call log").types(TEXT);
    let is_kept =
        || visit.browser().runs::<String>("return Object.values(sessionStorage).join()", Vec::new());
    until("a draft", is_kept, |kept| kept.contains(TEXT));
    let form = opens();
    assert_eq!(form.value(), TEXT);
    form.presses("Add note").becomes("saved");
    assert_eq!(visit.sandbox().notes()[0].message, TEXT);
    visit.had_no_complaint();
}

#[test]
fn what_a_page_gives_to_every_object_and_list_harms_no_note_and_no_draft() {
    let visit = Visit::new();
    opens(&visit);
    // For a while only: a driver's answers are objects and lists, too.
    let outcomes: [String; 2] = asks(
        &visit,
        "Array.prototype.toJSON = () => 'a list'; \
         Object.prototype.inherited = () => { throw new Error('nobody calls it') }; \
         const other = note.cloneNode(true); \
         const ready = new Promise((resolve) => other.addEventListener('note-ready', resolve)); \
         note.after(other); \
         await ready; \
         other.value = 'Sent at once.'; \
         const outcome = await other.submit(); \
         note.value = 'Spoke with the customer.'; \
         dispatchEvent(new Event('pagehide')); \
         delete Array.prototype.toJSON; \
         delete Object.prototype.inherited; \
         return [outcome, note.value]",
    );
    assert_eq!(outcomes, ["saved", TEXT]);
    let form = opens(&visit);
    assert_eq!(form.value(), TEXT);
    form.presses("Add note").becomes("saved");
    assert_eq!(visit.sandbox().notes().len(), 2);
    visit.had_no_complaint();
}

#[test]
fn a_form_of_the_page_around_the_element_is_not_submitted() {
    let site = site_with(
        "nested.html",
        "<ticket-note ",
        r#"<form action="./elsewhere"><ticket-note type="calllog" "#,
    );
    let visit = Visit::to(site, &[]);
    let form = visit.opens_page("nested.html");
    asks::<()>(
        &visit,
        "window.submits = 0; note.closest('form').onsubmit = () => { submits += 1; return false }",
    );
    form.types(TEXT).types(Key::Enter).presses("Add note").becomes("saved");
    form.types("Another one.").presses_ctrl_enter().becomes("saved");
    assert_eq!(asks::<u32>(&visit, "return submits"), 0);
    assert_eq!(asks::<Value>(&visit, "return [...new FormData(note.closest('form')).keys()]"), json!([]));
    assert_eq!(visit.sandbox().notes().len(), 2);
}

#[test]
fn in_a_frame_that_the_page_writes_itself_notes_are_sent() {
    let frame = "<iframe srcdoc=\"<script type=module src=./embed.js></script> \
                 <ticket-note ticket-id=7 type=calllog></ticket-note>\"></iframe>";
    let visit = Visit::to(site_with("written.html", "</main>", &format!("{frame}</main>")), &[]);
    visit.opens_page("written.html");
    let seen: [String; 2] = asks(
        &visit,
        "const inner = () => document.querySelector('iframe').contentDocument?.querySelector('ticket-note'); \
         await until(() => inner()?.version); \
         const first = inner().state; \
         inner().value = 'Written in the frame.'; \
         return [first, await inner().submit()]",
    );
    assert_eq!(seen, ["editing", "saved"]);
    assert_eq!(visit.sandbox().notes()[0].ticket, 7);
}

#[test]
fn nobody_translates_what_the_form_says() {
    let visit = Visit::new();
    opens(&visit);
    // A translator takes the place of texts, and what is in force next would be said beside it.
    let is_translated = "return note.shadowRoot.querySelector('form').translate";
    assert!(!asks::<bool>(&visit, is_translated));
}

#[test]
fn a_base_on_another_origin_leaves_the_endpoint_where_it_is() {
    let visit = Visit::new();
    let form = opens(&visit);
    asks::<()>(
        &visit,
        "const base = document.createElement('base'); base.href = 'https://cdn.example/'; document.head.append(base); \
         note.maxLength = 100",
    );
    form.types(TEXT).presses("Add note").becomes("saved");
    assert_eq!(visit.sandbox().notes().len(), 1);
}

#[test]
fn the_trap_of_another_module_leaves_the_form_alone() {
    // A module with one function, `f`, that is `unreachable`; in a script of the page's own, for what a
    // driver's script throws reaches nobody in Firefox.
    let traps = "window.heard = 0; \
         for (const name of ['error', 'unhandledrejection']) addEventListener(name, () => { heard += 1 }); \
         const bytes = [0,97,115,109,1,0,0,0,1,4,1,96,0,0,3,2,1,0,7,5,1,1,102,0,0,10,5,1,3,0,0,11]; \
         const other = new WebAssembly.Instance(new WebAssembly.Module(Uint8Array.from(bytes))); \
         window.traps = () => { \
           setTimeout(() => other.exports.f()); \
           Promise.resolve().then(() => other.exports.f()); \
         }";
    let site = site_with("traps.html", SCRIPT, &format!(r#"<script src="./traps.js"></script>{SCRIPT}"#));
    site.writes("traps.js", traps);
    let visit = Visit::to(site, &[]);
    let form = visit.opens_page("traps.html");
    form.is_given("type", "calllog");
    asks::<()>(&visit, "window.traps()");
    until("both traps", || asks::<u32>(&visit, "return window.heard"), |heard| *heard == 2);
    assert_eq!(form.state(), "editing");
    form.types(TEXT).presses("Add note").becomes("saved");
}

#[test]
fn a_fetch_that_is_none_is_an_unknown_outcome() {
    let visit = Visit::new();
    let form = opens(&visit);
    form.is_given("value", TEXT);
    for fetch in [
        "() => { throw new TypeError('blocked') }",
        "() => undefined",
        "async () => ({ status: 200 })",
        "async () => { throw 'timeout' }",
        "async () => new Response(new ReadableStream({ start(stream) { stream.error('lost') } }))",
        "async () => new Response(new ReadableStream({ start(stream) { stream.error(undefined) } }))",
        "async () => { const used = new Response('{}'); await used.text(); return used }",
    ] {
        let outcome: String = asks(
            &visit,
            &format!(
                "const own = fetch; window.fetch = {fetch}; const end = await note.submit(); window.fetch = own; return end"
            ),
        );
        assert_eq!(outcome, "unknown", "{fetch}");
    }
    form.presses("Try again").becomes("saved");
    assert_eq!(visit.sandbox().notes().len(), 1);
    visit.had_no_complaint();
}

#[test]
fn a_text_that_an_extension_wrote_without_a_word_is_what_is_sent() {
    let visit = Visit::new();
    let form = opens(&visit);
    form.types("Spoke");
    asks::<()>(&visit, "note.shadowRoot.querySelector('textarea').value = 'Spoke with the customer.'");
    form.presses("Add note").becomes("saved");
    assert_eq!(visit.sandbox().notes()[0].message, TEXT);
    assert_eq!(form.value(), "");
}
