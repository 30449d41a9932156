//! What every package promises. Each host's tests call these functions.

use super::bench::{Admits, Bench, Host};
use serde_json::{Value, json};
use std::fs;
use thirtyfour::Key;
use ticket_note_e2e::{BrowserSettings, Fault, wait_until};

/// The audit's rule sets: WCAG 2.2 A and AA, and best practices.
const RULES: [&str; 6] = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];
const TEXT: &str = "Spoke with the customer.";
/// The text of the package. Text in a shadow tree is not part of its page.
const TEXT_OF_APP: &str = "window.host?.text?.() ?? document.body.innerText";
const OPEN_FIRST: &str = "record=a&lang=en-US&theme=light";

/// The record's ticket is shown. A text stays with its record while the user looks at another.
pub(super) fn each_record_keeps_its_text(host: Host) {
    let bench = Bench::start(host);
    bench.open(OPEN_FIRST);
    bench.wait_for_ticket(858_462);
    bench.type_text(TEXT);
    // A host that closes the form does so after the draft was saved.
    bench.wait_for_form("a draft", "Boolean(note.shadowRoot.querySelector('#draft'))", |seen| *seen == true);
    bench.run("host.open('b')");
    bench.wait_for_ticket(858_463);
    assert_eq!(bench.form_value("note.value"), "");
    bench.run("host.open('a')");
    bench.wait_for_ticket(858_462);
    bench.wait_for_form("the text", "note.value", |text| text == TEXT);
    assert_eq!(bench.harness.sandbox().notes(), []);
}

/// A record without a number shows a sentence, and nothing is requested from the desk.
pub(super) fn a_record_without_a_number_shows_a_sentence(host: Host, sentence: &str) {
    let bench = Bench::start(host);
    bench.open("record=none&lang=nl&theme=light");
    let frame = "(window.host?.frame?.() ?? document.querySelector('iframe'))?.src ?? ''";
    let shown = format!("[{TEXT_OF_APP}, {frame}]");
    let in_app = || {
        let shown = format!("return {shown}");
        bench.in_frames(host.frames.len() - 1, || bench.browser().evaluate::<Value>(&shown))
    };
    let seen =
        wait_until("a sentence", in_app, |seen| seen[0].as_str().unwrap_or_default().contains(sentence));
    assert_eq!(seen[1], "");
    bench.run("host.open('a')");
    bench.wait_for_ticket(858_462);
    bench.run("host.open('none')");
    wait_until("a sentence", in_app, |seen| seen[0].as_str().unwrap_or_default().contains(sentence));
}

/// The host hears the height of the content once for each change.
pub(super) fn the_host_hears_each_height_once(host: Host) {
    let bench = Bench::start(host);
    bench.open(OPEN_FIRST);
    bench.wait_for_ticket(858_462);
    let is_fitting = || {
        let content = bench.form_value("Math.ceil(document.body.getBoundingClientRect().height)");
        let heights = bench.value("host.heights");
        let last = heights.as_array().and_then(|heights| heights.last().cloned()).unwrap_or_default();
        (last.as_u64().unwrap_or(0), content.as_u64().unwrap_or(1_000))
    };
    let overflow = "const { scrollHeight } = document.documentElement; return scrollHeight - innerHeight";
    let fits = || {
        let fits =
            wait_until("a fitting height", is_fitting, |(told, content)| told.abs_diff(*content) <= 1).0;
        for depth in 1..=host.frames.len() {
            let overflow = || bench.in_frames(depth, || bench.browser().evaluate::<i64>(overflow));
            wait_until("a frame without a scroll bar", overflow, |overflow| *overflow <= 0);
        }
        fits
    };
    let empty = fits();
    let enter = char::from(Key::Enter).to_string();
    bench.type_text(format!("{TEXT}{}", enter.repeat(30)));
    let long = fits();
    assert!(long > empty, "{long} is more than {empty}");
    bench.harness.sandbox().set_fault(Fault::Error400);
    bench.send();
    bench.wait_for_form("a refusal", "note.state", |state| state == "refused");
    assert!(fits() > long, "the error has a line of its own");
    let heights: Vec<u64> = serde_json::from_value(bench.value("host.heights")).unwrap();
    assert!(heights.windows(2).all(|pair| pair[0] != pair[1]), "{heights:?}");
}

/// Each outcome has one toast, with the form's own sentence.
pub(super) fn each_outcome_has_one_toast(host: Host) {
    let bench = Bench::start(host);
    bench.open(OPEN_FIRST);
    bench.wait_for_ticket(858_462);
    let outcomes = [
        (Fault::None, "saved", "Added to ticket 858462 at "),
        (Fault::Error400, "refused", "Nothing was added."),
        (Fault::Http500, "unknown", "We could not confirm that the note was added."),
    ];
    for (index, (fault, state, sentence)) in outcomes.into_iter().enumerate() {
        bench.harness.sandbox().set_fault(fault);
        bench.type_text(TEXT);
        bench.send();
        bench.wait_for_form(state, "note.state", |seen| seen == state);
        let toasts = bench.wait_for("a toast", "host.toasts", |toasts| {
            toasts.as_array().is_some_and(|toasts| toasts.len() == index + 1)
        });
        let toast = &toasts[index];
        assert!(toast[0].as_str().unwrap().starts_with(sentence), "{toast}");
        assert!(!toast[0].as_str().unwrap().contains('<'), "{toast}");
        assert_eq!(toast[1], host.levels[index]);
    }
    assert_eq!(bench.harness.sandbox().notes().len(), 1);
}

