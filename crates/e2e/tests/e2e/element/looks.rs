//! Colours, the spinner and the hint of the form (docs/specification.md, sections 3.4, 4.6 and 4.10).

use super::{SCRIPT, TEXT, open_form, run_script, site_with};
use serde_json::{Value, json};
use ticket_note_e2e::Harness;

/// A colour on its background, by the custom properties of `form.css`, and the contrast that its use needs: 4.5
/// for text, 3 for borders, icons and focus rings.
const PAIRS: [(&str, &str, f64); 11] = [
    ("text", "surface", 4.5),
    ("text", "amber", 4.5),
    ("text", "shade", 4.5),
    ("muted", "surface", 4.5),
    ("accent", "surface", 4.5),
    ("accent-text", "accent", 4.5),
    ("danger", "surface", 4.5),
    ("success", "surface", 4.5),
    ("warning", "surface", 4.5),
    ("warning", "amber", 4.5),
    ("border", "surface", 3.0),
];

#[test]
fn every_colour_has_the_contrast_that_its_use_needs() {
    let harness = Harness::new();
    open_form(&harness);
    let low: Vec<Value> = run_script(
        &harness,
        &format!(
            "const pairs = {}; {CONTRAST} const low = []; \
             for (const theme of ['light', 'dark']) {{ \
                 note.theme = theme; await settled(note); \
                 for (const [colour, background, least] of pairs) {{ \
                     const found = contrast(colour, background); \
                     if (!(found >= least)) low.push([theme, colour, background, found]); }} }} \
             return low",
            json!(PAIRS)
        ),
    );
    assert_eq!(low, Vec::<Value>::new());
}

/// Returns the contrast of two custom properties by the formula of WCAG. The canvas reads every colour space.
const CONTRAST: &str = "const probe = document.createElement('i'); \
    note.shadowRoot.querySelector('form').append(probe); \
    const canvas = document.createElement('canvas').getContext('2d', { willReadFrequently: true }); \
    const luminance = (name) => { \
        probe.style.color = `var(--${name})`; \
        canvas.fillStyle = getComputedStyle(probe).color; canvas.fillRect(0, 0, 1, 1); \
        const [red, green, blue] = [...canvas.getImageData(0, 0, 1, 1).data].map((byte) => byte / 255) \
            .map((part) => part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4); \
        return 0.2126 * red + 0.7152 * green + 0.0722 * blue; }; \
    const contrast = (one, other) => { \
        const [dark, light] = [luminance(one), luminance(other)].sort((a, b) => a - b); \
        return (light + 0.05) / (dark + 0.05); };";

#[test]
fn the_spinner_appears_after_400_ms() {
    let harness = Harness::new();
    open_form(&harness);
    let seen: [u32; 2] = run_script(
        &harness,
        &format!(
            "window.fetch = () => new Promise(() => {{}}); note.value = '{TEXT}'; note.submit(); \
             await waitUntil(() => note.state === 'sending'); \
             const line = note.shadowRoot.querySelector('[data-tone=busy]'); \
             const [animation] = line.getAnimations(); \
             animation.pause(); animation.currentTime = 399; \
             return [animation.effect.getComputedTiming().delay, Number(getComputedStyle(line).opacity)]"
        ),
    );
    assert_eq!(seen, [400, 0]);
}

#[test]
fn a_disabled_button_is_unlike_a_secondary_one() {
    let harness = Harness::new();
    open_form(&harness);
    let differ: [bool; 3] = run_script(
        &harness,
        &format!(
            "note.value = '{TEXT}'; const look = (id) => {{ \
                 const button = note.shadowRoot.getElementById(id); \
                 for (const animation of button.getAnimations()) animation.finish(); \
                 const {{ backgroundColor, borderTopColor, color }} = getComputedStyle(button); \
                 return [backgroundColor, borderTopColor, color]; }}; \
             window.fetch = async () => {{ throw new TypeError('lost'); }}; \
             await note.submit(); const secondary = look('send-as-new'); \
             window.fetch = () => new Promise(() => {{}}); note.submit(); \
             await waitUntil(() => note.state === 'sending'); await settled(note); \
             const disabled = look('send'); return secondary.map((part, at) => part !== disabled[at])"
        ),
    );
    assert_eq!(differ, [true; 3]);
}

#[test]
fn without_motion_nothing_changes_gradually() {
    let harness = Harness::new();
    open_form(&harness);
    let durations = || -> Vec<String> {
        run_script(
            &harness,
            "return ['select', 'textarea', '#send'].map((selector) => \
                 getComputedStyle(note.shadowRoot.querySelector(selector)).transitionDuration)",
        )
    };
    assert_eq!(durations(), ["0.12s"; 3]);
    if harness.browser().emulate_media("prefers-reduced-motion", "reduce") {
        assert_eq!(durations(), ["0s"; 3]);
    }
}

#[test]
fn the_hint_names_the_key_of_the_system() {
    for (platform, hint) in [("MacIntel", "⌘+Enter to send"), ("Linux x86_64", "Ctrl+Enter to send")] {
        let script = r#"<script src="./platform.js"></script>"#;
        let site = site_with("platform.html", SCRIPT, &format!("{script}{SCRIPT}"));
        let fake =
            format!("Object.defineProperty(Navigator.prototype, 'platform', {{ get: () => '{platform}' }})");
        site.write_file("platform.js", &fake);
        let harness = Harness::with_site(site, &[]);
        let form = harness.open_page("platform.html");
        form.wait_for_state("editing");
        let seen = || -> String {
            run_script(&harness, "return note.shadowRoot.querySelector('#text-hint').textContent")
        };
        assert_eq!(seen(), hint, "drawn");
        // From now on, the engine shows the hint.
        form.set_property("type", "calllog");
        run_script::<()>(&harness, "note.focus(); await settled(note)");
        assert_eq!(seen(), hint, "rendered");
    }
}
