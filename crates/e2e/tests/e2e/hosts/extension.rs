//! The extension (hosts/extension) in Chromium and Firefox. `WebKitGTK` installs no extensions.
//!
//! The panel is opened as a tab, because a driver reaches no side panel. The tests in `windows` open the real one.

mod installed;
mod portal;
mod sessions;
mod windows;

use super::bench::{Admits, Bench, Host};
use super::claims;
pub(super) use installed::Installed;
use serde_json::{Value, json};
use ticket_note_e2e::{BrowserSettings, wait_until};

const EXTENSION: Host = Host {
    name: "extension",
    domain: ("crm", "example"),
    frames: &["iframe"],
    levels: ["saved", "refused", "unknown"],
};

#[test]
fn each_record_keeps_its_text() {
    claims::each_record_keeps_its_text(EXTENSION);
}

#[test]
fn a_record_without_a_number_shows_a_sentence() {
    claims::a_record_without_a_number_shows_a_sentence(EXTENSION, "No ticket on this page.");
}

#[test]
fn the_host_hears_each_height_once() {
    claims::the_host_hears_each_height_once(EXTENSION);
}

/// The extension has no toast of its own: these are the messages that a host would show.
#[test]
fn each_outcome_has_one_sentence() {
    claims::each_outcome_has_one_toast(EXTENSION);
}

#[test]
fn the_form_follows_the_system() {
    claims::the_form_follows_the_system(EXTENSION);
}

#[test]
fn panel_and_form_follow_the_language_of_the_browser() {
    for (language, lang, title) in
        [("nl-NL", "nl", "Ticketnotitie"), ("de", "de", "Ticketnotiz"), ("xx", "en", "Ticket note")]
    {
        let settings = BrowserSettings { language: Some(language), ..BrowserSettings::default() };
        let bench = Bench::start_with(EXTENSION, Admits::Host, settings);
        bench.open("record=a");
        bench.wait_for_ticket(858_462);
        bench.wait_for_form(language, "document.documentElement.lang", |seen| seen == lang);
        assert_eq!(bench.value("[document.documentElement.lang, document.title]"), json!([lang, title]));
    }
}

#[test]
fn a_host_that_is_not_allowed_is_explained() {
    claims::a_host_that_is_not_allowed_is_explained(EXTENSION);
}

#[test]
fn the_form_is_accessible() {
    claims::the_form_is_accessible(EXTENSION);
}

/// Posts messages of the right shape to the panel: from a frame of the desk's own origin, from a frame of another
/// origin, and from the panel's own window.
#[test]
fn messages_of_other_windows_change_nothing() {
    let bench = Bench::start(EXTENSION);
    bench.open("record=a");
    bench.wait_for_ticket(858_462);
    bench.type_text("Spoke with the customer.");
    let text = || bench.form_value("note.value");
    wait_until("the text", text, |text| text == "Spoke with the customer.");
    let look = || {
        bench.value("[host.toasts, document.querySelector('iframe').style.height, document.querySelector('#ticket').value]")
    };
    bench.wait_for("a height", "host.heights.length", |count| count.as_u64() > Some(0));
    let before = look();
    let desk = format!("{}/ticket-note/host.js", bench.desk.origin());
    let other = format!("{}/", bench.crm().origin());
    for (name, address) in [("twin", desk), ("other", other)] {
        bench.browser().execute_async::<()>(
            "const [id, address, done] = arguments; const frame = document.createElement('iframe'); \
             frame.id = id; frame.onload = () => done(); frame.src = address; document.body.append(frame)",
            vec![name.into(), address.into()],
        );
        bench.browser().enter_frame(&format!("#{name}"));
        post(&bench, "parent");
        bench.browser().leave_frame();
    }
    post(&bench, "window");
    // A later message of the form proves that the earlier ones were received.
    bench.run("host.open('b')");
    bench.wait_for_ticket(858_463);
    bench.run("host.open('a')");
    bench.wait_for_ticket(858_462);
    wait_until("the panel as before", look, |seen| *seen == before);
    assert_eq!(text(), "Spoke with the customer.");
}

fn post(bench: &Bench, target: &str) {
    let message = |kind: &str| json!({"app": "ticket-note", "v": 1, "kind": kind, "height": 9999, "say": "Forged.", "ticketId": 7, "url": "https://evil.example/"});
    let messages: Vec<Value> = ["resize", "saved", "set", "open"].map(message).into();
    let script = format!("for (const message of arguments[0]) {target}.postMessage(message, '*')");
    bench.browser().execute::<()>(&script, vec![messages.into()]);
}
