//! The attributes of the page, and their changes.

use crate::page::{Page, RESULT};
use wasm_bindgen_test::wasm_bindgen_test;

#[wasm_bindgen_test]
async fn an_invalid_ticket_shows_dispatches_and_sends_nothing() {
    for id in ["", "abc", "-1", "0", "1.5", "1e9", "9007199254740992", "<b>1</b>"] {
        let page = Page::open(&format!(r#"{{"ticketId":"{id}","type":"1"}}"#)).await;
        assert_eq!(page.state(), "invalid-config", "{id}");
        assert!(page.text_of(".notice").contains("ticket-id: "), "{id}");
        assert!(
            page.events.details("note-config-error")[0].starts_with(r#"{"attribute":"ticket-id","#),
            "{id}"
        );
        assert!(page.find("b").is_none());
        page.type_text("Called back");
        page.press("Add note");
        page.settle().await;
        assert_eq!(page.network.requests(), 0, "{id}");
        assert_eq!(page.area().value(), "Called back");
    }
}

#[wasm_bindgen_test]
async fn a_foreign_endpoint_is_never_called() {
    let own_with_credentials =
        format!("http://me:secret@{}/notes", web_sys::window().unwrap().location().host().unwrap());
    for url in [
        "https://elsewhere.example/",
        "//elsewhere.example/",
        "javascript:alert(1)",
        "",
        &own_with_credentials,
    ] {
        let page = Page::open(&format!(r#"{{"ticketId":"1","type":"1","endpoint":"{url}"}}"#)).await;
        assert_eq!(page.state(), "invalid-config", "{url}");
        assert!(page.events.details("note-config-error")[0].contains("not_same_origin"), "{url}");
    }
}

#[wasm_bindgen_test]
async fn a_note_goes_to_the_endpoint_of_the_page() {
    let page = Page::open(r#"{"ticketId":"1","type":"1","endpoint":"/desk/notes"}"#).await;
    page.type_text("Called back");
    page.press("Add note");
    page.see(|page| page.network.requests() == 1).await;
    assert!(page.network.property(0, "url").ends_with("/desk/notes"));
}

#[wasm_bindgen_test]
async fn a_change_of_settings_keeps_text_caret_and_focus() {
    let page = Page::filled().await;
    page.area().focus().unwrap();
    page.area().set_selection_range(3, 6).unwrap();
    page.configure_in("nl", r#"{"ticketId":"858462","type":"1","theme":"dark"}"#);
    page.see(|page| page.text_of("label").contains("Type") && page.buttons() == ["Notitie toevoegen"]).await;
    let area: web_sys::HtmlTextAreaElement = page.labelled("Notitie");
    assert_eq!(area.value(), "Called back");
    assert_eq!(area.selection_start().unwrap(), Some(3));
    assert_eq!(page.focused().unwrap().id(), area.id());
    assert_eq!(page.select().value(), "1");
}

#[wasm_bindgen_test]
async fn a_right_to_left_language_changes_the_direction() {
    let page = Page::open(r#"{"ticketId":"1"}"#).await;
    page.configure_in("ar", r#"{"ticketId":"1"}"#);
    page.see(|page| page.buttons() == ["إضافة ملاحظة"]).await;
    let form = page.find("form").unwrap();
    assert_eq!(form.get_attribute("dir").as_deref(), Some("rtl"));
    assert_eq!(form.get_attribute("lang").as_deref(), Some("ar"));
    page.configure(r#"{"ticketId":"1"}"#);
    page.see(|page| page.buttons() == ["Add note"]).await;
    assert_eq!(form.get_attribute("dir").as_deref(), Some("ltr"));
}

#[wasm_bindgen_test]
async fn invalid_strings_are_english() {
    for strings in ["null", "7", r#""nl""#, "{}", "[]", r#"["tlh","ltr"]"#, "[null]"] {
        let page = Page::open(&format!(r#"{{"ticketId":"1","strings":{strings}}}"#)).await;
        assert_eq!(page.buttons(), ["Add note"], "{strings}");
    }
}

#[wasm_bindgen_test]
async fn another_ticket_has_another_text() {
    let page = Page::filled().await;
    page.configure(r#"{"ticketId":"2","type":"1"}"#);
    page.see(|page| page.area().value().is_empty()).await;
    page.type_text("On the second");
    page.settle().await;
    page.configure(r#"{"ticketId":"858462","type":"1"}"#);
    page.see(|page| page.area().value() == "Called back").await;
}

#[wasm_bindgen_test]
async fn a_request_in_flight_belongs_to_its_ticket() {
    let page = Page::sent().await;
    page.configure(r#"{"ticketId":"2","type":"1"}"#);
    page.see_state("editing").await;
    page.type_text("On the second");
    page.network.respond(0, 200, RESULT);
    page.see(|page| page.events.details("note-saved").len() == 1).await;
    assert!(page.events.details("note-saved")[0].starts_with(r#"{"ticketId":858462,"#));
    assert_eq!(page.area().value(), "On the second");
    assert_eq!(page.state(), "editing");
}

#[wasm_bindgen_test]
async fn a_locked_type_cannot_be_changed() {
    let page = Page::open(r#"{"ticketId":"1","type":"calllog","lockType":true}"#).await;
    assert!(page.select().disabled());
    assert_eq!(page.select().value(), "calllog");
}

#[wasm_bindgen_test]
async fn a_chosen_type_is_sent() {
    let page = Page::open(r#"{"ticketId":"1"}"#).await;
    page.choose("contactform");
    page.type_text("Called back");
    page.press("Add note");
    page.see(|page| page.network.requests() == 1).await;
    assert!(page.network.body(0).contains(r#""type":"contactform""#));
}
