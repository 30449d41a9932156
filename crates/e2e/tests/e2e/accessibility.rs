//! Accessibility: an automated audit of every state, keyboard use, narrow pages and user preferences.

mod sign_in;

use serde_json::{Value, json};
use thirtyfour::Key;
use ticket_note_e2e::{Fault, Form, Harness};

/// The audit's rule sets: WCAG 2.2 A and AA, and best practices.
const RULES: [&str; 6] = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];
const TEXT: &str = "Spoke with the customer.";

#[track_caller]
fn assert_no_findings(harness: &Harness, state: &str) {
    let script = "const done = arguments[arguments.length - 1]; \
        const { shadowRoot } = document.querySelector('ticket-note'); \
        const isBrief = (animation) => animation.effect.getComputedTiming().iterations !== Infinity; \
        const ends = shadowRoot.getAnimations().filter(isBrief).map(({ finished }) => finished.catch(() => {})); \
        Promise.all(ends).then(() => axe.run(document, { runOnly: arguments[0], resultTypes: ['violations'] })).then( \
          ({ violations }) => done(violations.map(({ id, nodes }) => \
            `${id}: ${nodes.map(({ target, failureSummary }) => `${target} ${failureSummary}`).join('; ')}`)), \
          (error) => done([String(error)]))";
    for theme in ["light", "dark"] {
        harness.form().set_property("theme", theme);
        let findings: Vec<String> = harness.browser().execute_async(script, vec![json!(RULES)]);
        assert_eq!(findings, [""; 0], "{state}, {theme}");
    }
}

fn open_audited(harness: &Harness) -> Form<'_> {
    harness.open_page("audited.html?ticketId=858462&userId=254&type=calllog")
}

#[test]
fn an_empty_form_passes_the_audit() {
    let harness = Harness::new();
    open_audited(&harness).wait_for_state("editing");
    assert_no_findings(&harness, "empty");
}

#[test]
fn a_form_with_problems_passes_the_audit() {
    let harness = Harness::new();
    let form = harness.open_page("audited.html?ticketId=858462");
    form.type_text("Four").click_button("Add note");
    form.wait_for_control("textbox", "Note", |control| control.invalid);
    assert_no_findings(&harness, "with problems");
}

#[test]
fn a_sending_form_passes_the_audit() {
    let harness = Harness::new();
    harness.sandbox().set_delay_ms(15_000);
    let form = open_audited(&harness);
    form.type_text(TEXT).click_button("Add note").wait_for_state("sending");
    assert_no_findings(&harness, "sending");
    assert_eq!(form.state(), "sending", "the audit ended while the note was being sent");
}

#[test]
fn a_saved_note_passes_the_audit() {
    let harness = Harness::new();
    open_audited(&harness).type_text(TEXT).click_button("Add note").wait_for_state("saved");
    assert_no_findings(&harness, "saved");
}

#[test]
fn a_refused_note_passes_the_audit() {
    let harness = Harness::new();
    harness.sandbox().set_fault(Fault::Error400);
    open_audited(&harness).type_text(TEXT).click_button("Add note").wait_for_state("refused");
    assert_no_findings(&harness, "refused");
}

#[test]
fn an_unknown_outcome_passes_the_audit() {
    let harness = Harness::new();
    harness.sandbox().set_fault(Fault::Http500);
    let form = open_audited(&harness);
    form.type_text(TEXT).click_button("Add note").wait_for_state("unknown");
    assert_no_findings(&harness, "unknown");
    form.type_text(" More.").control("button", "Send as a new note");
    assert_no_findings(&harness, "unknown and edited");
}

#[test]
fn rejected_settings_pass_the_audit() {
    let harness = Harness::new();
    harness.open_page("audited.html?ticketId=0").wait_for_state("invalid-config");
    assert_no_findings(&harness, "invalid-config");
}

#[test]
fn a_note_can_be_sent_by_keyboard_alone() {
    let harness = Harness::new();
    let form = harness.open_frame_page("ticketId=858462");
    let browser = harness.browser();
    browser.press_keys(Key::Tab);
    form.wait_for_control("combobox", "Type", |control| control.focused);
    browser.press_keys("Con");
    browser.press_keys(Key::Tab);
    form.wait_for_control("textbox", "Note", |control| control.focused);
    browser.press_keys(TEXT);
    browser.press_keys(Key::Tab);
    form.wait_for_control("button", "Add note", |control| control.focused);
    browser.press_keys(" ");
    form.wait_for_state("saved");
    assert_eq!(harness.sandbox().notes()[0].note_type, "contactform");
}

