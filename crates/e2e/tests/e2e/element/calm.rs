//! A form that stays in place, and says only what the user needs (docs/specification.md, section 4.6).

use super::{TEXT, open_form, run_script};
use serde_json::{Value, json};
use ticket_note_e2e::{Harness, wait_until};

/// Responds to notes by the last digit of their ticket: 1 is added, 2 is unknown, 3 is refused.
const RESPONSES: &str = "const own = window.fetch; \
    let release; const held = new Promise((resolve) => (release = resolve)); \
    window.fetch = async (url, options) => { \
        if (!String(url).includes('/api/')) return own(url, options); \
        if (options.method !== 'POST') throw new TypeError('no response'); \
        await held; \
        const outcome = JSON.parse(options.body).ticketID % 10; \
        if (outcome === 2) throw new TypeError('lost'); \
        const refusal = { status: 'error', code: 'unauthenticated', sent: 'no', message: '' }; \
        return outcome === 3 ? Response.json(refusal, { status: 401 }) : Response.json({ type: 'result', message: 'ok' }); \
    };";

/// Sends a note in forms of each language, width and outcome. Returns the forms whose height or first button
/// moved. A refused or unknown note may make a form higher, and so may every message if `may_grow`.
fn moved(harness: &Harness, density: &str, widths: &[u32], may_grow: bool) -> Vec<Value> {
    let settings = format!("const [density, widths, mayGrow] = {};", json!([density, widths, may_grow]));
    let script = "const cases = ['en', 'nl', 'de', 'fr', 'es', 'ar'].flatMap((lang) => widths.flatMap((width) => \
             [858461, 858462, 858463].map((ticketId) => ({ lang, width, ticketId })))); \
         const others = cases.map(({ lang, width, ticketId }) => { \
             const box = document.createElement('div'); box.style.width = `${width}px`; \
             const other = document.createElement('ticket-note'); \
             Object.assign(other, { ticketId, lang, density, type: 'calllog', drafts: 'off' }); \
             box.append(other); document.body.append(box); return other; }); \
         const look = (other) => { \
             const { top, height } = other.getBoundingClientRect(); \
             const button = other.shadowRoot.querySelector('[part=submit]').getBoundingClientRect(); \
             /* The name of the button changes its width. In a compact form, it is at the end of its line. */ \
             const edge = (other.lang === 'ar') === (density === 'compact') ? button.left : button.right; \
             return [height, button.top - top, edge].map((pixels) => Math.round(pixels * 10)); }; \
         await waitUntil(() => others.every(({ state }) => state === 'editing')); \
         const empty = others.map(look); \
         for (const other of others) other.value = 'Called back.'; \
         const typed = others.map(look); \
         const ends = others.map((other) => other.submit()); \
         await waitUntil(() => others.every(({ state }) => state === 'sending')); \
         const sending = others.map(look); release(); \
         await Promise.all(ends); \
         const ended = others.map(look); \
         return cases.flatMap((one, at) => { \
             const all = [typed, sending, ended].map((seen) => seen[at]); \
             const steady = mayGrow ? [] : one.ticketId % 10 === 1 ? all : all.slice(0, 2); \
             const isCalm = steady.every(([height]) => height === empty[at][0]) \
                 && all.every(([, ...place]) => String(place) === String(empty[at].slice(1))); \
             return isCalm ? [] : [[one, empty[at], ...all]]; })";
    run_script(harness, &format!("{RESPONSES} {settings} {script}"))
}

#[test]
fn nothing_moves_while_a_note_is_sent_in_any_language() {
    let harness = Harness::new();
    open_form(&harness);
    assert_eq!(moved(&harness, "comfortable", &[320, 1200], false), Vec::<Value>::new());
}

#[test]
fn nothing_moves_in_a_compact_form() {
    let harness = Harness::new();
    open_form(&harness);
    assert_eq!(moved(&harness, "compact", &[400, 1200], false), Vec::<Value>::new());
    // A message of three lines makes a narrow form higher. The button stays.
    assert_eq!(moved(&harness, "compact", &[290, 320, 360], true), Vec::<Value>::new());
}

/// Returns the font sizes of the controls, and the heights of an empty compact form in pixels.
fn compact_sizes(harness: &Harness) -> (Vec<f64>, Vec<f64>) {
    let form = open_form(harness);
    form.set_property("density", "compact").set_property("customerTypes", "1");
    run_script(
        harness,
        "await settled(note); const heights = []; \
         for (const width of [290, 320, 360, 1200]) { note.style.width = `${width}px`; heights.push(note.offsetHeight); } \
         const controls = [...note.shadowRoot.querySelectorAll('select, textarea')]; \
         return [controls.map((control) => parseFloat(getComputedStyle(control).fontSize)), heights]",
    )
}

#[test]
fn a_compact_form_is_at_most_170_px_high() {
    let (_, heights) = compact_sizes(&Harness::new());
    assert!(heights.iter().all(|&height| height <= 170.0), "{heights:?}");
}

