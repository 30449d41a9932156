//! The form stays usable in hostile and unusual pages.

use super::{SCRIPT, TEXT, open_form, run_script, site_with};
use serde_json::{Value, json};
use thirtyfour::Key;
use ticket_note_e2e::{Harness, wait_until};

/// Patches and freezes shared globals, as the scripts of old pages do.
const HOSTILE: &str = "
    for (const prototype of [Array.prototype, Function.prototype]) {
      prototype.inherited = function () { throw new Error('inherited was called'); };
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
    if (window.WebAssembly) Object.freeze(WebAssembly);
";

#[test]
fn the_form_works_with_patched_and_frozen_globals() {
    let script = r#"<script src="./hostile.js"></script>"#;
    let site = site_with("patched.html", SCRIPT, &format!("{script}{SCRIPT}"));
    site.write_file("hostile.js", HOSTILE);
    let harness = Harness::with_site(site, &[]);
    let open_patched = || harness.open_page("patched.html");
    open_patched().select_type("Call log").type_text(TEXT);
    let stored =
        || harness.browser().execute::<String>("return Object.values(sessionStorage).join()", Vec::new());
    wait_until("a draft", stored, |stored| stored.contains(TEXT));
    let form = open_patched();
    assert_eq!(form.value(), TEXT);
    form.click_button("Add note").wait_for_state("saved");
    assert_eq!(harness.sandbox().notes()[0].message, TEXT);
    harness.assert_no_page_errors();
}

#[test]
fn extended_prototypes_change_no_note_and_no_draft() {
    let harness = Harness::new();
    open_form(&harness);
    // The patch is temporary, because the driver's results are objects and arrays too.
    let outcomes: [String; 2] = run_script(
        &harness,
        "Array.prototype.toJSON = () => 'a list'; \
         Object.prototype.inherited = () => { throw new Error('inherited was called') }; \
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
    let form = open_form(&harness);
    assert_eq!(form.value(), TEXT);
    form.click_button("Add note").wait_for_state("saved");
    assert_eq!(harness.sandbox().notes().len(), 2);
    harness.assert_no_page_errors();
}

#[test]
fn a_form_around_the_element_is_not_submitted() {
    let site = site_with(
        "nested.html",
        "<ticket-note ",
        r#"<form action="./elsewhere"><ticket-note type="calllog" "#,
    );
    let harness = Harness::with_site(site, &[]);
    let form = harness.open_page("nested.html");
    run_script::<()>(
        &harness,
        "window.submits = 0; note.closest('form').onsubmit = () => { submits += 1; return false }",
    );
    form.type_text(TEXT).type_text(Key::Enter).click_button("Add note").wait_for_state("saved");
    form.type_text("Another one.").press_ctrl_enter().wait_for_state("saved");
    assert_eq!(run_script::<u32>(&harness, "return submits"), 0);
    assert_eq!(
        run_script::<Value>(&harness, "return [...new FormData(note.closest('form')).keys()]"),
        json!([])
    );
    assert_eq!(harness.sandbox().notes().len(), 2);
}

#[test]
fn the_form_works_in_a_srcdoc_frame() {
    let frame = "<iframe srcdoc=\"<script type=module src=./embed.js></script> \
                 <ticket-note ticket-id=7 type=calllog></ticket-note>\"></iframe>";
    let harness = Harness::with_site(site_with("written.html", "</main>", &format!("{frame}</main>")), &[]);
    harness.open_page("written.html");
    let seen: [String; 2] = run_script(
        &harness,
        "const inner = () => document.querySelector('iframe').contentDocument?.querySelector('ticket-note'); \
         await waitUntil(() => inner()?.version); \
         const first = inner().state; \
         inner().value = 'Written in the frame.'; \
         return [first, await inner().submit()]",
    );
    assert_eq!(seen, ["editing", "saved"]);
    assert_eq!(harness.sandbox().notes()[0].ticket, 7);
}

#[test]
fn the_form_opts_out_of_page_translation() {
    let harness = Harness::new();
    open_form(&harness);
    // A translator replaces text nodes, so the form's next update would leave the old text beside the new.
    let is_translated = "return note.shadowRoot.querySelector('form').translate";
    assert!(!run_script::<bool>(&harness, is_translated));
}

#[test]
fn a_base_on_another_origin_does_not_change_the_endpoint() {
    let harness = Harness::new();
    let form = open_form(&harness);
    run_script::<()>(
        &harness,
        "const base = document.createElement('base'); base.href = 'https://cdn.example/'; document.head.append(base); \
         note.maxLength = 100",
    );
    form.type_text(TEXT).click_button("Add note").wait_for_state("saved");
    assert_eq!(harness.sandbox().notes().len(), 1);
}

#[test]
fn a_trap_in_another_module_does_not_stop_the_form() {
    // A module whose only function, `f`, is `unreachable`; without WebAssembly, a function that throws the
    // error of a bad call. The page's own script calls it, because Firefox dispatches no error event for a
    // driver's script.
    let traps = "window.trapErrors = 0; \
         for (const name of ['error', 'unhandledrejection']) addEventListener(name, () => { trapErrors += 1 }); \
         const bytes = [0,97,115,109,1,0,0,0,1,4,1,96,0,0,3,2,1,0,7,5,1,1,102,0,0,10,5,1,3,0,0,11]; \
         const other = window.WebAssembly \
           ? new WebAssembly.Instance(new WebAssembly.Module(Uint8Array.from(bytes))) \
           : { exports: { f: () => null() } }; \
         window.traps = () => { \
           setTimeout(() => other.exports.f()); \
           Promise.resolve().then(() => other.exports.f()); \
         }";
    let site = site_with("traps.html", SCRIPT, &format!(r#"<script src="./traps.js"></script>{SCRIPT}"#));
    site.write_file("traps.js", traps);
    let harness = Harness::with_site(site, &[]);
    let form = harness.open_page("traps.html");
    form.set_property("type", "calllog");
    run_script::<()>(&harness, "window.traps()");
    wait_until(
        "both traps",
        || run_script::<u32>(&harness, "return window.trapErrors"),
        |events| *events == 2,
    );
    assert_eq!(form.state(), "editing");
    form.type_text(TEXT).click_button("Add note").wait_for_state("saved");
}

#[test]
fn a_broken_fetch_gives_an_unknown_outcome() {
    let harness = Harness::new();
    let form = open_form(&harness);
    form.set_property("value", TEXT);
    for fetch in [
        "() => { throw new TypeError('blocked') }",
        "() => undefined",
        "async () => ({ status: 200 })",
        "async () => { throw 'timeout' }",
        "async () => new Response(new ReadableStream({ start(stream) { stream.error('lost') } }))",
        "async () => new Response(new ReadableStream({ start(stream) { stream.error(undefined) } }))",
        "async () => { const used = new Response('{}'); await used.text(); return used }",
    ] {
        let outcome: String = run_script(
            &harness,
            &format!(
                "const own = fetch; window.fetch = {fetch}; const end = await note.submit(); window.fetch = own; return end"
            ),
        );
        assert_eq!(outcome, "unknown", "{fetch}");
    }
    form.click_button("Check again").wait_for_state("saved");
    assert_eq!(harness.sandbox().notes().len(), 1);
    harness.assert_no_page_errors();
}

#[test]
fn text_set_without_an_input_event_is_sent() {
    let harness = Harness::new();
    let form = open_form(&harness);
    form.type_text("Spoke");
    run_script::<()>(
        &harness,
        "note.shadowRoot.querySelector('textarea').value = 'Spoke with the customer.'",
    );
    form.click_button("Add note").wait_for_state("saved");
    assert_eq!(harness.sandbox().notes()[0].message, TEXT);
    assert_eq!(form.value(), "");
}
