//! The page's styles and the form's own.

use super::{SCRIPT, TEXT, open_form, run_script, site_with};
use std::collections::BTreeMap;
use ticket_note_e2e::{Fault, Harness, wait_until};

#[test]
fn the_form_stays_usable_under_hostile_page_styles() {
    let link = r#"<link rel="stylesheet" href="./hostile.css">"#;
    let site = site_with("hostile.html", SCRIPT, &format!("{link}{SCRIPT}"));
    site.write_file("hostile.css", "* { all: unset !important } html { font-size: 4px !important }");
    let harness = Harness::with_site(site, &[]);
    let form = harness.open_page("hostile.html");
    let sizes: BTreeMap<String, [f64; 3]> = run_script(
        &harness,
        "const controls = note.shadowRoot.querySelectorAll('select, textarea, button'); \
         return Object.fromEntries([...controls].map((control) => { \
           const { width, height } = control.getBoundingClientRect(); \
           return [control.localName, [width, height, parseFloat(getComputedStyle(control).fontSize)]]; \
         }))",
    );
    assert_eq!(sizes.len(), 3);
    for (control, [width, height, font]) in &sizes {
        assert!(*width >= 24.0 && *height >= 24.0 && *font >= 12.0, "{control}: {sizes:?}");
    }
    let widths =
        "return [document.documentElement.clientWidth, note.shadowRoot.querySelector('form').offsetWidth]";
    let [place, inside]: [u32; 2] = run_script(&harness, widths);
    assert!(place - inside < 40, "the form fills the available width: {inside} of {place}");
    form.select_type("Call log").type_text(TEXT).click_button("Add note").wait_for_state("saved");
    assert_eq!(harness.sandbox().notes()[0].message, TEXT);
}

#[test]
fn hiding_the_element_hides_the_form() {
    let harness = Harness::new();
    open_form(&harness);
    let shown: Vec<bool> = run_script(
        &harness,
        "const area = note.shadowRoot.querySelector('textarea'); \
         const isShown = () => area.checkVisibility({ visibilityProperty: true }); \
         const place = note.parentElement; \
         const hidings = [(on) => { note.hidden = on }, (on) => { note.style.display = on ? 'none' : '' }, \
           (on) => { note.style.visibility = on ? 'hidden' : '' }, (on) => { place.style.visibility = on ? 'hidden' : '' }, \
           (on) => { place.style.display = on ? 'none' : '' }, \
           (on) => { note.popover = on ? 'auto' : null }]; \
         return hidings.flatMap((hide) => [true, false].map((on) => { hide(on); return isShown() }))",
    );
    assert_eq!(shown, [false, true].repeat(6));
}

#[test]
fn hidden_until_found_hides_as_the_platform_does() {
    let harness = Harness::new();
    open_form(&harness);
    let (is_supported, is_hidden, display): (bool, bool, String) = run_script(
        &harness,
        "note.hidden = 'until-found'; \
         const area = note.shadowRoot.querySelector('textarea'); \
         const isHidden = !area.checkVisibility(); \
         return ['onbeforematch' in HTMLElement.prototype, isHidden, getComputedStyle(note).display]",
    );
    assert!(is_hidden, "the form is visible");
    if !is_supported {
        // An engine without `until-found` treats it as any value of `hidden`.
        assert_eq!(display, "none");
        return;
    }
    // The element keeps its box but hides its contents. "Find in page" and URL fragments search
    // them, and remove the attribute.
    assert_ne!(display, "none");
    let is_shown = "note.id = 'note'; \
         location.hash = '#note'; \
         await waitUntil(() => !note.hidden); \
         return note.shadowRoot.querySelector('textarea').checkVisibility()";
    assert!(run_script::<bool>(&harness, is_shown), "a fragment reveals the form");
}

#[test]
fn status_text_is_selectable_on_a_page_without_selection() {
    let style = r#"<link rel="stylesheet" href="./unselectable.css">"#;
    let site = site_with("unselectable.html", SCRIPT, &format!("{style}{SCRIPT}"));
    site.write_file(
        "unselectable.css",
        "* { -webkit-user-select: none !important; user-select: none !important }",
    );
    let harness = Harness::with_site(site, &[]);
    let form = harness.open_page("unselectable.html");
    harness.sandbox().set_fault(Fault::Error400);
    form.select_type("Call log").type_text(TEXT).click_button("Add note").wait_for_state("refused");
    form.wait_for_announcement("Ticket is closed");
    let modes: Vec<String> = run_script(
        &harness,
        "return [...note.shadowRoot.querySelectorAll('[part~=status] p, [part~=status] blockquote')] \
         .map((text) => getComputedStyle(text)) \
         .map((style) => style.userSelect ?? style.webkitUserSelect)",
    );
    assert_eq!(modes, ["text", "text"]);
    if harness.browser().engine().is_chrome() {
        // Only Chromium returns the selection inside a shadow root to a script as text.
        harness.browser().double_click(&harness.browser().find_in_shadow("ticket-note", "blockquote")[0]);
        let selected = "return note.shadowRoot.getSelection().toString().trim()";
        let sentence = "Ticket is closed for <b>new</b> messages";
        let word: String = run_script(&harness, selected);
        assert!(!word.is_empty() && sentence.contains(&word), "{word:?}");
    }
}

