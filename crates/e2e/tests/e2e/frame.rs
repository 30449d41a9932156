//! The framed page (contract, section 5): what its query carries, and what it and the page around
//! it say to each other.

use crate::host::{Host, Neighbour};
use serde_json::{Value, json};
use std::fs;
use thirtyfour::Key;
use ticket_note_e2e::{Browser, Fault, Site, Visit, until};

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

#[test]
fn the_query_carries_the_properties() {
    let visit = Visit::new();
    let form = visit.opens(
        "ticketId=7&userId=9&type=1&types=calllog,1%3DE-mail&lockType&lang=nl&theme=dark\
         &endpoint=%2Fapi%2Fticket-note%2Fmessage&maxLength=30&drafts=off",
    );
    form.becomes("editing");
    for (name, value) in [
        ("ticketId", json!(7)),
        ("userId", json!(9)),
        ("type", json!("1")),
        ("types", json!("calllog,1=E-mail")),
        ("lockType", json!(true)),
        ("lang", json!("nl")),
        ("theme", json!("dark")),
        ("endpoint", json!("/api/ticket-note/message")),
        ("maxLength", json!(30)),
        ("drafts", json!("off")),
    ] {
        assert_eq!(property(visit.browser(), name), value, "{name}");
    }
}

#[test]
fn the_page_is_named_in_the_language_of_its_form() {
    let visit = Visit::new();
    let form = visit.opens(&format!("{NOTE}&lang=nl"));
    let is_named = |title: &str, lang: &str, dir: &str| {
        let expected = [title, title, lang, dir].map(str::to_owned);
        until(title, || names(visit.browser()), |names| *names == expected);
    };
    is_named("Notitie bij ticket 858462", "nl", "ltr");
    form.is_given("lang", "en");
    is_named("Note on ticket 858462", "en", "ltr");
    form.is_given("ticketId", 7);
    is_named("Note on ticket 7", "en", "ltr");
}

#[test]
fn the_page_has_the_language_and_direction_of_its_form() {
    let visit = Visit::new();
    let form = visit.opens(&format!("{NOTE}&lang=en"));
    for (lang, dir) in
        [("nl", "ltr"), ("de", "ltr"), ("fr", "ltr"), ("es", "ltr"), ("ar", "rtl"), ("en", "ltr")]
    {
        form.is_given("lang", lang);
        let [title, heading, ..] = until(lang, || names(visit.browser()), |seen| seen[2..] == [lang, dir]);
        assert!(title.contains("858462") && heading == title, "{title}");
    }
}

#[test]
fn without_a_language_the_frame_speaks_the_browsers() {
    let neighbour = Neighbour::start();
    let visit = visit(&neighbour);
    let host = talks(&visit, &neighbour, NOTE);
    let asked: String = host.browser().runs("return navigator.language.split('-')[0]", Vec::new());
    let known = ["nl", "de", "fr", "es", "ar"].into_iter().find(|known| *known == asked);
    let spoken = || host.in_frame(|_| names(host.browser())[2].clone());
    until("the browser's language", spoken, |lang| lang == known.unwrap_or("en"));
    let other = if known == Some("nl") { "de" } else { "nl" };
    host.asks("set", json!({ "lang": other }));
    until("another language", spoken, |lang| lang == other);
    host.asks("set", json!({ "lang": null }));
    until("the browser's language again", spoken, |lang| lang == known.unwrap_or("en"));
}

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