/// The colour scheme of the host is that of the form, at the start and after a change.
pub(super) fn the_form_follows_the_colour_scheme(host: Host) {
    let bench = Bench::start(host);
    bench.open("record=a&lang=en-US&theme=dark");
    bench.wait_for_ticket(858_462);
    let scheme = "document.documentElement.dataset.theme";
    bench.wait_for_form("dark", scheme, |theme| theme == "dark");
    bench.run("host.theme('light')");
    bench.wait_for_form("light", scheme, |theme| theme == "light");
}

/// Where the host tells no colour scheme, the form has that of the system.
pub(super) fn the_form_follows_the_system(host: Host) {
    for is_dark in [false, true] {
        let settings = BrowserSettings { is_dark, ..BrowserSettings::default() };
        let bench = Bench::start_with(host, Admits::Host, settings);
        bench.open("record=a&lang=en-US");
        bench.wait_for_ticket(858_462);
        // The text is bright on a dark ground.
        let red =
            "Number(getComputedStyle(note.shadowRoot.querySelector('textarea')).color.match(/[\\d.]+/)[0])";
        let seen = bench.form_value(red).as_f64();
        assert_eq!(seen > Some(128.0), is_dark, "{seen:?}");
    }
}

/// The language of the host's user is that of the form. An unknown one is English.
pub(super) fn the_form_follows_the_language(host: Host) {
    let bench = Bench::start(host);
    for (lang, expected) in [("nl-NL", "nl"), ("de", "de"), ("xx", "en")] {
        bench.open(&format!("record=a&lang={lang}&theme=light"));
        bench.wait_for_ticket(858_462);
        bench.wait_for_form(lang, "document.documentElement.lang", |lang| lang == expected);
    }
}

/// A message of the right shape from another window changes nothing.
pub(super) fn messages_of_other_windows_change_nothing(host: Host, forged: &[Value]) {
    let bench = Bench::start(host);
    bench.open(OPEN_FIRST);
    bench.wait_for_ticket(858_462);
    bench.type_text(TEXT);
    let look = || {
        (
            bench.form_value("[note.ticketId, note.value, document.documentElement.dataset.theme]"),
            bench.value("[host.toasts, host.heights.at(-1)]"),
        )
    };
    wait_until("a height", || bench.value("host.heights.length"), |count| count.as_u64() > Some(0));
    let before = look();
    let script = "const messages = arguments[0]; \
        const sibling = document.createElement('iframe'); document.body.append(sibling); \
        const post = new sibling.contentWindow.Function('target', 'message', 'target.postMessage(message, \"*\")'); \
        const targets = [window, ...Array.from(frames)]; \
        for (const target of targets) for (const message of messages) post(target, message)";
    bench.browser().execute::<()>(script, vec![json!(forged)]);
    bench.in_frames(host.frames.len(), || {
        bench.browser().execute::<()>(
            "for (const message of arguments[0]) { parent.postMessage({ ...Object(message), v: 2 }, '*'); top.postMessage(message, '*') }",
            vec![json!([{"app": "ticket-note", "kind": "resize", "height": 9999}])],
        );
    });
    // A later message of the form proves that the earlier ones were received.
    bench.run("host.open('b')");
    bench.wait_for_ticket(858_463);
    bench.run("host.open('a')");
    bench.wait_for_ticket(858_462);
    bench.wait_for_form("the text", "note.value", |text| text == TEXT);
    wait_until("the former height", || bench.value("host.heights.at(-1)"), |height| *height == before.1[1]);
    assert_eq!(look(), before);
}

/// Where the proxy does not admit the host, the package says so.
pub(super) fn a_host_that_is_not_allowed_is_explained(host: Host) {
    let bench = Bench::start_with(host, Admits::OtherPages, BrowserSettings::default());
    bench.open(OPEN_FIRST);
    let text = || {
        bench.in_frames(host.frames.len() - 1, || {
            bench.browser().evaluate::<String>(&format!("return {TEXT_OF_APP}"))
        })
    };
    let seen = wait_until("an explanation", text, |text| text.contains("--frame-ancestors"));
    assert!(seen.contains(bench.desk.origin()), "{seen}");
}

/// Tab moves the focus into the form and out again, and the audit finds nothing.
pub(super) fn the_form_is_accessible(host: Host) {
    let bench = Bench::start(host);
    bench.open(OPEN_FIRST);
    bench.wait_for_ticket(858_462);
    let axe = concat!(env!("CARGO_MANIFEST_DIR"), "/../../tools/node_modules/axe-core/axe.min.js");
    let axe = fs::read_to_string(axe).unwrap();
    let audit = format!(
        "const done = arguments[arguments.length - 1]; {axe}; \
         (window.axe ?? axe).run(document, {{ runOnly: arguments[0], resultTypes: ['violations'] }}).then( \
           ({{ violations }}) => done(violations.map(({{ id, nodes }}) => `${{id}}: ${{nodes[0].html}}`)), \
           (error) => done([String(error)]))"
    );
    for depth in 1..=host.frames.len() {
        // The page around the form has no heading of its own.
        let count = if depth == host.frames.len() { RULES.len() } else { RULES.len() - 1 };
        let rules = vec![json!(RULES[..count])];
        let findings = bench.in_frames(depth, || bench.browser().execute_async::<Vec<String>>(&audit, rules));
        assert_eq!(findings, [""; 0], "at depth {depth}");
    }
    bench.browser().click(&bench.browser().find("#before"));
    bench.browser().press_keys(Key::Tab);
    let focused = "note.shadowRoot.activeElement?.localName ?? ''";
    bench.wait_for_form("the focus in the form", focused, |name| name == "select");
    let active = "document.activeElement?.id ?? ''";
    for _ in 0..8 {
        if bench.value(active) == "after" {
            return;
        }
        bench.browser().press_keys(Key::Tab);
    }
    panic!("the focus stays in the form");
}
