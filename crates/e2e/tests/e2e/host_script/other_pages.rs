//! The frame while it shows a page of another origin, such as that of a sign-in.

use super::open_started;
use crate::parent_page::{Files, ParentServer};
use serde_json::{Value, json};
use ticket_note_e2e::SecureOrigin;

/// A page that keeps the messages it receives.
const OTHER: &str = "<!doctype html><html lang=\"en\"><title>Another page</title>\
    <script>window.received = []; addEventListener('message', ({ data }) => received.push(data))</script>";

#[test]
fn another_page_in_the_frame_is_not_heard_and_hears_nothing() {
    let page = open_started("{ ticketId: 858462, token: () => { window.asked = true } }");
    page.wait_for_event("ready");
    let server = ParentServer::with_files(Files::from([("/".to_owned(), OTHER.to_owned())]));
    let other = SecureOrigin::new("other", "example");
    other.forward_to(&server.origin());
    let load =
        "const [address, done] = arguments; note.iframe.onload = () => done(); note.iframe.src = address";
    page.browser().execute_async::<()>(load, vec![other.origin().into()]);
    page.run(
        "window.before = note.iframe.style.height; events.length = 0; window.asked = false; window.heard = []; \
         addEventListener('message', ({ data }) => heard.push(data)); \
         note.set({ ticketId: 7 }); note.insert('A secret'); note.focus(); note.reset(); note.signOut(); \
         note.iframe.contentWindow.postMessage('last', '*')",
    );
    page.browser().enter_frame("iframe");
    let received = "return window.received ?? []";
    let read = || page.browser().evaluate::<Vec<Value>>(received);
    let seen = ticket_note_e2e::wait_until("the last message", read, |seen| !seen.is_empty());
    assert_eq!(seen, ["last"], "host.js posts to the desk only");
    page.browser().execute::<()>(
        "for (const kind of ['ready', 'resize', 'saved', 'open', 'token-wanted']) { \
           parent.postMessage({ app: 'ticket-note', v: 1, kind, id: 1, height: 9999, url: '/x' }, '*'); \
         } \
         parent.postMessage('last', '*')",
        Vec::new(),
    );
    page.browser().leave_frame();
    page.wait_for("the last message", "heard.at(-1) ?? null", |last| last == "last");
    let changed = "[heard.length, events, note.iframe.style.height === before, asked]";
    let changed = page.browser().evaluate::<Value>(&format!("return {changed}"));
    assert_eq!(changed, json!([6, [], true, false]));
}
