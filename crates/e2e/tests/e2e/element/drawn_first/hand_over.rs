//! The hand-over itself: the user notices nothing.

use super::{enter, hand_over, held, open_held};
use crate::element::{TEXT, run_script};
use serde_json::{Value, json};
use thirtyfour::Key;
use ticket_note_e2e::{Engine, Form, Harness, wait_until};

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
fn the_list_stays_with_its_choice_and_the_focus() {
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
    assert_eq!(seen, json!([true, "5", true]));
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
         for (const { shadowRoot } of notes) shadowRoot.querySelector('textarea') \
             .dispatchEvent(new FocusEvent('focusin', { bubbles: true, composed: true })); \
         await waitUntil(() => notes.every(({ shadowRoot }) => !shadowRoot.querySelector('.drawn'))); \
         const after = notes.map(look); \
         return notes.flatMap(({ lang }, index) => JSON.stringify(before[index]) === JSON.stringify(after[index]) \
             ? [] : [[lang, before[index], after[index]]])",
    );
    assert_eq!(moved, Vec::<Value>::new());
}

#[test]
fn the_drawn_form_has_the_elements_of_the_rendered_one_except_empty_places_of_messages() {
    let harness = held();
    let form = open_held(&harness);
    let names = || -> Value {
        run_script(
            &harness,
            "const isPlace = ({ localName, role, childNodes }) => localName === 'div' && role !== 'status' && childNodes.length === 0; \
             const all = [...note.shadowRoot.querySelectorAll('*')].filter((element) => \
                 !isPlace(element) && !['drawn', 'rendered'].includes(element.className)); \
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
    enter(&harness);
    assert_eq!(names(), drawn);
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
fn a_thousand_forms_leave_the_page_responsive() {
    let harness = Harness::new();
    harness.open_page("element.html");
    let seen: [u32; 2] = run_script(
        &harness,
        "const box = document.createElement('div'); \
         box.append(...Array.from({ length: 1000 }, (_, index) => \
             Object.assign(document.createElement('ticket-note'), { ticketId: index + 1 }))); \
         document.body.append(box); \
         const drawn = [...box.children].filter((other) => other.shadowRoot.querySelector('textarea')).length; \
         let tasks = 0; \
         const isDone = () => [...box.children].every(({ state }) => state === 'editing'); \
         while (!isDone()) { await new Promise((resume) => setTimeout(resume)); tasks += 1; } \
         return [drawn, tasks]",
    );
    assert_eq!(seen[0], 1000);
    assert!(seen[1] > 3, "the page had only {} tasks of its own", seen[1]);
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
