//! Messages to the parent page.

use super::{NOTE, TEXT, envelope, open_connected, start_harness, with_parent_origin, with_sentence};
use crate::parent_page::{ParentPage, ParentServer};
use serde_json::json;
use thirtyfour::Key;
use ticket_note_e2e::{Fault, Harness, Site, wait_until};

#[test]
fn the_frame_posts_ready_state_and_height() {
    let server = ParentServer::start();
    let harness = start_harness(&server);
    let parent = open_connected(&harness, &server, NOTE);
    let version = env!("CARGO_PKG_VERSION");
    let engine = harness.browser().engine().form_engine();
    let ready = envelope("ready", json!({"version": version, "engine": engine}));
    assert_eq!(parent.messages_of_kind("ready"), [ready]);
    parent.wait_for_message("state", |data| data["state"] == "editing");
    parent.wait_for_message("resize", |data| data["height"].as_u64() > Some(100));
    for message in parent.messages() {
        assert_eq!((message.origin.as_str(), message.is_from_frame), (harness.origin(), true));
        assert_eq!((&message.data["app"], &message.data["v"]), (&json!("ticket-note"), &json!(1)));
    }
}

#[test]
fn the_frame_posts_its_height_only_when_it_changes() {
    let server = ParentServer::start();
    let harness = start_harness(&server);
    let parent = open_connected(&harness, &server, NOTE);
    let wait_for_height = || {
        let height = || {
            parent.in_frame(|_| {
                harness.browser().execute::<u64>(
                    "return Math.ceil(document.body.getBoundingClientRect().height)",
                    Vec::new(),
                )
            })
        };
        let posted = || parent.messages_of_kind("resize").last().and_then(|data| data["height"].as_u64());
        wait_until(
            "the height of the page",
            || (posted(), height()),
            |(posted, height)| *posted == Some(*height),
        )
        .1
    };
    let before = wait_for_height();
    parent.type_text(TEXT, |form| {
        for _ in 0..12 {
            form.type_text(Key::Enter);
        }
    });
    let grown = wait_for_height();
    assert!(grown > before, "{grown} is more than {before}");
    parent.send_command("reset", json!({}));
    parent.wait_for_message("resize", |data| data["height"] == json!(before));
    let heights: Vec<_> =
        parent.messages_of_kind("resize").into_iter().map(|data| data["height"].clone()).collect();
    assert!(heights.windows(2).all(|pair| pair[0] != pair[1]), "{heights:?}");
}

/// Returns the script from docs/frames.md, adapted to this proxy.
fn example(origin: &str) -> String {
    let guide = include_str!("../../../../../docs/frames.md");
    let (_, rest) = guide.split_once("```js\n// frame-host.js\n").expect("the script in the guide");
    let (script, _) = rest.split_once("```").expect("the end of the script");
    script.replace("https://desk.example/ticket-note/", &format!("{origin}/"))
}

#[test]
fn the_documented_script_resizes_the_frame() {
    let server = ParentServer::start();
    let harness = start_harness(&server);
    let parent = ParentPage::open_empty(&harness, &server.origin());
    parent.browser().execute::<()>(
        "const script = document.createElement('script'); script.type = 'module'; \
         script.textContent = arguments[0]; document.head.append(script)",
        vec![example(harness.origin()).into()],
    );
    parent.wait_for_message("ready", |_| true);
    let fits = || {
        let heights = "return [innerHeight, document.body.scrollHeight]";
        let inner = || parent.in_frame(|_| harness.browser().execute::<[u64; 2]>(heights, Vec::new()));
        let posted =
            || parent.messages_of_kind("resize").last().map_or(0, |data| data["height"].as_u64().unwrap());
        wait_until(
            "a frame as tall as its page",
            || (posted(), inner()),
            |&(posted, [frame, page])| frame == posted && page <= frame,
        )
        .0
    };
    let before = fits();
    parent.type_text(TEXT, |form| {
        for _ in 0..20 {
            form.type_text(Key::Enter);
        }
    });
    let grown = fits();
    assert!(grown > before, "{grown} is more than {before}");
}

#[test]
fn saved_is_posted_with_its_details() {
    let server = ParentServer::start();
    let harness = start_harness(&server);
    let parent = open_connected(&harness, &server, NOTE);
    parent.type_text(TEXT, |form| form.click_button("Add note").wait_for_state("saved").state());
    let saved = parent.wait_for_message("saved", |_| true);
    let detail = parent.in_frame(|_| harness.events()).pop().unwrap().detail;
    assert_eq!((&detail["ticketId"], &detail["userId"]), (&json!(858_462), &json!(254)));
    let sentence = saved["say"].as_str().unwrap();
    assert!(sentence.starts_with("Added to ticket 858462 at "), "{sentence}");
    assert_eq!(saved, with_sentence("saved", detail, sentence));
    let states: Vec<_> = parent
        .messages_of_kind("state")
        .into_iter()
        .map(|data| (data["state"].clone(), data["hasText"].clone()))
        .collect();
    let expected = [("editing", false), ("editing", true), ("sending", true), ("saved", false)];
    assert_eq!(states, expected.map(|(state, has_text)| (json!(state), json!(has_text))));
    assert_eq!(harness.sandbox().notes().len(), 1);
}

#[test]
fn refused_and_unknown_are_posted_with_their_details() {
    let server = ParentServer::start();
    let harness = start_harness(&server);
    let parent = open_connected(&harness, &server, NOTE);
    let refused =
        "Nothing was added. Omnidesk refused the note. Check the ticket and the note, then send again.";
    let unknown = "We could not confirm that the note was added.";
    for (fault, kind, sentence) in
        [(Fault::Error400, "refused", refused), (Fault::Http500, "unknown", unknown)]
    {
        harness.sandbox().set_fault(fault);
        parent.type_text(TEXT, |form| form.click_button("Add note").wait_for_state(kind).state());
        let posted = parent.wait_for_message(kind, |_| true);
        let detail = parent.in_frame(|_| harness.events()).pop().unwrap().detail;
        assert_eq!(posted, with_sentence(kind, detail, sentence));
    }
    assert_eq!(parent.messages_of_kind("refused")[0]["code"], "upstream_refused");
}

#[test]
fn an_invalid_query_value_posts_config_error() {
    let server = ParentServer::start();
    let harness = start_harness(&server);
    let parent = open_connected(&harness, &server, "ticketId=0");
    let error = parent.wait_for_message("config-error", |_| true);
    let expected = json!({"attribute": "ticket-id", "value": "0", "reason": "out_of_range"});
    assert_eq!(error, envelope("config-error", expected));
    parent.wait_for_message("state", |data| data["state"] == "invalid-config");
}

#[test]
fn a_form_that_cannot_run_posts_failed() {
    let site = Site::new();
    site.remove_file("ticket-note_bg-", ".wasm");
    site.remove_file("ticket-note-js-", ".js");
    let server = ParentServer::start();
    let harness = Harness::with_site(site, &["--frame-ancestors", &server.origin()]);
    let parent = ParentPage::open(&harness, &server.origin(), &with_parent_origin(NOTE, &server.origin()));
    let failed = parent.wait_for_message("failed", |_| true);
    let cause = harness.browser().engine().failure_cause("wasm-missing");
    assert_eq!(failed, envelope("failed", json!({"cause": cause})));
    parent.wait_for_message("resize", |data| data["height"].as_u64() > Some(0));
}
