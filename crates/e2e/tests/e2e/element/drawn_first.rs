//! The drawn form and the hand-over (docs/specification.md, section 4.13).

mod early_sends;
mod early_texts;
mod first_styles;
mod hand_over;
mod parts;
mod slow_start;

use super::{SCRIPT, run_script, site_with};
use ticket_note_e2e::{Form, Harness, Site};

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

/// Enters the form, and waits until Yew has rendered its parts.
fn enter(harness: &Harness) {
    // A window in the background dispatches no event of the focus.
    run_script::<()>(
        harness,
        "const area = note.shadowRoot.querySelector('textarea'); \
         area.focus(); \
         area.dispatchEvent(new FocusEvent('focusin', { bubbles: true, composed: true })); \
         return waitUntil(() => !note.shadowRoot.querySelector('.drawn'))",
    );
}
