//! `host.js`, in a page of another site (docs/specification.md, section 5.6).

mod attributes;
mod other_pages;
mod page;
mod windows;

use page::{HostPage, Setup};
use serde_json::{Value, json};
use thirtyfour::Key;
use ticket_note_e2e::wait_until;

const TEXT: &str = "Spoke with the customer.";

const FRAME: &str = "import { frame } from 'DESKhost.js'; \
    window.events = []; \
    const place = document.querySelector('#note'); \
    for (const kind of ['ready', 'resize', 'state', 'saved', 'token-wanted', 'open']) { \
      place.addEventListener(`note-${kind}`, ({ detail }) => events.push({ kind, detail })); \
    } \
    window.windows = []; \
    window.open = (...target) => { windows.push(target) }; \
    window.start = (options) => { window.note = frame(place, { desk: 'DESK', type: 'calllog', ...options }) };";
const PLACE: &str = "<div id=\"note\"></div>";

fn open_started(options: &str) -> HostPage {
    HostPage::open(PLACE, &format!("{FRAME} start({options})"))
}

#[test]
fn an_element_with_data_attributes_becomes_a_form() {
    let page = HostPage::open(
        "<div id=\"note\" data-ticket-note data-desk=\"DESK\" data-ticket-id=\"858462\" data-type=\"calllog\" \
         data-lock-type data-lang=\"nl\"></div>",
        "window.events = []; document.addEventListener('note-saved', ({ detail }) => events.push({ kind: 'saved', detail })); \
         const script = document.createElement('script'); script.type = 'module'; script.src = 'DESKhost.js'; \
         document.head.append(script)",
    );
    page.wait_for("a frame", "document.querySelector('iframe')?.src ?? null", |src| !src.is_null());
    page.add_note(TEXT);
    let saved = page.wait_for_event("saved");
    let sentence = saved["say"].as_str().unwrap();
    assert!(sentence.starts_with("Toegevoegd aan ticket 858462 om "), "{sentence}");
    assert_eq!(saved["ticketId"], 858_462);
    page.run("document.querySelector('#note').dataset.ticketId = '7'");
    page.in_frame(|_| {
        let ticket = "return document.querySelector('ticket-note').ticketId";
        wait_until("ticket 7", || page.browser().evaluate::<u32>(ticket), |ticket| *ticket == 7);
    });
}

#[test]
fn the_frame_has_the_height_of_its_content() {
    let page = open_started("{ ticketId: 858462 }");
    page.wait_for_event("ready");
    let fits = |above: u64| {
        let heights = "return [innerHeight, Math.ceil(document.body.getBoundingClientRect().height)]";
        page.browser().enter_frame("iframe");
        let fits = |seen: &[u64; 2]| seen[0].abs_diff(seen[1]) <= 1 && seen[0] > above;
        let [height, _] =
            wait_until("a frame as high as its page", || page.browser().evaluate(heights), fits);
        page.browser().leave_frame();
        height
    };
    let before = fits(0);
    page.in_frame(|_| {
        let area = &page.browser().find_in_shadow("ticket-note", "textarea")[0];
        page.browser().click(area);
        page.browser().send_keys(area, Key::Enter + "x");
        for _ in 0..20 {
            page.browser().send_keys(area, Key::Enter);
        }
    });
    fits(before);
}

#[test]
fn two_frames_in_one_element_are_independent() {
    let script = format!(
        "{FRAME} start({{ ticketId: 858462 }}); \
         window.second = frame(place, {{ desk: 'DESK', ticketId: 7, density: 'compact' }}); \
         window.heard = []; \
         for (const [name, one] of [['first', note], ['second', second]]) one.on('ready', () => heard.push(name))"
    );
    let page = HostPage::open(PLACE, &script);
    let heard = page
        .wait_for("both forms", "window.heard", |heard| heard.as_array().is_some_and(|all| all.len() >= 2));
    assert_eq!(heard.as_array().unwrap().len(), 2, "{heard}");
    let heights = "[note, second].map(({ iframe }) => iframe.offsetHeight)";
    page.wait_for("a compact form that is lower", heights, |seen| {
        let [first, second] = [&seen[0], &seen[1]].map(|height| height.as_f64().unwrap());
        second < 200.0 && first > second + 100.0
    });
    page.run("second.set({ density: 'comfortable' })");
    page.wait_for("two forms of about the same height", heights, |seen| {
        let [first, second] = [&seen[0], &seen[1]].map(|height| height.as_f64().unwrap());
        (second - first).abs() < 60.0
    });
}

#[test]
fn set_before_ready_and_after_a_reload_takes_effect() {
    let page = open_started("{ ticketId: 858462 }");
    page.wait_for("the frame", "typeof window.note.set", |kind| kind == "function");
    page.run("note.set({ ticketId: 7, lang: 'de' })");
    let is_set = || {
        page.browser().enter_frame("iframe");
        let seen = "const note = document.querySelector('ticket-note'); return [note?.ticketId ?? null, note?.lang ?? null]";
        wait_until(
            "another ticket",
            || page.browser().evaluate::<Value>(seen),
            |seen| *seen == json!([7, "de"]),
        );
        page.browser().leave_frame();
    };
    is_set();
    page.wait_for_event("ready");
    page.run("events.length = 0; note.iframe.src = note.iframe.src");
    page.wait_for_event("ready");
    is_set();
}

