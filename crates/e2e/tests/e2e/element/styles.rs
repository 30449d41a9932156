//! The page's styles and the form's.

use super::{SCRIPT, TEXT, asks, opens, site_with};
use std::collections::BTreeMap;
use ticket_note_e2e::{Visit, until};

#[test]
fn the_pages_styles_leave_the_form_usable() {
    let link = r#"<link rel="stylesheet" href="./hostile.css">"#;
    let site = site_with("hostile.html", SCRIPT, &format!("{link}{SCRIPT}"));
    site.writes("hostile.css", "* { all: unset !important } html { font-size: 4px !important }");
    let visit = Visit::to(site, &[]);
    let form = visit.opens_page("hostile.html");
    let sizes: BTreeMap<String, [f64; 3]> = asks(
        &visit,
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
    let [place, inside]: [u32; 2] = asks(&visit, widths);
    assert!(place - inside < 40, "the form takes the width that there is: {inside} of {place}");
    form.chooses("Call log").types(TEXT).presses("Add note").becomes("saved");
    assert_eq!(visit.sandbox().notes()[0].message, TEXT);
}

#[test]
fn who_hides_the_element_hides_the_form() {
    let visit = Visit::new();
    opens(&visit);
    let shown: Vec<bool> = asks(
        &visit,
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
fn of_the_pages_styles_the_font_family_alone_comes_in() {
    let link = r#"<link rel="stylesheet" href="./loud.css">"#;
    let site = site_with("loud.html", SCRIPT, &format!("{link}{SCRIPT}"));
    let loud = "html { font: italic 700 40px/3 monospace; direction: rtl; text-transform: uppercase; \
                letter-spacing: 1em; word-spacing: 1em; text-align: right; color: red; cursor: wait; \
                text-indent: 9em; white-space: pre; visibility: visible; font-variant: small-caps }";
    site.writes("loud.css", loud);
    let visit = Visit::to(site, &[]);
    visit.opens_page("loud.html");
    let looks = "return ['label', 'select', 'textarea', 'button', '[part=hint]'].map((selector) => { \
           const style = getComputedStyle(note.shadowRoot.querySelector(selector)); \
           return [style.textTransform, style.letterSpacing, style.direction, style.fontStyle, \
             style.textIndent, style.fontVariantCaps, style.fontSize, style.fontFamily].join(); \
         })";
    let inside: Vec<String> = asks(&visit, looks);
    for look in &inside {
        assert!(look.starts_with("none,normal,ltr,normal,0px,normal,"), "{inside:?}");
        assert!(look.ends_with("px,monospace") && !look.contains("40px"), "{inside:?}");
    }
}

#[test]
fn where_its_place_asks_for_its_width_the_form_has_one() {
    let visit = Visit::new();
    opens(&visit);
    let widths: BTreeMap<String, f64> = asks(
        &visit,
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
fn what_the_vendor_says_makes_nothing_wider() {
    let visit = Visit::new();
    opens(&visit).is_given("value", TEXT);
    let [content, place]: [u32; 2] = asks(
        &visit,
        "const message = 'https://account.omnidesk.example/' + 'x'.repeat(400); \
         const body = { status: 'error', code: 'upstream_refused', message, sent: 'no' }; \
         window.fetch = async () => Response.json(body, { status: 502 }); \
         await note.submit(); \
         await until(() => note.shadowRoot.querySelector('blockquote')?.textContent === message); \
         const form = note.shadowRoot.querySelector('form'); \
         return [form.scrollWidth, note.clientWidth]",
    );
    assert!(content <= place, "{content} of {place}");
}

#[test]
fn in_another_document_and_back_home_the_form_has_its_styles() {
    let visit = Visit::new();
    let form = opens(&visit);
    form.types(TEXT);
    let looks: [String; 3] = asks(
        &visit,
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
    form.presses("Add note").becomes("saved");
    assert_eq!(visit.sandbox().notes()[0].message, TEXT);
}

#[test]
fn at_320_px_no_place_makes_the_element_wider_than_the_page() {
    let visit = Visit::new();
    // A frame is as narrow as it is told to be, not every engine's window is; and the demo has one.
    visit.opens_page("demo");
    let is_there = "return document.querySelector('iframe').contentDocument?.querySelector('ticket-note')?.version != null";
    until("a framed form", || visit.browser().reads::<bool>(is_there), |is_there| *is_there);
    let widths: BTreeMap<String, u32> = asks(
        &visit,
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
