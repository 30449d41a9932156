//! The framed page (contract, section 5): what its query carries, and what it and the page around
//! it say to each other.

mod asked;
mod page;
mod strangers;
mod told;

use crate::host::{Host, Neighbour};
use serde_json::{Value, json};
use ticket_note_e2e::{Browser, Visit, until};

const TEXT: &str = "Spoke with the customer.";
const NOTE: &str = "ticketId=858462&userId=254&type=calllog";

/// A visit to pages of the neighbour's, which may frame the proxy's.
fn visit(neighbour: &Neighbour) -> Visit {
    let origins = [neighbour.origin(), neighbour.foreign_origin()];
    Visit::with_flags(&["--frame-ancestors", &origins[0], "--frame-ancestors", &origins[1]])
}

fn naming(query: &str, origin: &str) -> String {
    format!("{query}&parentOrigin={}", origin.replace(':', "%3A").replace('/', "%2F"))
}

/// A page that the frame in it talks with.
fn talks<'a>(visit: &'a Visit, neighbour: &Neighbour, query: &str) -> Host<'a> {
    let host = Host::opens(visit, &neighbour.origin(), &naming(query, &neighbour.origin()));
    host.hears("ready", |_| true);
    host
}

/// A property of the element on the page at hand.
fn property(browser: &Browser, name: &str) -> Value {
    browser.runs("return document.querySelector('ticket-note')[arguments[0]] ?? null", vec![name.into()])
}

/// How the page at hand names itself: title, heading, language, direction.
fn names(browser: &Browser) -> [String; 4] {
    browser.runs(
        "const { title, documentElement: { lang, dir } } = document; \
         return [title, document.querySelector('h1').textContent, lang, dir]",
        Vec::new(),
    )
}

fn enveloped(kind: &str, detail: Value) -> Value {
    let Value::Object(mut message) = detail else { panic!("{detail} is an object") };
    message.extend([
        ("app".to_owned(), json!("ticket-note")),
        ("v".to_owned(), json!(1)),
        ("kind".to_owned(), json!(kind)),
    ]);
    message.into()
}

/// What the frame shows of its settings and its text.
fn content(host: &Host<'_>) -> Vec<Value> {
    host.in_frame(|form| {
        let browser = host.browser();
        let names = ["ticketId", "userId", "type", "types", "lockType", "lang", "theme", "endpoint"];
        let settings = names.map(|name| property(browser, name));
        settings.into_iter().chain([form.value().into(), form.state().into()]).collect()
    })
}

/// Counts from now on the messages that reach the frame, whoever says them.
fn counts(host: &Host<'_>) {
    host.in_frame(|_| {
        host.browser().runs::<()>(
            "document.documentElement.dataset.arrived = '0'; \
             addEventListener('message', () => { document.documentElement.dataset.arrived++ })",
            Vec::new(),
        );
    });
}

#[track_caller]
fn have_arrived(host: &Host<'_>, count: usize) {
    let arrived = || {
        host.in_frame(|_| {
            host.browser().runs::<String>("return document.documentElement.dataset.arrived", Vec::new())
        })
    };
    until(&format!("{count} messages"), arrived, |arrived| *arrived == count.to_string());
}

fn set(values: Value) -> Value {
    enveloped("set", values)
}