/// The script that `docs/frames.md` has to be pasted, for the bundle of this proxy.
fn example(origin: &str) -> String {
    let docs = include_str!("../../../../docs/frames.md");
    let (_, rest) = docs.split_once("```js\n// frame-host.js\n").expect("the example");
    let (script, _) = rest.split_once("```").expect("the end of the example");
    script.replace("https://desk.example/ticket-note/", &format!("{origin}/"))
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

fn enveloped(kind: &str, detail: Value) -> Value {
    let Value::Object(mut message) = detail else { panic!("{detail} is an object") };
    message.extend([
        ("app".to_owned(), json!("ticket-note")),
        ("v".to_owned(), json!(1)),
        ("kind".to_owned(), json!(kind)),
    ]);
    message.into()
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
    for entry in fs::read_dir(site.path()).unwrap() {
        let path = entry.unwrap().path();
        if path.to_string_lossy().contains(".wasm") {
            fs::remove_file(path).unwrap();
        }
    }
    let neighbour = Neighbour::start();
    let visit = Visit::to(site, &["--frame-ancestors", &neighbour.origin()]);
    let host = Host::opens(&visit, &neighbour.origin(), &naming(NOTE, &neighbour.origin()));
    let failed = host.hears("failed", |_| true);
    assert_eq!(failed, enveloped("failed", json!({"cause": "wasm-missing"})));
    host.hears("resize", |data| data["height"].as_u64() > Some(0));
}

#[test]
fn the_page_around_sets_what_the_note_is_about() {
    let neighbour = Neighbour::start();
    let visit = visit(&neighbour);
    let host = talks(&visit, &neighbour, NOTE);
    let values = json!({
        "ticketId": 7, "userId": 9, "type": "1", "types": "calllog,1=E-mail", "lockType": true,
        "lang": "nl", "theme": "dark",
    });
    host.asks("set", values.clone());
    let looks = |name: &str| host.in_frame(|_| property(visit.browser(), name));
    for (name, value) in values.as_object().unwrap() {
        until(name, || looks(name), |seen| seen == value);
    }
    let page = host.in_frame(|_| {
        visit.browser().runs::<[String; 2]>(
            "const { lang, dataset } = document.documentElement; return [lang, dataset.theme]",
            Vec::new(),
        )
    });
    assert_eq!(page, ["nl", "dark"]);
    host.asks("set", json!({"userId": null, "lockType": false, "types": null, "theme": null, "lang": "en"}));
    until("English", || looks("lang"), |lang| lang == "en");
    assert_eq!(looks("lockType"), false);
    assert!(looks("types").is_null());
    host.types(TEXT, |form| form.presses("Add note").becomes("saved").state());
    let notes = visit.sandbox().notes();
    assert_eq!((notes[0].ticket, notes[0].note_type.as_str(), notes[0].user), (7, "1", None));
}

#[test]
fn a_bad_value_that_is_set_is_as_a_bad_attribute_and_keeps_the_text() {
    let neighbour = Neighbour::start();
    let visit = visit(&neighbour);
    let host = talks(&visit, &neighbour, NOTE);
    host.types(TEXT, |_| ());
    let good = json!({"ticketId": 858_462, "userId": 254, "type": "calllog", "types": null, "theme": null});
    for (name, value, attribute) in [
        ("ticketId", json!("abc"), "ticket-id"),
        ("ticketId", json!(0), "ticket-id"),
        ("ticketId", json!(1.5), "ticket-id"),
        ("ticketId", json!(null), "ticket-id"),
        ("userId", json!(-1), "user-id"),
        ("type", json!("2"), "type"),
        ("types", json!("1,1"), "types"),
        ("theme", json!("blue"), "theme"),
    ] {
        let mut bad = json!({});
        bad[name] = value;
        host.asks("set", bad);
        host.hears("state", |data| data["state"] == "invalid-config");
        host.hears("config-error", |data| data["attribute"] == attribute);
        host.asks("set", good.clone());
        host.hears("state", |data| data["state"] == "editing");
    }
    let (text, posts) = host.in_frame(|form| (form.value(), visit.posts()));
    assert_eq!((text.as_str(), posts), (TEXT, 0));
}

#[test]
fn the_page_around_asks_for_focus_and_for_an_empty_form() {
    let neighbour = Neighbour::start();
    let visit = visit(&neighbour);
    let host = talks(&visit, &neighbour, NOTE);
    let is_focused = || {
        host.in_frame(|_| {
            visit.browser().runs::<bool>(
                "return Boolean(document.querySelector('ticket-note').shadowRoot.activeElement)",
                Vec::new(),
            )
        })
    };
    host.types(TEXT, |_| {
        let leaves = "document.querySelector('ticket-note').shadowRoot.activeElement.blur()";
        visit.browser().runs::<()>(leaves, Vec::new());
    });
    assert!(!is_focused());
    host.asks("focus", json!({}));
    until("the focus in the form", is_focused, |is_focused| *is_focused);
    host.asks("reset", json!({}));
    until("an empty form", || host.in_frame(|form| form.value()), String::is_empty);
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

#[test]
fn a_message_of_another_version_or_shape_changes_nothing() {
    let neighbour = Neighbour::start();
    let visit = visit(&neighbour);
    let host = talks(&visit, &neighbour, NOTE);
    host.types(TEXT, |_| ());
    let before = content(&host);
    counts(&host);
    let hostile = [
        json!(null),
        json!(1),
        json!("set"),
        json!([]),
        json!({}),
        json!(set(json!({"ticketId": 7})).to_string()),
        json!([set(json!({"ticketId": 7}))]),
        json!({"kind": "reset"}),
        json!({"app": "ticket-note", "kind": "reset"}),
        json!({"app": "ticket-note", "v": 2, "kind": "reset"}),
        json!({"app": "ticket-note", "v": "1", "kind": "reset"}),
        json!({"app": "ticket", "v": 1, "kind": "reset"}),
        json!({"app": ["ticket-note"], "v": 1, "kind": "reset"}),
        json!({"app": "ticket-note", "v": 1}),
        json!({"app": "ticket-note", "v": 1, "kind": null}),
        json!({"app": "ticket-note", "v": 1, "kind": ["reset"]}),
        json!({"app": "ticket-note", "v": 1, "kind": "submit"}),
        json!({"app": "ticket-note", "v": 1, "kind": "constructor"}),
        json!({"app": "ticket-note", "v": 1, "kind": "__proto__"}),
        set(json!({"ticketId": {"toString": 7}})),
        set(json!({"ticketId": [7]})),
        set(json!({"ticketId": true})),
        set(json!({"lockType": "yes"})),
        set(json!({"lockType": 1})),
        // What only the query may carry, what nobody may, and neither may anything beside it.
        set(json!({"endpoint": "/other"})),
        set(json!({"ticketId": 7, "value": "Not what was typed."})),
        set(json!({"ticketId": 7, "innerHTML": "<b>x</b>"})),
        set(json!({"ticketId": 7, "onclick": "alert(1)"})),
        set(json!({"ticketId": 7, "__proto__": "x"})),
    ];
    for message in &hostile {
        host.says(message);
    }
    have_arrived(&host, hostile.len());
    assert_eq!(content(&host), before);
    host.asks("set", json!({"ticketId": 7}));
    host.asks("reset", json!({}));
    until("another content", || content(&host), |content| content[0] == 7 && content[8] == "");
    host.in_frame(|_| visit.had_no_complaint());
}

#[test]
fn a_message_of_another_window_of_the_same_origin_changes_nothing() {
    let neighbour = Neighbour::start();
    let visit = visit(&neighbour);
    let host = talks(&visit, &neighbour, NOTE);
    host.types(TEXT, |_| ());
    let before = content(&host);
    counts(&host);
    for message in [set(json!({"ticketId": 7})), enveloped("reset", json!({}))] {
        host.browser().runs::<()>("siblingSays(arguments[0])", vec![message]);
    }
    have_arrived(&host, 2);
    assert_eq!(content(&host), before);
}

/// That the frame says nothing to the page around, heeds nothing from it, and adds a note.
#[track_caller]
fn is_silent(host: &Host<'_>, visit: &Visit, case: &str) {
    let notes = visit.sandbox().notes().len();
    host.types(TEXT, |_| ());
    let before = content(host);
    counts(host);
    host.asks("set", json!({"ticketId": 7}));
    host.asks("reset", json!({}));
    have_arrived(host, 2);
    assert_eq!(content(host), before, "{case}");
    host.in_frame(|form| form.presses("Add note").becomes("saved").state());
    assert_eq!(visit.sandbox().notes().len(), notes + 1, "{case}");
    assert_eq!(host.messages(), [], "{case}");
}

#[test]
fn without_a_parent_origin_the_frame_is_silent_and_works() {
    let neighbour = Neighbour::start();
    let visit = visit(&neighbour);
    let host = Host::opens(&visit, &neighbour.origin(), NOTE);
    is_silent(&host, &visit, "none");
    host.in_frame(|_| visit.had_no_complaint());
}

#[test]
fn to_a_page_of_another_origin_the_frame_is_silent_and_works() {
    let neighbour = Neighbour::start();
    let visit = visit(&neighbour);
    for named in [visit.origin(), &neighbour.foreign_origin(), "https://crm.example"] {
        let host = Host::opens(&visit, &neighbour.origin(), &naming(NOTE, named));
        is_silent(&host, &visit, named);
    }
}

#[test]
fn what_is_not_an_origin_is_no_parent_origin() {
    let neighbour = Neighbour::start();
    let visit = visit(&neighbour);
    let origin = neighbour.origin();
    let with_path = format!("{origin}/");
    let with_user = origin.replace("//", "//user@");
    let shouted = origin.to_uppercase();
    let bare = origin.replace("http://", "");
    for named in ["*", "null", "", "/", "about:blank", &with_path, &with_user, &shouted, &bare] {
        let host = Host::opens(&visit, &origin, &naming(NOTE, named));
        is_silent(&host, &visit, named);
    }
}

#[test]
fn a_page_of_another_site_talks_with_the_frame_and_adds_a_note() {
    let neighbour = Neighbour::start();
    let visit = visit(&neighbour);
    let origin = neighbour.foreign_origin();
    let host = Host::opens(&visit, &origin, &naming(NOTE, &origin));
    host.hears("ready", |_| true);
    host.asks("set", json!({"ticketId": 7}));
    until("ticket 7", || content(&host), |content| content[0] == 7);
    // Chromium's driver tells no roles and no names of what is in another process.
    host.in_frame(|form| {
        form.is_given("value", TEXT);
        let buttons = host.browser().in_shadow("ticket-note", "#send");
        host.browser().clicks(&buttons[0]);
        form.becomes("saved").state()
    });
    assert_eq!(host.hears("saved", |_| true)["ticketId"], 7);
    assert_eq!(visit.sandbox().notes()[0].ticket, 7);
}

#[test]
fn a_page_that_may_not_frame_shows_no_form() {
    let neighbour = Neighbour::start();
    let visit = Visit::new();
    let host = Host::opens(&visit, &neighbour.origin(), &naming(NOTE, &neighbour.origin()));
    let is_there = || {
        host.browser().enters_frame("#ticket-note");
        let is_there =
            host.browser().runs::<bool>("return document.querySelector('ticket-note') !== null", Vec::new());
        host.browser().leaves_frame();
        is_there
    };
    host.browser().awaits::<()>(
        "const done = arguments[0]; \
         frame().addEventListener('load', () => done(), { once: true }); \
         frame().src = `${frame().src}&again`",
        Vec::new(),
    );
    assert!(!is_there());
    assert_eq!(host.messages(), []);
}
