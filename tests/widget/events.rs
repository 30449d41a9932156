//! The events of the element.

use crate::page::{Page, RESULT};
use wasm_bindgen_test::wasm_bindgen_test;

/// Replaces the attempt ID, which differs in each test, in a detail.
fn without_id(detail: &str) -> String {
    let start = detail.find("\"attemptId\":\"").expect("an attempt's id") + 13;
    format!("{}ID{}", &detail[..start], &detail[start + 36..])
}

#[wasm_bindgen_test]
async fn a_form_dispatches_ready_then_its_state() {
    let page = Page::open(r#"{"ticketId":"1"}"#).await;
    assert_eq!(page.events.names(), ["note-ready", "note-change"]);
    assert_eq!(
        page.events.details("note-ready"),
        [format!(r#"{{"version":"{}","engine":"wasm"}}"#, env!("CARGO_PKG_VERSION"))]
    );
    assert_eq!(page.events.details("note-change"), [r#"{"state":"editing"}"#]);
}

#[wasm_bindgen_test]
async fn saved_is_dispatched_once_after_the_state() {
    let page = Page::sent().await;
    page.network.respond(0, 200, RESULT);
    page.see(|page| !page.events.details("note-saved").is_empty()).await;
    page.settle().await;
    assert_eq!(
        page.events.names(),
        ["note-ready", "note-change", "note-change", "note-change", "note-saved"]
    );
    let saved = page.events.details("note-saved");
    assert_eq!(
        without_id(&saved[0]),
        r#"{"ticketId":858462,"type":"calllog","userId":null,"attemptId":"ID","message":"Message has been sent."}"#
    );
}

#[wasm_bindgen_test]
async fn refused_has_code_status_and_fields() {
    let page = Page::sent().await;
    let body = r#"{"code":"invalid_note","sent":"no","message":"m","fields":{"message":"too_long"}}"#;
    page.network.respond(0, 422, body);
    page.see(|page| !page.events.details("note-refused").is_empty()).await;
    assert!(
        page.events.details("note-refused")[0].ends_with(
            r#""code":"invalid_note","status":422,"message":"m","fields":{"message":"too_long"}}"#
        )
    );
}

#[wasm_bindgen_test]
async fn absent_values_of_a_refusal_are_null() {
    let page = Page::sent().await;
    page.network.respond(0, 400, "");
    page.see(|page| !page.events.details("note-refused").is_empty()).await;
    assert!(
        page.events.details("note-refused")[0]
            .ends_with(r#""code":null,"status":400,"message":null,"fields":{}}"#)
    );
}

#[wasm_bindgen_test]
async fn unknown_has_the_attempt() {
    let page = Page::sent().await;
    page.network.lose(0);
    page.see(|page| !page.events.details("note-unknown").is_empty()).await;
    assert_eq!(
        without_id(&page.events.details("note-unknown")[0]),
        r#"{"ticketId":858462,"type":"calllog","userId":null,"attemptId":"ID"}"#
    );
}

#[wasm_bindgen_test]
async fn a_removed_form_dispatches_the_outcome() {
    let page = Page::sent().await;
    page.remove();
    page.network.respond(0, 200, RESULT);
    page.see(|page| page.events.details("note-saved").len() == 1).await;
    assert!(page.find("button").is_none());
}
