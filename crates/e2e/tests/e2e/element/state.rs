//! `state`, `value` and the events agree with each other at any time.

use super::{SLOW_CLOCK, TEXT, open_form, run_script};
use ticket_note_e2e::Harness;

#[test]
fn note_change_reports_the_state_of_the_element() {
    let harness = Harness::new();
    open_form(&harness);
    let seen: Vec<[String; 2]> = run_script(
        &harness,
        "const seen = []; \
         note.addEventListener('note-change', ({ detail }) => seen.push([detail.state, note.state])); \
         note.addEventListener('note-config-error', () => seen.push(['invalid-config', note.state])); \
         note.ticketId = 'abc'; note.value = 'Typed meanwhile.'; \
         await waitUntil(() => seen.length === 2); \
         note.ticketId = 7; note.value = 'Typed again.'; \
         await waitUntil(() => seen.length === 3); \
         await settled(note); \
         return seen",
    );
    let [bad, good] = ["invalid-config", "editing"].map(|state| [state.to_owned(), state.to_owned()]);
    assert_eq!(seen, [bad.clone(), bad, good]);
}

#[test]
fn state_and_value_change_together() {
    for pace in ["", SLOW_CLOCK] {
        let harness = Harness::new();
        open_form(&harness).set_property("value", TEXT);
        let seen: Vec<[String; 2]> = run_script(
            &harness,
            &format!(
                "{pace} const seen = []; \
                 const record = () => {{ \
                   const now = [note.state, note.value]; \
                   if (seen.at(-1)?.join() !== now.join()) seen.push(now); \
                 }}; \
                 const observer = new MutationObserver(record); \
                 observer.observe(note.shadowRoot, \
                   {{ subtree: true, attributes: true, childList: true, characterData: true }}); \
                 note.addEventListener('note-change', record); \
                 const timer = setInterval(record); \
                 record(); \
                 await note.submit(); \
                 await waitUntil(() => note.state === 'saved'); \
                 record(); \
                 clearInterval(timer); \
                 return seen"
            ),
        );
        assert_eq!(seen, [["editing", TEXT], ["sending", TEXT], ["saved", ""]], "{pace}");
    }
}
