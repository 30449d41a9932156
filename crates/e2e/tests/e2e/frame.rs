//! The framed page (docs/specification.md, section 5): its query, and the messages between it and its
//! parent page.

mod commands;
mod events;
mod foreign_messages;
mod hello;
mod insert;
mod query;
mod say;
mod stopped;
mod tokens;

use crate::parent_page::{ParentPage, ParentServer};
use serde_json::{Value, json};
use ticket_note_e2e::{Browser, Harness, wait_until};

const TEXT: &str = "Spoke with the customer.";
const NOTE: &str = "ticketId=858462&userId=254&type=calllog";

/// Starts a harness whose proxy allows this server's two origins to frame its pages.
fn start_harness(server: &ParentServer) -> Harness {
    let origins = [server.origin(), server.cross_site_origin()];
    Harness::with_proxy_flags(&["--frame-ancestors", &origins[0], "--frame-ancestors", &origins[1]])
}

fn with_parent_origin(query: &str, origin: &str) -> String {
    format!("{query}&parentOrigin={}", origin.replace(':', "%3A").replace('/', "%2F"))
}

/// Opens a parent page whose frame names its origin, and waits for `ready`.
fn open_connected<'a>(harness: &'a Harness, server: &ParentServer, query: &str) -> ParentPage<'a> {
    let parent = ParentPage::open(harness, &server.origin(), &with_parent_origin(query, &server.origin()));
    parent.wait_for_message("ready", |_| true);
    parent
}

/// Returns a property of the element in the current document, or `null`.
fn property(browser: &Browser, name: &str) -> Value {
    browser.execute("return document.querySelector('ticket-note')[arguments[0]] ?? null", vec![name.into()])
}

/// Returns the title, heading, language and direction of the current document.
fn page_names(browser: &Browser) -> [String; 4] {
    browser.execute(
        "const { title, documentElement: { lang, dir } } = document; \
         return [title, document.querySelector('h1').textContent, lang, dir]",
        Vec::new(),
    )
}

fn envelope(kind: &str, detail: Value) -> Value {
    let Value::Object(mut message) = detail else { panic!("not an object: {detail}") };
    message.extend([
        ("app".to_owned(), json!("ticket-note")),
        ("v".to_owned(), json!(1)),
        ("kind".to_owned(), json!(kind)),
    ]);
    message.into()
}

/// Returns the message about an outcome, with the form's own sentence beside the detail of the event.
fn with_sentence(kind: &str, mut detail: Value, sentence: &str) -> Value {
    detail["say"] = sentence.into();
    envelope(kind, detail)
}

/// Returns the settings, the value and the state of the form in the frame.
fn content(parent: &ParentPage<'_>) -> Vec<Value> {
    parent.in_frame(|form| {
        let browser = parent.browser();
        let names = ["ticketId", "userId", "type", "types", "lockType", "lang", "theme", "endpoint"];
        let settings = names.map(|name| property(browser, name));
        settings.into_iter().chain([form.value().into(), form.state().into()]).collect()
    })
}

/// Starts to count the messages that reach the frame, from any source.
fn count_messages(parent: &ParentPage<'_>) {
    parent.in_frame(|_| {
        parent.browser().execute::<()>(
            "document.documentElement.dataset.arrived = '0'; \
             addEventListener('message', () => { document.documentElement.dataset.arrived++ })",
            Vec::new(),
        );
    });
}

#[track_caller]
fn wait_for_arrivals(parent: &ParentPage<'_>, count: usize) {
    let arrived = || {
        parent.in_frame(|_| {
            parent.browser().execute::<String>("return document.documentElement.dataset.arrived", Vec::new())
        })
    };
    wait_until(&format!("{count} messages"), arrived, |arrived| *arrived == count.to_string());
}

fn set_command(values: Value) -> Value {
    envelope("set", values)
}
