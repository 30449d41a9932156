//! The drawn form and the hand-over (docs/specification.md, section 4.13).

use super::{SCRIPT, TEXT, run_script, site_with};
use serde_json::{Value, json};
use thirtyfour::Key;
use ticket_note_e2e::{Engine, Form, Harness, Site, SlowLine, wait_until};

/// Returns a site whose page `held.html` waits for the test before it loads the module.
fn held_site() -> Site {
    site_with("held.html", SCRIPT, &format!(r#"<script src="./held.js"></script>{SCRIPT}"#))
}

fn held() -> Harness {
    Harness::with_site(held_site(), &[])
}

fn release(harness: &Harness) {
    harness.browser().execute::<()>("releaseModule()", Vec::new());
}

/// Opens the page while the module is held, and waits for the drawn form.
fn open_held(harness: &Harness) -> Form<'_> {
    let form = harness.open_drawn_page("held.html");
    assert_eq!(form.state(), "loading");
    form
}

/// Releases the module, and waits until it has taken over.
fn hand_over(harness: &Harness) {
    release(harness);
    harness.form().wait_for_state("editing");
}

#[test]
fn a_note_sent_before_the_module_is_loaded_is_added_once() {
    let harness = held();
    let form = open_held(&harness);
    form.select_type("Call log").type_text(TEXT).press_ctrl_enter();
    form.wait_for_announcement("Sending the note").press_ctrl_enter().click_button("Add note");
    assert_eq!(form.state(), "loading");
    harness.assert_nothing_sent();
    release(&harness);
    form.wait_for_state("saved");
    let notes = harness.sandbox().notes();
    assert_eq!(notes.iter().map(|note| note.message.as_str()).collect::<Vec<_>>(), [TEXT]);
    assert_eq!(form.value(), "");
    harness.assert_no_page_errors();
}

#[test]
fn submit_before_the_module_is_loaded_settles_with_the_outcome() {
    let harness = held();
    open_held(&harness);
    let seen: Value = run_script(
        &harness,
        "note.type = 'calllog'; note.value = 'By the page.'; \
         const outcome = note.submit(); \
         const before = note.state; \
         releaseModule(); \
         return [before, await outcome, note.state, note.value]",
    );
    assert_eq!(seen, json!(["loading", "saved", "saved", ""]));
    assert_eq!(harness.sandbox().notes().len(), 1);
}

#[test]
fn on_a_line_of_50_kbit_a_note_is_sent_at_once() {
    let harness = Harness::new();
    let line = SlowLine::to(harness.origin(), 50_000 / 8);
    harness.browser().open(&format!("{}/element.html", line.origin()));
    let form = harness.drawn_form();
    form.select_type("Call log").type_text(TEXT).press_ctrl_enter();
    assert_eq!(form.state(), "loading");
    form.wait_for_state("saved");
    assert_eq!(harness.sandbox().notes().len(), 1);
    assert_eq!(harness.sandbox().notes()[0].message, TEXT);
}

#[test]
fn text_caret_focus_and_scroll_stay() {
    let harness = held();
    let form = open_held(&harness);
    let text = "A line of the note.\n".repeat(60);
    form.type_text("x");
    let script = format!(
        "const area = note.shadowRoot.querySelector('textarea'); \
         area.value = {}; \
         area.dispatchEvent(new InputEvent('input', {{ bubbles: true, composed: true }})); \
         area.focus(); area.setSelectionRange(205, 209, 'backward'); area.scrollTop = 100; \
         const look = () => [note.value, area.selectionStart, area.selectionEnd, area.selectionDirection, \
             area.scrollTop, area.isConnected, note.shadowRoot.activeElement === area]; \
         const before = look(); \
         const ready = new Promise((resolve) => note.addEventListener('note-ready', resolve)); \
         releaseModule(); await ready; \
         return [before, look()]",
        json!(text)
    );
    let [before, after]: [Value; 2] = run_script(&harness, &script);
    assert_eq!(before, after);
    assert_eq!(after[0], text.as_str());
    assert_eq!(after[6], true);
}

/// Undoes the last change of the text. `WebKit`'s driver does not pass on the keys of its menus.
fn undo(harness: &Harness, form: &Form<'_>) {
    if harness.browser().engine() == Engine::Safari {
        harness.browser().execute::<()>("document.execCommand('undo')", Vec::new());
    } else {
        form.type_text(Key::Control + "z");
    }
}

#[test]
fn undo_works_across_the_hand_over() {
    let harness = held();
    let form = open_held(&harness);
    form.type_text("One").type_text(" two");
    hand_over(&harness);
    undo(&harness, &form);
    let value = wait_until("an undone text", || form.value(), |value| value != "One two");
    assert!("One two".starts_with(&value), "{value}");
    form.type_text(" three");
    let typed = wait_until("the text in the form", || form.value(), |value| value.ends_with(" three"));
    form.select_type("Call log").type_text("!").press_ctrl_enter().wait_for_state("saved");
    assert_eq!(harness.sandbox().notes()[0].message, format!("{typed}!"));
}

#[test]
fn a_composition_goes_on_across_the_hand_over() {
    let harness = held();
    let form = open_held(&harness);
    form.select_type("Call log");
    let seen: Value = run_script(
        &harness,
        "const area = note.shadowRoot.querySelector('textarea'); \
         const { set } = Object.getOwnPropertyDescriptor(HTMLTextAreaElement.prototype, 'value'); \
         let writes = 0; \
         Object.defineProperty(area, 'value', { ...Object.getOwnPropertyDescriptor(HTMLTextAreaElement.prototype, 'value'), \
             set(text) { writes += 1; set.call(this, text); } }); \
         const fire = (type, Kind, data) => area.dispatchEvent(new Kind(type, { data, bubbles: true, composed: true, \
             inputType: 'insertCompositionText', isComposing: true })); \
         const compose = (text) => { fire('compositionupdate', CompositionEvent, text); set.call(area, text); fire('input', InputEvent, text); }; \
         area.focus(); \
         fire('compositionstart', CompositionEvent, ''); compose('に'); \
         const ready = new Promise((resolve) => note.addEventListener('note-ready', resolve)); \
         releaseModule(); await ready; \
         compose('にほ'); compose('日本'); fire('compositionend', CompositionEvent, '日本'); \
         await settled(Object.assign(note, { type: 'calllog' })); \
         return [writes, area.isConnected, note.shadowRoot.activeElement === area, note.value, note.state]",
    );
    assert_eq!(seen, json!([0, true, true, "日本", "editing"]));
}

#[test]
fn the_list_keeps_its_choice_and_the_focus() {
    let harness = held();
    open_held(&harness);
    let seen: Value = run_script(
        &harness,
        "const list = () => note.shadowRoot.querySelector('select'); \
         list().focus(); list().value = '5'; \
         list().dispatchEvent(new Event('change', { bubbles: true })); \
         const drawn = list(); \
         const ready = new Promise((resolve) => note.addEventListener('note-ready', resolve)); \
         releaseModule(); await ready; \
         return [list() === drawn, list().value, note.shadowRoot.activeElement === list()]",
    );
    assert_eq!(seen, json!([false, "5", true]));
}

#[test]
fn the_button_keeps_the_focus() {
    let harness = held();
    open_held(&harness);
    let seen: Value = run_script(
        &harness,
        "note.shadowRoot.querySelector('button').focus(); \
         const ready = new Promise((resolve) => note.addEventListener('note-ready', resolve)); \
         releaseModule(); await ready; \
         return note.shadowRoot.activeElement.id",
    );
    assert_eq!(seen, "send");
}

#[test]
fn the_hand_over_moves_nothing_in_any_language() {
    let harness = held();
    open_held(&harness);
    let moved: Vec<Value> = run_script(
        &harness,
        "const notes = ['en', 'nl', 'de', 'fr', 'es', 'ar'].flatMap((lang) => [320, 1200].map((width) => { \
             const box = document.createElement('div'); box.style.width = `${width}px`; \
             const other = document.createElement('ticket-note'); \
             Object.assign(other, { ticketId: 7, lang, types: width === 320 ? null : '1=E-mail,calllog' }); \
             box.append(other); document.body.append(box); return other; })); \
         const look = (other) => [...other.shadowRoot.querySelectorAll('form, label, select, textarea, p, button, .status')] \
             .map((element) => [element.localName, element.textContent.trim(), ...Object.values(element.getBoundingClientRect().toJSON())]); \
         const before = notes.map(look); \
         releaseModule(); \
         await waitUntil(() => notes.every(({ state }) => state === 'editing')); \
         const after = notes.map(look); \
         return notes.flatMap(({ lang }, index) => JSON.stringify(before[index]) === JSON.stringify(after[index]) \
             ? [] : [[lang, before[index], after[index]]])",
    );
    assert_eq!(moved, Vec::<Value>::new());
}

#[test]
fn the_drawn_form_has_the_names_of_the_rendered_one() {
    let harness = held();
    let form = open_held(&harness);
    let names = || -> Value {
        run_script(
            &harness,
            "const all = [...note.shadowRoot.querySelectorAll('*')].filter(({ className }) => className !== 'rendered'); \
             return all.map((element) => [element.localName, \
                 ...[...element.attributes].map(({ name, value }) => [name, value && value !== name ? value : true].join()).sort()])",
        )
    };
    form.set_property("types", "1=E-mail,calllog,5= ")
        .set_property("type", "calllog")
        .set_property("lockType", true);
    wait_until("the locked list", names, |seen| seen.to_string().contains("disabled"));
    let drawn = names();
    hand_over(&harness);
    assert_eq!(names(), drawn);
}

#[test]
fn an_early_press_on_an_empty_form_shows_the_problems() {
    let harness = held();
    let form = open_held(&harness);
    form.click_button("Add note").wait_for_announcement("Sending");
    hand_over(&harness);
    form.wait_for_control("textbox", "Note", |area| area.description.contains("Write a note."));
    form.select_type("Call log").type_text(TEXT).click_button("Add note").wait_for_state("saved");
}

#[test]
fn an_early_press_does_not_send_a_restored_draft() {
    let harness = held();
    let form = open_held(&harness);
    form.set_property("type", "calllog");
    hand_over(&harness);
    form.type_text(TEXT);
    harness.browser().execute::<()>("dispatchEvent(new Event('pagehide'))", Vec::new());
    let form = open_held(&harness);
    form.click_button("Add note").wait_for_announcement("Sending");
    release(&harness);
    wait_until("the restored draft", || form.value(), |value| value == TEXT);
    form.wait_for_state("editing").type_text("!");
    assert_eq!(form.value(), format!("{TEXT}!"));
    harness.assert_nothing_sent();
}

#[test]
fn typed_text_is_kept_beside_an_earlier_draft() {
    let harness = held();
    let form = open_held(&harness);
    hand_over(&harness);
    form.type_text("The earlier draft.");
    harness.browser().execute::<()>("dispatchEvent(new Event('pagehide'))", Vec::new());
    let form = open_held(&harness);
    form.type_text("Typed at once.");
    hand_over(&harness);
    assert_eq!(form.value(), "Typed at once.");
    let drafts: String =
        harness.browser().execute("return JSON.stringify(Object.values(sessionStorage))", Vec::new());
    assert!(drafts.contains("The earlier draft."), "{drafts}");
}

#[test]
fn a_text_typed_before_the_hand_over_survives_a_reload() {
    let harness = held();
    let form = open_held(&harness);
    form.select_type("Call log").type_text(TEXT);
    let form = open_held(&harness);
    assert_eq!(form.value(), "");
    hand_over(&harness);
    assert_eq!(form.value(), TEXT);
    form.click_button("Add note").wait_for_state("saved");
    assert_eq!(harness.sandbox().notes().len(), 1);
}

#[test]
fn a_removed_element_keeps_the_text_of_its_drawn_form() {
    let harness = held();
    let form = open_held(&harness);
    form.type_text(TEXT);
    let seen: Value = run_script(
        &harness,
        "const outcome = note.submit(); \
         note.remove(); await null; await null; \
         const detached = [note.value, await outcome, note.shadowRoot.childElementCount]; \
         document.body.append(note); \
         const again = note.value; \
         releaseModule(); \
         await waitUntil(() => note.state === 'editing'); \
         return [detached, again, note.value]",
    );
    assert_eq!(seen, json!([[TEXT, "cancelled", 0], TEXT, TEXT]));
    harness.assert_nothing_sent();
}

#[test]
fn without_any_engine_the_text_stays_and_the_failure_shows() {
    let site = held_site();
    site.remove_file("ticket-note-js-", ".js");
    let harness = Harness::with_site(site, &[]);
    let form = open_held(&harness);
    form.select_type("Call log").type_text(TEXT).press_ctrl_enter();
    harness.browser().execute::<()>("loseModule()", Vec::new());
    form.wait_for_state("failed").wait_for_announcement("could not start");
    let seen: Value = run_script(
        &harness,
        "const area = note.shadowRoot.querySelector('textarea'); \
         return [note.value, area.value, area.readOnly, Boolean(note.querySelector('a').assignedSlot)]",
    );
    assert_eq!(seen, json!([TEXT, TEXT, true, true]));
    harness.assert_nothing_sent();
}

#[test]
fn a_language_change_redraws_the_form_around_the_text() {
    let harness = held();
    let form = open_held(&harness);
    form.select_type("Call log").type_text(TEXT);
    let seen: Value = run_script(
        &harness,
        "const area = note.shadowRoot.querySelector('textarea'); \
         note.lang = 'ar'; await null; await null; \
         const { dir, lang, ariaLabel } = note.shadowRoot.querySelector('form'); \
         return [dir, lang, ariaLabel.includes('858462'), note.shadowRoot.querySelector('select').value, \
             note.shadowRoot.querySelector('button').textContent, area.isConnected, note.value]",
    );
    assert_eq!(seen, json!(["rtl", "ar", true, "calllog", "إضافة ملاحظة", true, TEXT]));
}

#[test]
fn two_hundred_forms_leave_the_page_responsive() {
    let harness = Harness::new();
    harness.open_page("element.html");
    // WebKitGTK paints rarely without a compositor, so its frames say nothing about its tasks.
    if harness.browser().engine() == Engine::Safari {
        return;
    }
    let seen: [u32; 2] = run_script(
        &harness,
        "const box = document.createElement('div'); \
         box.append(...Array.from({ length: 200 }, (_, index) => \
             Object.assign(document.createElement('ticket-note'), { ticketId: index + 1 }))); \
         document.body.append(box); \
         const drawn = [...box.children].filter((other) => other.shadowRoot.querySelector('textarea')).length; \
         let tasks = 0; \
         const isDone = () => [...box.children].every(({ state }) => state === 'editing'); \
         while (!isDone()) { await new Promise((resume) => setTimeout(resume)); tasks += 1; } \
         return [drawn, tasks]",
    );
    assert_eq!(seen[0], 200);
    assert!(seen[1] > 3, "the page had only {} tasks of its own", seen[1]);
}

#[test]
fn a_text_typed_for_a_ticket_is_set_aside_with_it() {
    let harness = held();
    let form = open_held(&harness);
    form.select_type("Call log").type_text("For the first.");
    let seen: Value = run_script(
        &harness,
        "note.ticketId = 2; await null; await null; \
         const drawn = note.value; \
         releaseModule(); await waitUntil(() => note.state === 'editing'); \
         const second = note.value; \
         note.ticketId = 858462; await settled(Object.assign(note, { type: 'calllog' })); \
         return [drawn, second, note.value]",
    );
    assert_eq!(seen, json!(["", "", "For the first."]));
    harness.assert_nothing_sent();
}

#[test]
fn a_waiting_send_belongs_to_the_ticket_it_was_pressed_on() {
    let harness = held();
    let form = open_held(&harness);
    form.select_type("Call log").type_text("For the first.").press_ctrl_enter();
    form.wait_for_announcement("Sending");
    form.set_property("ticketId", 2);
    wait_until("an empty form", || form.value(), String::is_empty);
    form.type_text("For the second.");
    hand_over(&harness);
    wait_until("one note", || harness.sandbox().notes().len(), |&count| count == 1);
    let [note] = &harness.sandbox().notes()[..] else { panic!("not one note") };
    assert_eq!((note.ticket, note.message.as_str()), (858_462, "For the first."));
    assert_eq!(form.value(), "For the second.");
}

#[test]
fn texts_for_two_tickets_survive_a_page_that_ends_early() {
    let harness = held();
    let form = open_held(&harness);
    form.type_text("For the first.").set_property("ticketId", 2);
    wait_until("an empty form", || form.value(), String::is_empty);
    form.type_text("For the second.");
    let form = open_held(&harness);
    hand_over(&harness);
    assert_eq!(form.value(), "For the first.");
    form.set_property("ticketId", 2);
    wait_until("the second text", || form.value(), |value| value == "For the second.");
}

#[test]
fn a_press_that_spans_the_hand_over_sends() {
    let harness = held();
    let form = open_held(&harness);
    form.select_type("Call log").type_text(TEXT);
    let seen: Value = run_script(
        &harness,
        "const drawn = note.shadowRoot.querySelector('button'); \
         drawn.dispatchEvent(new PointerEvent('pointerdown', { bubbles: true, composed: true })); \
         releaseModule(); \
         await new Promise((resume) => setTimeout(resume, 300)); \
         const stays = drawn.isConnected; \
         drawn.dispatchEvent(new PointerEvent('pointerup', { bubbles: true, composed: true })); \
         drawn.click(); \
         await waitUntil(() => note.state === 'saved'); \
         return stays",
    );
    assert_eq!(seen, true);
    assert_eq!(harness.sandbox().notes().len(), 1);
}

#[test]
fn a_text_without_an_event_is_kept() {
    let harness = held();
    let form = open_held(&harness);
    form.set_property("type", "calllog");
    harness.browser().execute::<()>(
        "document.querySelector('ticket-note').shadowRoot.querySelector('textarea').value = 'By an extension.'",
        Vec::new(),
    );
    hand_over(&harness);
    assert_eq!(form.value(), "By an extension.");
}

#[test]
fn the_saved_text_of_a_drawn_form_ends_with_its_note() {
    let harness = held();
    let form = open_held(&harness);
    form.set_property("type", "calllog").type_text(TEXT);
    let stored = || -> String {
        harness.browser().execute("return JSON.stringify(Object.values(sessionStorage))", Vec::new())
    };
    for _ in 0..2 {
        harness.browser().execute::<()>("dispatchEvent(new Event('pagehide'))", Vec::new());
        assert!(stored().contains(TEXT));
    }
    hand_over(&harness);
    form.click_button("Add note").wait_for_state("saved");
    assert_eq!(stored(), "[]");
}

#[test]
fn another_element_restores_the_text_of_a_removed_one() {
    let harness = held();
    let form = open_held(&harness);
    form.type_text(TEXT);
    let value: String = run_script(
        &harness,
        "const other = note.cloneNode(true); \
         note.remove(); await null; await null; \
         document.body.append(other); \
         releaseModule(); await waitUntil(() => other.state === 'editing'); \
         return other.value",
    );
    assert_eq!(value, TEXT);
}

#[test]
fn text_that_the_page_extends_is_not_replaced_by_a_draft() {
    let harness = held();
    let form = open_held(&harness);
    hand_over(&harness);
    form.type_text("The earlier draft.");
    harness.browser().execute::<()>("dispatchEvent(new Event('pagehide'))", Vec::new());
    let form = open_held(&harness);
    form.type_text("Typed");
    form.set_property("value", "Typed, and extended.");
    hand_over(&harness);
    assert_eq!(form.value(), "Typed, and extended.");
}

#[test]
fn forget_drafts_empties_a_drawn_form_outside_the_page() {
    let harness = held();
    let form = open_held(&harness);
    form.type_text("Of the former user.");
    let seen: Value = run_script(
        &harness,
        "note.remove(); await null; await null; \
         note.constructor.forgetDrafts(); \
         const detached = note.value; \
         document.body.append(note); \
         releaseModule(); await waitUntil(() => note.state === 'editing'); \
         return [detached, note.value, JSON.stringify(Object.values(sessionStorage))]",
    );
    assert_eq!(seen, json!(["", "", "[]"]));
}

#[test]
fn pressing_often_asks_the_page_once() {
    let harness = held();
    let form = open_held(&harness);
    form.select_type("Call log").type_text(TEXT);
    let asked: u32 = run_script(
        &harness,
        "let asked = 0; \
         note.addEventListener('note-submit', (event) => { asked += 1; event.preventDefault(); }); \
         const outcomes = [note.submit(), note.submit(), note.submit()]; \
         releaseModule(); await Promise.all(outcomes); \
         return asked",
    );
    assert_eq!(asked, 1);
    harness.assert_nothing_sent();
}

#[test]
fn a_form_that_cannot_be_taken_over_does_not_stop_the_others() {
    let harness = held();
    open_held(&harness);
    let states: Value = run_script(
        &harness,
        "const other = note.cloneNode(true); note.after(other); \
         note.shadowRoot.querySelector('textarea').remove(); \
         releaseModule(); await waitUntil(() => other.state !== 'loading'); \
         return [note.state, other.state]",
    );
    assert_eq!(states, json!(["failed", "editing"]));
}