#[test]
fn the_focus_stays_in_the_form_when_the_buttons_change() {
    let harness = Harness::new();
    let form = harness.open_frame_page("ticketId=858462&type=calllog");
    harness.sandbox().set_fault(Fault::ResetAfter);
    form.type_text(TEXT).click_button("Add note").wait_for_state("unknown");
    form.wait_for_control("button", "Check again", |control| control.focused);
    harness.sandbox().set_fault(Fault::None);
    form.click_button("Send as a new note").wait_for_state("saved");
    let focused: Value = harness.browser().execute(
        "return document.querySelector('ticket-note').shadowRoot.activeElement?.localName ?? null",
        Vec::new(),
    );
    assert!(!focused.is_null(), "the focus left the form");
}

#[test]
fn at_320_px_nothing_overflows() {
    let harness = Harness::new();
    harness.sandbox().set_fault(Fault::Error400);
    let form = harness.open_frame_page("ticketId=858462&type=calllog");
    harness.browser().set_width(320);
    // Some engines do not allow a window of this width, so the page gets the width.
    harness.browser().execute::<()>("document.documentElement.style.width = '320px'", Vec::new());
    let overflowing = || {
        harness.browser().execute::<Vec<String>>(
            "const root = document.querySelector('ticket-note').shadowRoot; \
             return [...root.querySelectorAll('*')] \
               .filter((element) => element.getBoundingClientRect().right > 320.5 || element.getBoundingClientRect().left < -0.5) \
               .map((element) => element.outerHTML.slice(0, 80))",
            Vec::new(),
        )
    };
    assert_eq!(overflowing(), [""; 0], "empty");
    form.type_text("W".repeat(400)).click_button("Add note").wait_for_state("refused");
    assert_eq!(overflowing(), [""; 0], "refused");
    harness.sandbox().set_fault(Fault::Http500);
    form.click_button("Add note").wait_for_state("unknown");
    assert_eq!(overflowing(), [""; 0], "unknown");
    form.set_property("ticketId", 0).wait_for_state("invalid-config");
    assert_eq!(overflowing(), [""; 0], "invalid-config");
}

/// Focuses a control and returns its colours, border and outline.
fn control_style(harness: &Harness, selector: &str) -> Value {
    harness.browser().execute(
        "const control = document.querySelector('ticket-note').shadowRoot.querySelector(arguments[0]); \
         control.focus(); \
         const style = getComputedStyle(control); \
         return Object.fromEntries(['color', 'backgroundColor', 'borderTopColor', 'borderTopStyle', \
           'borderTopWidth', 'outlineStyle', 'outlineWidth'].map((name) => [name, style[name]]))",
        vec![selector.into()],
    )
}

#[test]
fn in_forced_colours_controls_show_border_and_focus() {
    let harness = Harness::new();
    let form = open_audited(&harness);
    if !harness.browser().emulate_media("forced-colors", "active") {
        let is_forced = "return matchMedia('(forced-colors: active)').matches";
        assert!(
            !harness.browser().execute::<bool>(is_forced, Vec::new()),
            "this driver cannot force colours"
        );
        return;
    }
    // The keyboard moves the focus, because a click shows no focus ring.
    form.type_text("Four").press_ctrl_enter();
    form.wait_for_control("textbox", "Note", |control| control.invalid);
    for selector in ["select", "textarea", "button"] {
        let look = control_style(&harness, selector);
        assert_ne!(look["color"], look["backgroundColor"], "{selector}: {look}");
        assert_ne!(look["borderTopColor"], look["backgroundColor"], "{selector}: {look}");
        assert_eq!(look["borderTopStyle"], "solid", "{selector}: {look}");
        assert_ne!(look["outlineStyle"], "none", "{selector}: {look}");
    }
}

#[test]
fn reduced_motion_stops_the_animation() {
    let harness = Harness::new();
    harness.sandbox().set_delay_ms(15_000);
    let form = open_audited(&harness);
    form.type_text(TEXT).click_button("Add note").wait_for_state("sending");
    let running = || {
        harness.browser().execute::<usize>(
            "return document.querySelector('ticket-note').shadowRoot.getAnimations() \
             .filter((animation) => animation.effect.getComputedTiming().iterations === Infinity).length",
            Vec::new(),
        )
    };
    assert_eq!(running(), 1, "an animation while sending");
    if harness.browser().emulate_media("prefers-reduced-motion", "reduce") {
        assert_eq!(running(), 0);
    }
}
