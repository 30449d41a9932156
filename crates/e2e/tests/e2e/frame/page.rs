//! What the page's query carries, and how the page names itself.

use super::{NOTE, TEXT, names, property, talks, visit};
use crate::host::{Host, Neighbour};
use serde_json::json;
use ticket_note_e2e::{Visit, until};

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
fn in_a_frame_that_may_send_no_forms_notes_are_sent() {
    let neighbour = Neighbour::start();
    let visit = visit(&neighbour);
    let host = Host::opens_empty(&visit, &neighbour.origin());
    host.browser().runs::<()>("frame().sandbox = 'allow-scripts allow-same-origin'", Vec::new());
    host.frames(NOTE);
    host.types(TEXT, |form| {
        form.presses("Add note").becomes("saved");
        form.types("By keyboard.").presses_ctrl_enter();
        until("a second note", || visit.sandbox().notes().len(), |notes| *notes == 2);
        form.becomes("saved").is_given("value", "By the page.");
        let submit = "const done = arguments[0]; document.querySelector('ticket-note').submit().then(done)";
        assert_eq!(host.browser().awaits::<String>(submit, Vec::new()), "saved");
    });
    assert_eq!(visit.sandbox().notes().len(), 3);
}