#[test]
fn a_touch_device_does_not_zoom_in_on_a_compact_form() {
    let harness = Harness::new();
    if !harness.browser().emulate_touch() {
        return; // Only Chrome's driver emulates a touch screen.
    }
    let (fonts, heights) = compact_sizes(&harness);
    assert_eq!(fonts, [16.0, 16.0]);
    assert!(heights.iter().all(|&height| height <= 190.0), "{heights:?}");
}

#[test]
fn a_saved_draft_is_shown_and_can_be_discarded_and_undone() {
    let harness = Harness::new();
    let form = open_form(&harness);
    form.type_text(TEXT);
    form.click_button("Discard");
    wait_until("an empty text", || form.value(), String::is_empty);
    let (count, focused): (usize, bool) = run_script(
        &harness,
        "await waitUntil(() => !Object.keys(sessionStorage).some((key) => key.startsWith('ticket-note:2'))); \
         const area = note.shadowRoot.querySelector('textarea'); \
         return [sessionStorage.length, note.shadowRoot.activeElement === area]",
    );
    assert_eq!((count, focused), (0, true));
    harness.browser().execute::<()>("document.execCommand('undo')", Vec::new());
    assert_eq!(form.value(), TEXT);
}

#[test]
fn a_long_text_leaves_the_button_in_view() {
    let harness = Harness::new();
    open_form(&harness);
    let seen: [bool; 2] = run_script(
        &harness,
        "note.value = 'A line of the note.\\n'.repeat(200); await settled(note); \
         const area = note.shadowRoot.querySelector('textarea'); \
         return [area.offsetHeight <= innerHeight / 2 + 1, area.scrollHeight > area.offsetHeight]",
    );
    assert_eq!(seen, [true, true]);
}

#[test]
fn a_height_that_the_user_dragged_ends_with_the_note() {
    let harness = Harness::new();
    let form = open_form(&harness);
    form.type_text(TEXT);
    let heights: [f64; 2] = run_script(
        &harness,
        "const area = note.shadowRoot.querySelector('textarea'); \
         const before = area.offsetHeight; area.style.height = '300px'; \
         await note.submit(); return [before, area.offsetHeight]",
    );
    assert!((heights[0] - heights[1]).abs() < 1.0, "{heights:?}");
}

#[test]
fn a_pasted_file_is_refused_with_a_sentence() {
    let harness = Harness::new();
    let form = open_form(&harness);
    let is_prevented: [bool; 2] = run_script(
        &harness,
        "const area = note.shadowRoot.querySelector('textarea'); \
         const files = (text) => { const data = new DataTransfer(); \
             data.items.add(new File(['x'], 'x.png', { type: 'image/png' })); \
             if (text) data.setData('text/plain', text); return data; }; \
         const event = (type, text) => { \
             const made = new Event(type, { bubbles: true, composed: true, cancelable: true }); \
             return Object.defineProperty(made, type === 'paste' ? 'clipboardData' : 'dataTransfer', { value: files(text) }); }; \
         return [!area.dispatchEvent(event('paste', 'a table')), !area.dispatchEvent(event('drop'))]",
    );
    assert_eq!(is_prevented, [false, true]);
    form.wait_for_announcement("A note can only contain text.");
}

#[test]
fn the_last_type_is_preselected_for_the_same_author() {
    let harness = Harness::new();
    let form = harness.open_page("element.html");
    form.set_property("userId", 254).select_type("Call log").type_text(TEXT).press_ctrl_enter();
    form.wait_for_state("saved");
    let seen: Vec<Value> = run_script(
        &harness,
        "const list = note.shadowRoot.querySelector('select'); const seen = []; \
         const focus = (attributes) => { Object.assign(note, attributes); note.focus(); \
             seen.push([list.value, note.shadowRoot.activeElement.localName]); }; \
         focus({ ticketId: 7 }); focus({ ticketId: 8, userId: 9 }); \
         focus({ ticketId: 9, userId: 254, drafts: 'off' }); focus({ drafts: 'tab', ticketId: 10, type: '5' }); \
         return seen",
    );
    let expected = json!([["calllog", "textarea"], ["", "select"], ["", "select"], ["5", "textarea"]]);
    assert_eq!(json!(seen), expected);
    harness.browser().execute::<()>("customElements.get('ticket-note').forgetDrafts()", Vec::new());
    assert_eq!(
        run_script::<usize>(&harness, "return localStorage.length - ('ticket-note:forget' in localStorage)"),
        0
    );
}

#[test]
fn a_dialog_focuses_the_first_control_that_needs_input() {
    let harness = Harness::new();
    open_form(&harness);
    let focused: [String; 2] = run_script(
        &harness,
        "const open = async (type) => { \
             const dialog = document.createElement('dialog'); \
             const other = Object.assign(document.createElement('ticket-note'), { ticketId: 7, type }); \
             dialog.append(other); document.body.append(dialog); \
             await waitUntil(() => other.state === 'editing'); \
             dialog.showModal(); const { localName } = other.shadowRoot.activeElement; dialog.close(); return localName; }; \
         return [await open('5'), await open(null)]",
    );
    assert_eq!(focused, ["textarea", "select"]);
}
