//! The styles of a form in use, which are added after the first frame.

use super::*;
use crate::element::open_form;
use serde_json::Value;

/// Returns whether a shadow root has the styles of a form in use.
const IS_COMPLETE: &str = "const isComplete = ({ adoptedStyleSheets: [sheet] }) => \
    [...sheet.cssRules].some((rule) => rule.media?.mediaText === 'all');";

#[test]
fn the_styles_of_a_form_in_use_change_no_new_form() {
    let harness = held();
    open_held(&harness);
    let changed: Vec<Value> = run_script(
        &harness,
        &format!(
            "{IS_COMPLETE} await waitUntil(() => isComplete(note.shadowRoot)); \
             const kinds = [{{}}, {{ lang: 'ar' }}, {{ lang: 'de', theme: 'dark' }}, {{ heading: true }}, {{ density: 'compact' }}, \
                 {{ type: 'calllog', lockType: true }}, {{ types: '1=E-mail', value: 'Called back.' }}]; \
             const notes = kinds.flatMap((kind) => [320, 1200].map((width) => {{ \
                 const box = document.createElement('div'); box.style.width = `${{width}}px`; \
                 const other = document.createElement('ticket-note'); \
                 box.append(other); document.body.append(box); \
                 return Object.assign(other, {{ ticketId: 7, ...kind }}); }})); \
             await null; \
             const isVisible = (element) => {{ \
                 const {{ width, height }} = element.getBoundingClientRect(); return width * height > 0; }}; \
             const without = /^(transition|animation|overflow-wrap|word-wrap|(-webkit-|-moz-)?user-select)/; \
             const look = (element) => {{ const style = getComputedStyle(element); \
                 return [...style].filter((name) => !without.test(name)).map((name) => `${{name}}: ${{style.getPropertyValue(name)}}`); }}; \
             const seen = () => notes.map(({{ shadowRoot }}) => [...shadowRoot.querySelectorAll('*')].filter(isVisible) \
                 .map((element) => [element.localName, element.className.toString(), look(element)])); \
             const complete = seen(); \
             const [sheet] = note.shadowRoot.adoptedStyleSheets; \
             sheet.deleteRule(sheet.cssRules.length - 1); \
             const first = seen(); \
             if (complete.flat().length < 100) return [complete]; \
             return first.flatMap((elements, index) => elements.flatMap(([name, kind, style], place) => \
                 style.filter((line, at) => line !== complete[index][place]?.[2][at]).map((line) => [name, kind, line])))"
        ),
    );
    assert_eq!(changed, Vec::<Value>::new());
}

#[test]
fn a_form_in_use_keeps_its_styles_in_another_document() {
    let harness = Harness::new();
    open_form(&harness);
    let is_complete: bool = run_script(
        &harness,
        &format!(
            "{IS_COMPLETE} await waitUntil(() => isComplete(note.shadowRoot)); \
             const frame = document.createElement('iframe'); document.body.append(frame); \
             const [before] = note.shadowRoot.adoptedStyleSheets; \
             frame.contentDocument.body.append(note); \
             await null; \
             return note.shadowRoot.adoptedStyleSheets[0] !== before && isComplete(note.shadowRoot)"
        ),
    );
    assert!(is_complete);
}