#[test]
fn the_form_inherits_only_the_font_family() {
    let link = r#"<link rel="stylesheet" href="./loud.css">"#;
    let site = site_with("loud.html", SCRIPT, &format!("{link}{SCRIPT}"));
    let loud = "html { font: italic 700 40px/3 monospace; direction: rtl; text-transform: uppercase; \
                letter-spacing: 1em; word-spacing: 1em; text-align: right; color: red; cursor: wait; \
                text-indent: 9em; white-space: pre; visibility: visible; font-variant: small-caps }";
    site.write_file("loud.css", loud);
    let harness = Harness::with_site(site, &[]);
    harness.open_page("loud.html");
    let looks = "return ['label', 'select', 'textarea', 'button', '[part=hint]'].map((selector) => { \
           const style = getComputedStyle(note.shadowRoot.querySelector(selector)); \
           return [style.textTransform, style.letterSpacing, style.direction, style.fontStyle, \
             style.textIndent, style.fontVariantCaps, style.fontSize, style.fontFamily].join(); \
         })";
    let inside: Vec<String> = run_script(&harness, looks);
    for look in &inside {
        assert!(look.starts_with("none,normal,ltr,normal,0px,normal,"), "{inside:?}");
        assert!(look.ends_with("px,monospace") && !look.contains("40px"), "{inside:?}");
    }
}

#[test]
fn the_form_has_a_width_in_shrink_to_fit_containers() {
    let harness = Harness::new();
    open_form(&harness);
    let widths: BTreeMap<String, f64> = run_script(
        &harness,
        "const widths = {}; \
         const put = (name, place) => { \
           document.body.append(place); \
           place.append(note); \
           widths[name] = note.getBoundingClientRect().width; \
         }; \
         const made = (name, style) => { \
           const place = document.createElement(name); \
           Object.assign(place.style, style); \
           return place; \
         }; \
         const dialog = made('dialog', {}); document.body.append(dialog); dialog.showModal(); put('dialog', dialog); dialog.close(); \
         put('flex row', made('div', { display: 'flex' })); \
         put('inline block', made('div', { display: 'inline-block' })); \
         put('float', made('div', { float: 'left' })); \
         put('absolute', made('div', { position: 'absolute' })); \
         const narrow = made('div', { display: 'flex', width: '200px' }); put('narrow flex row', narrow); \
         return widths",
    );
    assert_eq!(widths.len(), 6);
    for (place, width) in &widths {
        let expected = if place.starts_with("narrow") { 200.0..=200.5 } else { 300.0..=2000.0 };
        assert!(expected.contains(width), "{place}: {widths:?}");
    }
}

#[test]
fn a_long_upstream_message_does_not_widen_the_form() {
    let harness = Harness::new();
    open_form(&harness).set_property("value", TEXT);
    let [content, place]: [u32; 2] = run_script(
        &harness,
        "const message = 'https://account.omnidesk.example/' + 'x'.repeat(400); \
         const body = { status: 'error', code: 'upstream_refused', message, sent: 'no' }; \
         window.fetch = async () => Response.json(body, { status: 422 }); \
         await note.submit(); \
         await waitUntil(() => note.shadowRoot.querySelector('blockquote')?.textContent === message); \
         const form = note.shadowRoot.querySelector('form'); \
         return [form.scrollWidth, note.clientWidth]",
    );
    assert!(content <= place, "{content} of {place}");
}

#[test]
fn styles_follow_the_element_to_another_document_and_back() {
    let harness = Harness::new();
    let form = open_form(&harness);
    form.type_text(TEXT);
    let looks: [String; 3] = run_script(
        &harness,
        "const frame = document.createElement('iframe'); \
         document.body.append(frame); \
         const look = () => { \
           const { backgroundColor, borderRadius, fontSize } = getComputedStyle(note.shadowRoot.querySelector('button')); \
           return [backgroundColor, borderRadius, fontSize].join(' '); \
         }; \
         const looks = [look()]; \
         for (const place of [frame.contentDocument.body, document.body]) { \
           place.append(note); \
           await settled(note); \
           looks.push(look()); \
         } \
         return looks",
    );
    assert_eq!(looks[1..], [looks[0].clone(), looks[0].clone()]);
    form.click_button("Add note").wait_for_state("saved");
    assert_eq!(harness.sandbox().notes()[0].message, TEXT);
}

#[test]
fn at_320_px_no_container_overflows_the_page() {
    let harness = Harness::new();
    // Some engines do not allow a window of this width. A frame can have any width, and the demo
    // has a frame.
    harness.open_page("demo");
    let is_loaded = "return document.querySelector('iframe').contentDocument?.querySelector('ticket-note')?.version != null";
    wait_until("a framed form", || harness.browser().evaluate::<bool>(is_loaded), |is_loaded| *is_loaded);
    let widths: BTreeMap<String, u32> = run_script(
        &harness,
        "const frame = document.querySelector('iframe'); \
         Object.assign(frame.style, { width: '320px', minWidth: '0', height: '900px' }); \
         const page = frame.contentDocument; \
         const other = page.querySelector('ticket-note'); \
         const widths = { frame: frame.contentWindow.innerWidth }; \
         for (const style of ['display: flex', 'display: inline-block', 'float: left', 'position: absolute', 'display: table']) { \
           const place = page.createElement('div'); \
           place.style.cssText = `${style}; padding: 12px`; \
           page.body.append(place); \
           place.append(other); \
           widths[style] = page.documentElement.scrollWidth; \
         } \
         return widths",
    );
    assert_eq!(widths.len(), 6);
    assert!(widths.values().all(|width| *width == 320), "{widths:?}");
}
