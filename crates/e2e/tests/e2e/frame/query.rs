//! The framed page's query, and its title, language and direction.

use super::{NOTE, TEXT, open_connected, page_names, property, start_harness, with_parent_origin};
use crate::parent_page::{ParentPage, ParentServer};
use serde_json::json;
use ticket_note_e2e::{Harness, wait_until};

#[test]
fn the_query_sets_the_properties() {
    let harness = Harness::new();
    let form = harness.open_frame_page(
        "ticketId=7&userId=9&type=1&types=calllog,1%3DE-mail&lockType&lang=nl&theme=dark\
         &endpoint=%2Fapi%2Fticket-note%2Fmessage&maxLength=30&drafts=off&signIn&storageAccess",
    );
    form.wait_for_state("editing");
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
        ("signIn", json!("")),
        ("storageAccess", json!(true)),
    ] {
        assert_eq!(property(harness.browser(), name), value, "{name}");
    }
}

#[test]
fn parameters_of_dynamics_do_not_reach_the_form() {
    let harness = Harness::new();
    let own = "type=112&typename=incident&id=%7B1%7D&orgname=org&userlcid=1043&orglcid=1033";
    let form = harness.open_frame_page(&format!("host=dynamics&ticketId=7&noteType=calllog&lang=de&{own}"));
    form.wait_for_state("editing");
    for (name, value) in
        [("ticketId", json!(7)), ("type", json!("calllog")), ("userId", json!(null)), ("lang", json!("de"))]
    {
        assert_eq!(property(harness.browser(), name), value, "{name}");
    }
    let form = harness.open_frame_page("host=dynamics&ticketId=7&type=112");
    form.wait_for_state("editing");
    assert_eq!(property(harness.browser(), "type"), json!(null));
}

#[test]
fn a_name_of_dynamics_is_read_with_its_host_only() {
    let harness = Harness::new();
    harness.open_frame_page("ticketId=7&noteType=calllog").wait_for_state("editing");
    assert_eq!(property(harness.browser(), "type"), json!(null));
    let all = "userId=9&types=calllog&lockType&customerTypes=1&ticketUrl=%2F7&heading&density=compact&lang=nl&theme=dark\
         &maxLength=30&drafts=off&signIn&storageAccess";
    let form = harness.open_frame_page(&format!("host=dynamics&ticketId=7&noteType=calllog&{all}"));
    form.wait_for_state("editing");
    for (name, value) in [
        ("userId", json!(9)),
        ("type", json!("calllog")),
        ("lockType", json!(true)),
        ("ticketUrl", json!("/7")),
        ("density", json!("compact")),
        ("maxLength", json!(30)),
        ("signIn", json!("")),
        ("storageAccess", json!(true)),
    ] {
        assert_eq!(property(harness.browser(), name), value, "{name}");
    }
}

#[test]
fn a_frame_in_dynamics_is_connected() {
    let server = ParentServer::start();
    let harness = start_harness(&server);
    let own = "type=112&typename=incident&id=%7B1%7D&orgname=org&userlcid=1043&orglcid=1033";
    let query = format!("host=dynamics&ticketId=7&{own}&getToken");
    let parent = open_connected(&harness, &server, &query);
    let supplies = "return typeof document.querySelector('ticket-note').getToken";
    assert_eq!(parent.in_frame(|_| parent.browser().evaluate::<String>(supplies)), "function");
}

#[test]
fn no_parameter_of_an_unknown_host_is_read() {
    let harness = Harness::new();
    for host in ["dynamic", "", "constructor"] {
        let form = harness.open_frame_page(&format!("host={host}&ticketId=7&userId=9&type=calllog"));
        form.wait_for_state("invalid-config");
        assert_eq!(property(harness.browser(), "userId"), json!(null), "{host}");
    }
}

#[test]
fn a_frame_of_an_unknown_host_posts_nothing() {
    let server = ParentServer::start();
    let harness = start_harness(&server);
    let query = with_parent_origin(&format!("host=other&{NOTE}"), &server.origin());
    let parent = ParentPage::open(&harness, &server.origin(), &query);
    parent.in_frame(|form| form.wait_for_state("invalid-config").state());
    assert_eq!(parent.messages(), []);
}

#[test]
fn the_page_title_follows_ticket_and_language() {
    let harness = Harness::new();
    let form = harness.open_frame_page(&format!("{NOTE}&lang=nl"));
    let is_named = |title: &str, lang: &str, dir: &str| {
        let expected = [title, title, lang, dir].map(str::to_owned);
        wait_until(title, || page_names(harness.browser()), |names| *names == expected);
    };
    is_named("Notitie bij ticket 858462", "nl", "ltr");
    form.set_property("lang", "en");
    is_named("Note on ticket 858462", "en", "ltr");
    form.set_property("ticketId", 7);
    is_named("Note on ticket 7", "en", "ltr");
}

#[test]
fn the_page_has_the_language_and_direction_of_its_form() {
    let harness = Harness::new();
    let form = harness.open_frame_page(&format!("{NOTE}&lang=en"));
    for (lang, dir) in
        [("nl", "ltr"), ("de", "ltr"), ("fr", "ltr"), ("es", "ltr"), ("ar", "rtl"), ("en", "ltr")]
    {
        form.set_property("lang", lang);
        let [title, heading, ..] =
            wait_until(lang, || page_names(harness.browser()), |seen| seen[2..] == [lang, dir]);
        assert!(title.contains("858462") && heading == title, "{title}");
    }
}

#[test]
fn without_lang_the_frame_uses_the_browsers_language() {
    let server = ParentServer::start();
    let harness = start_harness(&server);
    let parent = open_connected(&harness, &server, NOTE);
    let asked: String = parent.browser().execute("return navigator.language.split('-')[0]", Vec::new());
    let known = ["nl", "de", "fr", "es", "ar"].into_iter().find(|known| *known == asked);
    let language = || parent.in_frame(|_| page_names(parent.browser())[2].clone());
    wait_until("the browser's language", language, |lang| lang == known.unwrap_or("en"));
    let other = if known == Some("nl") { "de" } else { "nl" };
    parent.send_command("set", json!({ "lang": other }));
    wait_until("another language", language, |lang| lang == other);
    parent.send_command("set", json!({ "lang": null }));
    wait_until("the browser's language again", language, |lang| lang == known.unwrap_or("en"));
}

#[test]
fn a_sandboxed_frame_without_allow_forms_sends_notes() {
    let server = ParentServer::start();
    let harness = start_harness(&server);
    let parent = ParentPage::open_empty(&harness, &server.origin());
    parent.browser().execute::<()>("frame().sandbox = 'allow-scripts allow-same-origin'", Vec::new());
    parent.load_frame(NOTE);
    parent.type_text(TEXT, |form| {
        form.click_button("Add note").wait_for_state("saved");
        form.type_text("By keyboard.").press_ctrl_enter();
        wait_until("a second note", || harness.sandbox().notes().len(), |notes| *notes == 2);
        form.wait_for_state("saved").set_property("value", "By the page.");
        let submit = "const done = arguments[0]; document.querySelector('ticket-note').submit().then(done)";
        assert_eq!(parent.browser().execute_async::<String>(submit, Vec::new()), "saved");
    });
    assert_eq!(harness.sandbox().notes().len(), 3);
}
