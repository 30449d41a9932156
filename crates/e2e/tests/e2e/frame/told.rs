//! What the page around is told.

use super::{NOTE, TEXT, enveloped, naming, talks, visit};
use crate::host::{Host, Neighbour};
use serde_json::json;
use thirtyfour::Key;
use ticket_note_e2e::{Fault, Site, Visit, until};

#[test]
fn the_page_around_hears_of_the_form_its_state_and_its_height() {
    let neighbour = Neighbour::start();
    let visit = visit(&neighbour);
    let host = talks(&visit, &neighbour, NOTE);
    let version = env!("CARGO_PKG_VERSION");
    let ready = json!({"app": "ticket-note", "v": 1, "kind": "ready", "version": version});
    assert_eq!(host.told("ready"), [ready]);
    host.hears("state", |data| data["state"] == "editing");
    host.hears("resize", |data| data["height"].as_u64() > Some(100));
    for message in host.messages() {
        assert_eq!((message.origin.as_str(), message.is_frame), (visit.origin(), true));
        assert_eq!((&message.data["app"], &message.data["v"]), (&json!("ticket-note"), &json!(1)));
    }
}

#[test]
fn another_height_is_told_and_the_same_is_not() {
    let neighbour = Neighbour::start();
    let visit = visit(&neighbour);
    let host = talks(&visit, &neighbour, NOTE);
    let is_told = || {
        let height = || {
            host.in_frame(|_| {
                visit
                    .browser()
                    .runs::<u64>("return Math.ceil(document.body.getBoundingClientRect().height)", Vec::new())
            })
        };
        let told = || host.told("resize").last().and_then(|data| data["height"].as_u64());
        until("the height of the page", || (told(), height()), |(told, height)| *told == Some(*height)).1
    };
    let before = is_told();
    host.types(TEXT, |form| {
        for _ in 0..12 {
            form.types(Key::Enter);
        }
    });
    let grown = is_told();
    assert!(grown > before, "{grown} is more than {before}");
    host.asks("reset", json!({}));
    host.hears("resize", |data| data["height"] == json!(before));
    let heights: Vec<_> = host.told("resize").into_iter().map(|data| data["height"].clone()).collect();
    assert!(heights.windows(2).all(|pair| pair[0] != pair[1]), "{heights:?}");
}

/// The script that readme and guide have to be pasted, for the bundle of this proxy.
fn example(origin: &str) -> String {
    let script = |docs: &'static str| {
        let (_, rest) = docs.split_once("```js\n// frame-host.js\n").expect("the example");
        rest.split_once("```").expect("the end of the example").0
    };
    let [readme, guide] =
        [include_str!("../../../../../README.md"), include_str!("../../../../../docs/frames.md")];
    assert_eq!(script(readme), script(guide));
    script(readme).replace("https://desk.example/ticket-note/", &format!("{origin}/"))
}

#[test]
fn the_example_of_the_docs_gives_the_frame_its_height() {
    let neighbour = Neighbour::start();
    let visit = visit(&neighbour);
    let host = Host::opens_empty(&visit, &neighbour.origin());
    host.browser().runs::<()>(
        "const script = document.createElement('script'); script.type = 'module'; \
         script.textContent = arguments[0]; document.head.append(script)",
        vec![example(visit.origin()).into()],
    );
    host.hears("ready", |_| true);
    let fits = || {
        let heights = "return [innerHeight, document.body.scrollHeight]";
        let inner = || host.in_frame(|_| visit.browser().runs::<[u64; 2]>(heights, Vec::new()));
        let told = || host.told("resize").last().map_or(0, |data| data["height"].as_u64().unwrap());
        until(
            "a frame as high as its page",
            || (told(), inner()),
            |&(told, [frame, page])| frame == told && page <= frame,
        )
        .0
    };
    let before = fits();
    host.types(TEXT, |form| {
        for _ in 0..20 {
            form.types(Key::Enter);
        }
    });
    let grown = fits();
    assert!(grown > before, "{grown} is more than {before}");
}

#[test]
fn a_note_that_was_saved_is_told_with_its_details() {
    let neighbour = Neighbour::start();
    let visit = visit(&neighbour);
    let host = talks(&visit, &neighbour, NOTE);
    host.types(TEXT, |form| form.presses("Add note").becomes("saved").state());
    let saved = host.hears("saved", |_| true);
    let detail = host.in_frame(|_| visit.heard()).pop().unwrap().detail;
    assert_eq!((&detail["ticketId"], &detail["userId"]), (&json!(858_462), &json!(254)));
    assert_eq!(saved, enveloped("saved", detail));
    let states: Vec<_> = host.told("state").into_iter().map(|data| data["state"].clone()).collect();
    assert_eq!(states, ["editing", "sending", "saved"]);
    assert_eq!(visit.sandbox().notes().len(), 1);
}

#[test]
fn a_refusal_and_an_unknown_outcome_are_told_with_their_details() {
    let neighbour = Neighbour::start();
    let visit = visit(&neighbour);
    let host = talks(&visit, &neighbour, NOTE);
    for (fault, kind) in [(Fault::Error400, "refused"), (Fault::Http500, "unknown")] {
        visit.sandbox().has(fault);
        host.types(TEXT, |form| form.presses("Add note").becomes(kind).state());
        let told = host.hears(kind, |_| true);
        let detail = host.in_frame(|_| visit.heard()).pop().unwrap().detail;
        assert_eq!(told, enveloped(kind, detail));
    }
    assert_eq!(host.told("refused")[0]["code"], "upstream_refused");
}

#[test]
fn a_bad_value_in_the_query_is_told() {
    let neighbour = Neighbour::start();
    let visit = visit(&neighbour);
    let host = talks(&visit, &neighbour, "ticketId=0");
    let error = host.hears("config-error", |_| true);
    let expected = json!({"attribute": "ticket-id", "value": "0", "reason": "out_of_range"});
    assert_eq!(error, enveloped("config-error", expected));
    host.hears("state", |data| data["state"] == "invalid-config");
}

#[test]
fn a_form_that_cannot_run_is_told() {
    let site = Site::new();
    site.loses("ticket-note_bg-", ".wasm");
    let neighbour = Neighbour::start();
    let visit = Visit::to(site, &["--frame-ancestors", &neighbour.origin()]);
    let host = Host::opens(&visit, &neighbour.origin(), &naming(NOTE, &neighbour.origin()));
    let failed = host.hears("failed", |_| true);
    assert_eq!(failed, enveloped("failed", json!({"cause": "wasm-missing"})));
    host.hears("resize", |data| data["height"].as_u64() > Some(0));
}
