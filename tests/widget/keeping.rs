//! What outlives the form, and what a person is told of it.

use crate::page::{Page, RESULT, window};
use wasm_bindgen::prelude::*;
use wasm_bindgen_test::wasm_bindgen_test;

#[wasm_bindgen(inline_js = r#"
export function go_offline(is_offline) {
  Object.defineProperty(navigator, "onLine", { configurable: true, get: () => !is_offline });
  window.dispatchEvent(new Event(is_offline ? "offline" : "online"));
}

const setItem = Storage.prototype.setItem;

export function fill_storage(is_full) {
  Storage.prototype.setItem = is_full ? () => { throw new DOMException("full", "QuotaExceededError"); } : setItem;
}

export function another_window_keeps(key, newValue) {
  window.dispatchEvent(new StorageEvent("storage", { key, newValue, storageArea: localStorage }));
}

export function a_frame_keeps(key, newValue) {
  window.dispatchEvent(new StorageEvent("storage", { key, newValue, storageArea: sessionStorage }));
}

export function cancel_next_submit(host) {
  host.addEventListener("note-submit", (event) => event.preventDefault(), { once: true });
}
"#)]
extern "C" {
    fn go_offline(is_offline: bool);
    fn fill_storage(is_full: bool);
    fn another_window_keeps(key: &str, value: &str);
    fn a_frame_keeps(key: &str, value: &str);
    fn cancel_next_submit(host: &web_sys::HtmlElement);
}

const CALL_LOG: &str = r#"{"ticketId":"858462","type":"calllog"}"#;
const PLACE: &str = "ticket-note:1:858462::1";

