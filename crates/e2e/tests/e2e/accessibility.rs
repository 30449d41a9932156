//! Everybody can use it: an automated audit of every state, the keyboard alone, a narrow page.

use serde_json::{Value, json};
use thirtyfour::Key;
use ticket_note_e2e::{Fault, Form, Visit};

/// WCAG 2.2 A and AA, and what is good practice beside it.
const RULES: [&str; 6] = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];
const TEXT: &str = "Spoke with the customer.";

#[track_caller]
fn has_no_finding(visit: &Visit, state: &str) {
    let script = "const done = arguments[arguments.length - 1]; \
        axe.run(document, { runOnly: arguments[0], resultTypes: ['violations'] }).then( \
          ({ violations }) => done(violations.map(({ id, nodes }) => \
            `${id}: ${nodes.map(({ target, failureSummary }) => `${target} ${failureSummary}`).join('; ')}`)), \
          (error) => done([String(error)]))";
    for theme in ["light", "dark"] {
        visit.form().is_given("theme", theme);
        let findings: Vec<String> = visit.browser().awaits(script, vec![json!(RULES)]);
        assert_eq!(findings, [""; 0], "{state}, {theme}");
    }
}

fn opens(visit: &Visit) -> Form<'_> {
    visit.opens_page("audited.html?ticketId=858462&userId=254&type=calllog")
}

#[test]
fn an_empty_form_has_no_finding() {
    let visit = Visit::new();
    opens(&visit).becomes("editing");
    has_no_finding(&visit, "empty");
}

#[test]
fn a_form_with_problems_has_no_finding() {
    let visit = Visit::new();
    let form = visit.opens_page("audited.html?ticketId=858462");
    form.types("Four").presses("Add note");
    form.judges("textbox", "Note", |verdict| verdict.invalid);
    has_no_finding(&visit, "with problems");
}

#[test]
fn a_sending_form_has_no_finding() {
    let visit = Visit::new();
    visit.sandbox().takes(15_000);
    let form = opens(&visit);
    form.types(TEXT).presses("Add note").becomes("sending");
    has_no_finding(&visit, "sending");
    assert_eq!(form.state(), "sending", "the audit was in time");
}

#[test]
fn a_saved_note_has_no_finding() {
    let visit = Visit::new();
    opens(&visit).types(TEXT).presses("Add note").becomes("saved");
    has_no_finding(&visit, "saved");
}

#[test]
fn a_refused_note_has_no_finding() {
    let visit = Visit::new();
    visit.sandbox().has(Fault::Error400);
    opens(&visit).types(TEXT).presses("Add note").becomes("refused");
    has_no_finding(&visit, "refused");
}

#[test]
fn an_unknown_outcome_has_no_finding() {
    let visit = Visit::new();
    visit.sandbox().has(Fault::Http500);
    let form = opens(&visit);
    form.types(TEXT).presses("Add note").becomes("unknown");
    has_no_finding(&visit, "unknown");
    form.types(" More.").control("button", "Send as a new note");
    has_no_finding(&visit, "unknown and edited");
}

#[test]
fn rejected_settings_have_no_finding() {
    let visit = Visit::new();
    visit.opens_page("audited.html?ticketId=0").becomes("invalid-config");
    has_no_finding(&visit, "invalid-config");
}

#[test]
fn the_keyboard_alone_adds_a_note() {
    let visit = Visit::new();
    let form = visit.opens("ticketId=858462");
    let browser = visit.browser();
    browser.presses(Key::Tab);
    form.judges("combobox", "Type", |verdict| verdict.focused);
    browser.presses("Con");
    browser.presses(Key::Tab);
    form.judges("textbox", "Note", |verdict| verdict.focused);
    browser.presses(TEXT);
    browser.presses(Key::Tab);
    form.judges("button", "Add note", |verdict| verdict.focused);
    browser.presses(" ");
    form.becomes("saved");
    assert_eq!(visit.sandbox().notes()[0].note_type, "contactform");
}

