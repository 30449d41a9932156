//! Two elements on one ticket that a page removes, and adds again in another order.

use super::{TEXT, open_form, run_script};
use serde_json::{Value, json};
use ticket_note_e2e::Harness;

/// Two elements on one ticket, with functions that remove them, add one again, and read a storage.
const TWO: &str = "\
    const other = note.cloneNode(true); \
    const pause = (ms = 0) => new Promise((resume) => setTimeout(resume, ms)); \
    const add = async (element) => { \
      const isBack = new Promise((resolve) => element.addEventListener('note-ready', resolve, { once: true })); \
      document.body.append(element); \
      await isBack; \
      await pause(); \
    }; \
    await add(other);";

#[test]
fn elements_keep_their_texts_in_any_order() {
    for drafts in ["tab", "device", "off"] {
        let harness = Harness::new();
        open_form(&harness).set_property("drafts", drafts);
        let script = format!(
            "{TWO} note.value = 'The first text.'; other.value = 'The second text.'; \
             await pause(600); \
             note.remove(); other.remove(); await pause(50); \
             await add(other); await add(note); \
             return [note.value, other.value]"
        );
        let seen: [Value; 2] = run_script(&harness, &script);
        assert_eq!(seen, [json!("The first text."), json!("The second text.")], "{drafts}");
    }
}

#[test]
fn a_text_of_the_page_overwrites_no_other_draft() {
    for drafts in ["tab", "device"] {
        let harness = Harness::new();
        open_form(&harness).set_property("drafts", drafts);
        let script = format!(
            "{TWO} other.value = 'The second text.'; await pause(600); \
             other.remove(); note.remove(); await pause(50); \
             note.value = 'Written while detached.'; \
             await add(note); await add(other); \
             return [note.value, other.value]"
        );
        let seen: [Value; 2] = run_script(&harness, &script);
        assert_eq!(seen, [json!("Written while detached."), json!("The second text.")], "{drafts}");
    }
}

#[test]
fn drafts_changed_while_detached_move_the_draft() {
    let harness = Harness::new();
    open_form(&harness).set_property("drafts", "device").type_text(TEXT);
    let script = format!(
        "{TWO} note.remove(); await pause(50); note.drafts = 'tab'; await add(note); await pause(600); \
         const has = (storage) => Object.values(storage).some((draft) => draft.includes('{TEXT}')); \
         return [note.value, has(sessionStorage), has(localStorage)]"
    );
    let seen: [Value; 3] = run_script(&harness, &script);
    assert_eq!(seen, [json!(TEXT), json!(true), json!(false)]);
}

#[test]
fn a_first_author_keeps_the_text_over_a_reload() {
    let harness = Harness::new();
    let form = open_form(&harness);
    form.type_text(TEXT).set_property("userId", 254);
    run_script::<()>(&harness, "await new Promise((resume) => setTimeout(resume, 600))");
    let form = open_form(&harness);
    form.set_property("userId", 254);
    ticket_note_e2e::wait_until("the text", || form.value(), |text| text == TEXT);
}

#[test]
fn a_form_that_traps_at_mounting_dispatches_no_ready() {
    let harness = Harness::new();
    open_form(&harness);
    let seen: Vec<Value> = run_script(
        &harness,
        "Crypto.prototype.getRandomValues = () => { throw new Error('no random numbers') }; \
         const late = document.createElement('ticket-note'); \
         Object.assign(late, { ticketId: 9, value: 'Written early.' }); \
         const seen = []; \
         for (const name of ['note-ready', 'note-failed']) late.addEventListener(name, ({ type }) => seen.push(type)); \
         document.body.append(late); \
         await waitUntil(() => late.state === 'failed'); \
         await new Promise((resume) => setTimeout(resume, 100)); \
         return [...seen, late.state, late.value]",
    );
    assert_eq!(seen, [json!("note-failed"), json!("failed"), json!("Written early.")]);
}