/// An entry that is dated now.
fn now(rest: &str) -> String {
    format!(r#"{{"at":{},{rest}}}"#, js_sys::Date::now())
}

fn kept() -> Option<String> {
    window().session_storage().unwrap().unwrap().get_item(PLACE).unwrap()
}

#[wasm_bindgen_test]
async fn a_text_is_kept_soon_and_comes_back() {
    let page = Page::filled().await;
    page.see(|_| kept().is_some_and(|draft| draft.contains("Called back"))).await;
    drop(page);
    let page = Page::reopen(CALL_LOG).await;
    page.see(|page| page.area().value() == "Called back").await;
    assert_eq!(page.state(), "editing");
}

#[wasm_bindgen_test]
async fn a_text_is_kept_at_once_when_the_page_goes() {
    let page = Page::filled().await;
    window().dispatch_event(&web_sys::Event::new("pagehide").unwrap()).unwrap();
    assert!(kept().is_some_and(|draft| draft.contains("Called back")));
    drop(page);
}

#[wasm_bindgen_test]
async fn the_attempt_is_kept_before_its_request_leaves() {
    let page = Page::sent().await;
    let key = page.network.header(0, "Idempotency-Key").unwrap();
    assert!(kept().unwrap().contains(key.trim_matches('"')));
}

#[wasm_bindgen_test]
async fn what_was_under_way_comes_back_as_unknown_and_is_tried_again_as_the_same_attempt() {
    let page = Page::sent().await;
    let key = page.network.header(0, "Idempotency-Key");
    drop(page);
    let page = Page::reopen(CALL_LOG).await;
    page.see_state("unknown").await;
    page.press("RequestId again");
    page.see(|page| page.network.requests() == 1).await;
    assert_eq!(page.network.header(0, "Idempotency-Key"), key);
}

#[wasm_bindgen_test]
async fn nothing_is_kept_of_a_saved_note() {
    let page = Page::sent().await;
    page.network.answers(0, 200, RESULT);
    page.see_state("saved").await;
    page.see(|_| kept().is_none()).await;
}

#[wasm_bindgen_test]
async fn an_entry_that_is_no_draft_is_removed() {
    let page = Page::filled().await;
    drop(page);
    for entry in [
        "",
        "{",
        "[]",
        "null",
        r#"{"at":0,"text":"Old"}"#,
        r#"{"at":9e15,"text":"Ahead"}"#,
        r#"{"text":"x"}"#,
        &now(r#""text":5"#),
        &now(r#""note":"x""#),
    ] {
        window().session_storage().unwrap().unwrap().set_item(PLACE, entry).unwrap();
        let page = Page::reopen(CALL_LOG).await;
        page.settle().await;
        assert_eq!(page.area().value(), "", "{entry}");
        assert_eq!(kept(), None, "{entry}");
    }
}

#[wasm_bindgen_test]
async fn drafts_that_are_off_are_kept_nowhere() {
    let page = Page::open(r#"{"ticketId":"858462","type":"calllog","drafts":"off"}"#).await;
    page.type_text("Called back");
    page.settle().await;
    window().dispatch_event(&web_sys::Event::new("pagehide").unwrap()).unwrap();
    assert_eq!(kept(), None);
}

#[wasm_bindgen_test]
async fn where_storage_is_full_the_form_works_and_says_so() {
    let page = Page::filled().await;
    fill_storage(true);
    page.press("Add note");
    page.see(|page| page.network.requests() == 1).await;
    fill_storage(false);
    page.see(|page| page.text_of("[part=status]").contains("Drafts cannot be kept")).await;
    assert_eq!(page.area().value(), "Called back");
}

#[wasm_bindgen_test]
async fn the_newest_draft_of_a_device_wins_with_a_sentence() {
    let page = Page::open(r#"{"ticketId":"858462","type":"calllog","drafts":"device"}"#).await;
    page.type_text("Called back");
    page.settle().await;
    a_frame_keeps(PLACE, &now(r#""text":"Of a frame in this tab""#));
    another_window_keeps(PLACE, &now(r#""text":"Called twice","type":"1""#));
    page.see(|page| page.area().value() != "Called back").await;
    assert_eq!(page.area().value(), "Called twice");
    page.see(|page| page.text_of("[part=status]").contains("from another window")).await;
}

#[wasm_bindgen_test]
async fn a_page_that_comes_back_offers_no_note_that_another_page_has_added() {
    let page = Page::filled().await;
    window().dispatch_event(&web_sys::Event::new("pagehide").unwrap()).unwrap();
    window().session_storage().unwrap().unwrap().remove_item(PLACE).unwrap();
    window().dispatch_event(&web_sys::Event::new("pageshow").unwrap()).unwrap();
    page.see(|page| page.area().value().is_empty()).await;
    page.see(|page| page.text_of("[part=status]").contains("added or cleared in another window")).await;
}

#[wasm_bindgen_test]
async fn nothing_is_sent_offline_nor_by_itself_when_back() {
    let page = Page::filled().await;
    go_offline(true);
    page.see(|page| page.text_of("[part=status]").contains("You are offline. Your note is kept.")).await;
    page.press("Add note");
    page.settle().await;
    go_offline(false);
    page.see(|page| !page.text_of("[part=status]").contains("offline")).await;
    page.settle().await;
    assert_eq!(page.network.requests(), 0);
    page.press("Add note");
    page.see(|page| page.network.requests() == 1).await;
}

#[wasm_bindgen_test]
async fn a_note_on_another_ticket_that_ended_badly_is_said_in_the_form() {
    let page = Page::sent().await;
    page.configure(r#"{"ticketId":"2","type":"1"}"#);
    page.see_state("editing").await;
    page.network.loses(0);
    page.see(|page| {
        page.text_of("[part=status]").contains("Your note on ticket 858462 could not be confirmed")
    })
    .await;
    assert_eq!(page.state(), "editing");
}

#[wasm_bindgen_test]
async fn a_send_that_the_page_cancels_sends_nothing_and_keeps_the_text() {
    let page = Page::filled().await;
    cancel_next_submit(&page.host);
    page.press("Add note");
    page.settle().await;
    assert_eq!((page.network.requests(), page.state().as_str()), (0, "editing"));
    assert_eq!(page.area().value(), "Called back");
    page.press("Add note");
    page.see(|page| page.network.requests() == 1).await;
}