#[test]
fn the_focus_stays_in_the_form_when_the_buttons_change() {
    let visit = Visit::new();
    let form = visit.opens("ticketId=858462&type=calllog");
    visit.sandbox().has(Fault::ResetAfter);
    form.types(TEXT).presses("Add note").becomes("unknown");
    form.judges("button", "Try again", |verdict| verdict.focused);
    visit.sandbox().has(Fault::None);
    form.presses("Send as a new note").becomes("saved");
    let focused: Value = visit.browser().runs(
        "return document.querySelector('ticket-note').shadowRoot.activeElement?.localName ?? null",
        Vec::new(),
    );
    assert!(!focused.is_null(), "the focus fell off the form");
}

#[test]
fn at_320_px_nothing_sticks_out() {
    let visit = Visit::new();
    visit.sandbox().has(Fault::Error400);
    let form = visit.opens("ticketId=858462&type=calllog");
    visit.browser().is_wide(320);
    // Not every engine lets a window be that narrow; every page can be.
    visit.browser().runs::<()>("document.documentElement.style.width = '320px'", Vec::new());
    let sticks_out = || {
        visit.browser().runs::<Vec<String>>(
            "const root = document.querySelector('ticket-note').shadowRoot; \
             return [...root.querySelectorAll('*')] \
               .filter((element) => element.getBoundingClientRect().right > 320.5 || element.getBoundingClientRect().left < -0.5) \
               .map((element) => element.outerHTML.slice(0, 80))",
            Vec::new(),
        )
    };
    assert_eq!(sticks_out(), [""; 0], "empty");
    form.types("W".repeat(400)).presses("Add note").becomes("refused");
    assert_eq!(sticks_out(), [""; 0], "refused");
    visit.sandbox().has(Fault::Http500);
    form.presses("Add note").becomes("unknown");
    assert_eq!(sticks_out(), [""; 0], "unknown");
    form.is_given("ticketId", 0).becomes("invalid-config");
    assert_eq!(sticks_out(), [""; 0], "invalid-config");
}

/// What a control looks like: its colours, and how it shows that it has the focus.
fn looks(visit: &Visit, selector: &str) -> Value {
    visit.browser().runs(
        "const control = document.querySelector('ticket-note').shadowRoot.querySelector(arguments[0]); \
         control.focus(); \
         const style = getComputedStyle(control); \
         return Object.fromEntries(['color', 'backgroundColor', 'borderTopColor', 'borderTopStyle', \
           'borderTopWidth', 'outlineStyle', 'outlineWidth'].map((name) => [name, style[name]]))",
        vec![selector.into()],
    )
}

#[test]
fn in_forced_colours_every_control_has_a_border_and_shows_the_focus() {
    let visit = Visit::new();
    let form = opens(&visit);
    if !visit.browser().prefers("forced-colors", "active") {
        let is_forced = "return matchMedia('(forced-colors: active)').matches";
        assert!(!visit.browser().runs::<bool>(is_forced, Vec::new()), "this engine's driver forces none");
        return;
    }
    // By keyboard: a control that the mouse has focused shows no focus.
    form.types("Four").presses_ctrl_enter();
    form.judges("textbox", "Note", |verdict| verdict.invalid);
    for selector in ["select", "textarea", "button"] {
        let look = looks(&visit, selector);
        assert_ne!(look["color"], look["backgroundColor"], "{selector}: {look}");
        assert_ne!(look["borderTopColor"], look["backgroundColor"], "{selector}: {look}");
        assert_eq!(look["borderTopStyle"], "solid", "{selector}: {look}");
        assert_ne!(look["outlineStyle"], "none", "{selector}: {look}");
    }
}

#[test]
fn who_wants_less_motion_sees_none() {
    let visit = Visit::new();
    visit.sandbox().takes(15_000);
    let form = opens(&visit);
    form.types(TEXT).presses("Add note").becomes("sending");
    let running = || {
        visit.browser().runs::<usize>(
            "return document.querySelector('ticket-note').shadowRoot.getAnimations().length",
            Vec::new(),
        )
    };
    assert_eq!(running(), 1, "a sign that it is being sent");
    if visit.browser().prefers("prefers-reduced-motion", "reduce") {
        assert_eq!(running(), 0);
    }
}
