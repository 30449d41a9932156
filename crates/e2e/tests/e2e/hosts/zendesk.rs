//! The app for Zendesk Support (hosts/zendesk).

use super::bench::{Bench, Host};
use super::claims;
use serde_json::{Value, json};
use thirtyfour::Key;
use ticket_note_e2e::{Fault, wait_until};

const ZENDESK: Host = Host {
    name: "zendesk",
    domain: ("acme", "zendesk.com"),
    frames: &["#app", "iframe"],
    levels: ["notice", "error", "alert"],
};

#[test]
fn each_record_keeps_its_text() {
    claims::each_record_keeps_its_text(ZENDESK);
}

#[test]
fn a_record_without_a_number_shows_a_sentence() {
    claims::a_record_without_a_number_shows_a_sentence(
        ZENDESK,
        "Dit record heeft geen Omnidesk-nummer. Veld: 42",
    );
}

#[test]
fn the_host_hears_each_height_once() {
    claims::the_host_hears_each_height_once(ZENDESK);
}

#[test]
fn each_outcome_has_one_toast() {
    claims::each_outcome_has_one_toast(ZENDESK);
}

#[test]
fn the_form_follows_the_colour_scheme() {
    claims::the_form_follows_the_colour_scheme(ZENDESK);
}

#[test]
fn the_form_follows_the_language() {
    claims::the_form_follows_the_language(ZENDESK);
}

/// A scheme that is neither dark nor light is light.
#[test]
fn the_page_of_the_app_follows_the_colour_scheme() {
    let bench = Bench::start(ZENDESK);
    bench.open("record=a&lang=en&theme=dark");
    bench.wait_for_ticket(858_462);
    let schemes = || {
        let scheme = "return getComputedStyle(document.documentElement).colorScheme";
        let app = bench.in_frames(1, || bench.browser().evaluate::<String>(scheme));
        (app, bench.form_value("document.documentElement.dataset.theme"))
    };
    for (told, shown) in [("", "dark"), ("light", "light"), ("dark", "dark"), ("sepia", "light")] {
        if !told.is_empty() {
            bench.run(&format!("host.theme('{told}')"));
        }
        wait_until(shown, schemes, |(app, form)| app == shown && form == shown);
    }
}

/// Zendesk keeps the app of a ticket that is in the background, and posts no change to it.
#[test]
fn an_app_that_is_shown_again_reads_the_ticket_again() {
    let bench = Bench::start(ZENDESK);
    bench.open("record=a&lang=en&theme=light");
    bench.wait_for_ticket(858_462);
    bench.run(
        "const { post } = window; window.post = () => {}; host.open('b'); \
         window.post = post; post({ key: 'zaf.app.activated', message: {} })",
    );
    bench.wait_for_ticket(858_463);
}

/// Zendesk hides the app with its panel. A hidden page has no height, and the host keeps the last one.
#[test]
fn a_hidden_page_reports_no_height() {
    let bench = Bench::start(ZENDESK);
    bench.open("record=a&lang=en&theme=light");
    bench.wait_for_ticket(858_462);
    bench.wait_for("a height", "host.heights.length", |count| count.as_u64() > Some(0));
    let hide = "const done = arguments[0]; \
        const hidden = new ResizeObserver(([{ contentRect }]) => { \
          if (contentRect.height > 0) return; \
          hidden.disconnect(); document.body.style.display = ''; requestAnimationFrame(() => done()); \
        }); \
        document.body.style.display = 'none'; hidden.observe(document.body)";
    bench.in_frames(1, || bench.browser().execute_async::<()>(hide, Vec::new()));
    let last = bench.value("host.heights.at(-1)").as_u64().unwrap();
    bench.type_text(format!("x{}", char::from(Key::Enter).to_string().repeat(30)));
    bench.wait_for("a larger height", "host.heights.at(-1)", |height| height.as_u64() > Some(last));
    let sizes = bench.value("messages.flatMap(({ params }) => params?.resize ?? [])");
    for size in sizes.as_array().unwrap() {
        let height = size["height"].as_str().and_then(|height| height.strip_suffix("px")).unwrap();
        assert!(height.parse::<u32>().unwrap() > 0, "{sizes}");
        assert_eq!(size["width"], "100%", "{sizes}");
    }
}