#[test]
fn a_record_without_a_ticket_shows_a_sentence_and_loads_nothing() {
    let page = open_started("{ noTicket: 'No number.' }");
    page.wait_for("the frame", "typeof window.note.set", |kind| kind == "function");
    let shown =
        "[document.querySelector('#note').innerText.trim(), note.iframe.src, note.iframe.offsetHeight > 0]";
    page.wait_for("a sentence", shown, |seen| *seen == json!(["No number.", "", false]));
    page.run("note.set({ ticketId: 858462 })");
    page.wait_for_event("ready");
    page.run("note.insert('Half a note', 858462); note.insert('Another ticket', 7)");
    page.wait_for("text", "events.some(({ detail }) => detail.hasText)", |seen| *seen == true);
    page.run("note.set({ ticketId: null })");
    page.wait_for("a sentence", shown, |seen| seen[0] == "No number." && seen[2] == false);
    page.run("note.set({ ticketId: '858462' })");
    page.wait_for("the form", shown, |seen| seen[0] == "" && seen[2] == true);
    assert_eq!(page.in_frame(|form| form.value()), "Half a note");
    assert_eq!(page.harness.sandbox().notes(), []);
}

#[test]
fn a_silent_frame_is_explained_after_5_seconds() {
    let script = format!("{FRAME} start({{ ticketId: 858462 }})");
    let setup = Setup { admitted: Some("https://other.example"), ..Setup::default() };
    let page = HostPage::open_with(&setup, PLACE, &script);
    let text = "document.querySelector('#note').innerText.trim()";
    let seen = page.wait_for("an explanation", text, |text| text != "");
    let reason = seen.as_str().unwrap();
    for part in ["--frame-ancestors", page.page.origin(), page.desk.origin(), "frame-src"] {
        assert!(reason.contains(part), "{reason}");
    }
}

#[test]
fn foreign_messages_and_addresses_change_nothing() {
    let page = open_started("{ ticketId: 858462 }");
    page.wait_for_event("ready");
    page.run(
        "window.before = note.iframe.style.height; events.length = 0; \
         window.failed = 0; addEventListener('error', () => { window.failed += 1 }); \
         const message = { app: 'ticket-note', v: 1, kind: 'resize', height: 9999 }; \
         window.postMessage(message, '*'); \
         const other = document.createElement('iframe'); document.body.append(other); \
         new other.contentWindow.Function('parent', 'message', 'parent.postMessage(message, \"*\")')(window, message)",
    );
    // Another frame of the desk's origin.
    let address = format!("{}/ticket-note/host.js", page.desk.origin());
    page.browser().execute_async::<()>(
        "const [address, done] = arguments; const twin = document.createElement('iframe'); twin.id = 'twin'; \
         twin.src = address; twin.onload = () => done(); document.body.append(twin)",
        vec![address.into()],
    );
    page.browser().enter_frame("#twin");
    let forged = "parent.postMessage({ app: 'ticket-note', v: 1, kind: 'resize', height: 9999 }, '*')";
    page.browser().execute::<()>(forged, Vec::new());
    page.browser().leave_frame();
    page.in_frame(|_| {
        page.browser().execute::<()>(
            "for (const message of [ \
               { app: 'ticket-note', v: 2, kind: 'resize', height: 9999 }, { app: 'x', v: 1, kind: 'resize', height: 9999 }, \
               null, 'resize', { app: 'ticket-note', v: 1, kind: 'state', state: 'last' }]) parent.postMessage(message, '*')",
            Vec::new(),
        );
    });
    page.wait_for("the last message", "events.at(-1)?.detail.state ?? null", |state| state == "last");
    let seen = "[note.iframe.style.height === before, events.length, failed]";
    assert_eq!(page.browser().evaluate::<Value>(&format!("return {seen}")), json!([true, 1, 0]));
}

#[test]
fn tokens_are_supplied_by_the_page() {
    let page = open_started("{ ticketId: 858462 }); note.token = async () => 'secret'; (() => {})(");
    page.wait_for_event("ready");
    let asked = "const done = arguments[0]; document.querySelector('ticket-note').getToken().then(done, (error) => done(String(error)))";
    let ask = || page.in_frame(|_| page.browser().execute_async::<String>(asked, Vec::new()));
    assert_eq!(ask(), "secret");
    page.run("note.token = () => { throw new Error('signed out') }; console.error = () => {}");
    assert_eq!(ask(), "Error: the parent page supplied no token");
}

#[test]
fn a_destroyed_frame_leaves_nothing() {
    let page = open_started("{ ticketId: 858462 }");
    page.wait_for_event("ready");
    page.run(
        "window.seen = 0; note.on('state', () => { window.seen += 1 }); \
         const content = note.iframe.contentWindow; note.destroy(); note.set({ ticketId: 7 }); \
         document.querySelector('#note').dispatchEvent(new CustomEvent('note-state', { detail: {} }))",
    );
    let left = "[document.querySelector('#note').childNodes.length, seen]";
    assert_eq!(page.browser().evaluate::<Value>(&format!("return {left}")), json!([0, 0]));
}

#[test]
fn templates_of_the_page_reach_the_form() {
    let page = open_started("{ ticketId: 858462, heading: true, templates: [{ name: 'One', text: '1' }] }");
    let names = || {
        page.in_frame(|_| {
            page.browser().execute::<Value>(
                "const note = document.querySelector('ticket-note'); \
                 return [note.heading, location.search.includes('templates'), note.templates?.map(({ name }) => name) ?? null]",
                Vec::new(),
            )
        })
    };
    page.wait_for_event("ready");
    wait_until("the option", names, |seen| *seen == json!([true, false, ["One"]]));
    page.run("note.set({ templates: [{ name: 'Two', text: '2' }], density: 'compact' })");
    wait_until("the change", names, |seen| seen[2] == json!(["Two"]));
    page.run("events.length = 0; note.iframe.src = note.iframe.src");
    page.wait_for_event("ready");
    wait_until("the change after a reload", names, |seen| seen[2] == json!(["Two"]));
}