/// Runs the app with a client whose answers the script chooses.
fn start_with_client(bench: &Bench, client: &str) {
    bench.open("record=none&lang=de&theme=light");
    let settings = format!("{{ desk: '{}/ticket-note/', ticket_field: '42' }}", bench.desk.origin());
    let script = format!(
        "const done = arguments[0]; const place = document.querySelector('#note'); place.replaceChildren(); \
         window.invoked = []; const client = {{ \
           on() {{}}, invoke: (...call) => invoked.push(call), metadata: async () => ({{ settings: {settings} }}), \
           get: async (path) => path === 'currentUser.locale' ? locale() : {{ [path]: '858462' }} }}; \
         const locale = {client}; \
         import(new URL('sidebar.js', location.href)).then(({{ start }}) => start(client, place)) \
           .then(() => done(''), (error) => done(String(error)))"
    );
    let error: String = bench.in_frames(1, || bench.browser().execute_async(&script, Vec::new()));
    assert_eq!(error, "");
    bench.wait_for_ticket(858_462);
}

#[test]
fn without_a_language_of_the_user_the_form_is_english() {
    let bench = Bench::start(ZENDESK);
    for client in ["() => { throw new Error('not allowed') }", "() => ({})"] {
        start_with_client(&bench, client);
        bench.wait_for_form("English", "note.lang", |lang| lang == "en");
    }
}

#[test]
fn messages_of_other_windows_change_nothing() {
    let changed = json!({"key": "zaf.ticket.custom_field_42.changed", "message": "7"}).to_string();
    let scheme = json!({"key": "zaf.colorScheme.changed", "message": "dark"}).to_string();
    let set = json!({"app": "ticket-note", "v": 1, "kind": "set", "ticketId": 7});
    let resize = json!({"app": "ticket-note", "v": 1, "kind": "resize", "height": 9999});
    claims::messages_of_other_windows_change_nothing(ZENDESK, &[changed.into(), scheme.into(), set, resize]);
}

#[test]
fn a_host_that_is_not_allowed_is_explained() {
    claims::a_host_that_is_not_allowed_is_explained(ZENDESK);
}

#[test]
fn the_form_is_accessible() {
    claims::the_form_is_accessible(ZENDESK);
}

/// Runs one note and one change of the record, and returns the messages that Zendesk received.
fn messages(app: &str) -> Vec<Value> {
    let bench = Bench::start(ZENDESK);
    bench.open(&format!("record=a&lang=nl&theme=dark&app={app}"));
    bench.wait_for_ticket(858_462);
    // The sentence of an added note has the time.
    bench.harness.sandbox().set_fault(Fault::Error400);
    bench.type_text("Spoke with the customer.");
    bench.send();
    bench.wait_for("a toast", "host.toasts.length", |count| count == 1);
    bench.run("host.open('b')");
    bench.wait_for_ticket(858_463);
    let messages: Vec<Value> = serde_json::from_value(bench.value("messages")).unwrap();
    // How often the height changes depends on the rendering, and so do the numbers of the requests.
    let is_resize = |message: &Value| !message["params"]["resize"].is_null();
    let without_id = |mut message: Value| {
        message["id"].take();
        message
    };
    messages.into_iter().filter(|message| !is_resize(message)).map(without_id).collect()
}

#[test]
fn our_client_posts_the_messages_of_the_sdk() {
    let (ours, theirs) = (messages("app"), messages("with-sdk"));
    assert_eq!(ours[0]["key"], "iframe.handshake");
    assert!(ours.len() > 7, "{ours:?}");
    assert_eq!(ours, theirs);
}

#[test]
fn nothing_is_posted_to_an_origin_outside_zendesk() {
    let host = Host { domain: ("acme", "zendesk.com.example"), ..ZENDESK };
    let bench = Bench::start(host);
    bench.open("record=a&lang=en&theme=light");
    let text = || bench.in_frames(1, || bench.browser().evaluate::<String>("return document.body.innerText"));
    wait_until("a sentence", text, |text| text.contains("an app for Zendesk Support"));
    assert_eq!(bench.value("messages"), json!([]));
}
