//! Drafts, and the notices in the status.

use crate::page::{Page, RESULT, window};
use wasm_bindgen::prelude::*;
use wasm_bindgen_test::wasm_bindgen_test;
use web_sys::StorageEvent;

#[wasm_bindgen(inline_js = r#"
export function go_offline(is_offline) {
  Object.defineProperty(navigator, "onLine", { configurable: true, get: () => !is_offline });
  window.dispatchEvent(new Event(is_offline ? "offline" : "online"));
}

const setItem = Storage.prototype.setItem;

export function fill_storage(is_full) {
  Storage.prototype.setItem = is_full ? () => { throw new DOMException("full", "QuotaExceededError"); } : setItem;
}

export function saved_by_another_window(key, newValue) {
  return new StorageEvent("storage", { key, newValue, storageArea: localStorage });
}

export function saved_by_a_frame(key, newValue) {
  return new StorageEvent("storage", { key, newValue, storageArea: sessionStorage });
}

const parse = JSON.parse;
let parsed = 0;

export function count_parses() {
  parsed = 0;
  JSON.parse = (...args) => { parsed += 1; return parse(...args); };
}

export function parses() {
  JSON.parse = parse;
  return parsed;
}

export function cancel_next_submit(host) {
  host.addEventListener("note-submit", (event) => event.preventDefault(), { once: true });
}
"#)]
extern "C" {
    fn go_offline(is_offline: bool);
    fn fill_storage(is_full: bool);
    fn saved_by_another_window(key: &str, value: &str) -> StorageEvent;
    fn saved_by_a_frame(key: &str, value: &str) -> StorageEvent;
    fn count_parses();
    fn parses() -> u32;
    fn cancel_next_submit(host: &web_sys::HtmlElement);
}

const CALL_LOG: &str = r#"{"ticketId":"858462","type":"calllog"}"#;
const PLACE: &str = "ticket-note:2:858462::1";

/// Returns an entry that was saved now.
fn now(rest: &str) -> String {
    format!(r#"{{"at":{},{rest}}}"#, js_sys::Date::now())
}

fn saved_draft() -> Option<String> {
    window().session_storage().unwrap().unwrap().get_item(PLACE).unwrap()
}

#[wasm_bindgen_test]
async fn a_text_is_saved_soon_and_restored() {
    let page = Page::filled().await;
    page.see(|_| saved_draft().is_some_and(|draft| draft.contains("Called back"))).await;
    drop(page);
    let page = Page::reopen(CALL_LOG).await;
    page.see(|page| page.area().value() == "Called back").await;
    assert_eq!(page.state(), "editing");
}

#[wasm_bindgen_test]
async fn a_text_is_saved_at_once_when_the_page_may_end() {
    let page = Page::filled().await;
    page.save();
    assert!(saved_draft().is_some_and(|draft| draft.contains("Called back")));
    drop(page);
}

#[wasm_bindgen_test]
async fn an_emptied_text_is_saved_at_once() {
    let page = Page::sent().await;
    page.network.fail(0);
    page.see_state("unknown").await;
    page.type_text("Called later");
    page.see(|_| saved_draft().is_some_and(|draft| draft.contains(r#""text":"Called later""#))).await;
    page.type_text("");
    assert!(saved_draft().is_some_and(|draft| !draft.contains(r#""text":"Called later""#)));
}

#[wasm_bindgen_test]
async fn the_attempt_is_saved_before_its_request_leaves() {
    let page = Page::sent().await;
    let key = page.network.header(0, "Idempotency-Key").unwrap();
    assert!(saved_draft().unwrap().contains(key.trim_matches('"')));
}

#[wasm_bindgen_test]
async fn a_request_in_flight_is_restored_as_unknown() {
    let page = Page::sent().await;
    let key = page.network.header(0, "Idempotency-Key");
    drop(page);
    let page = Page::reopen(CALL_LOG).await;
    page.see_state("unknown").await;
    page.press("Check again");
    page.see(|page| page.network.requests() == 1).await;
    assert_eq!(page.network.header(0, "Idempotency-Key"), key);
}

#[wasm_bindgen_test]
async fn a_saved_note_leaves_no_draft() {
    let page = Page::sent().await;
    page.network.respond(0, 200, RESULT);
    page.see_state("saved").await;
    page.see(|_| saved_draft().is_none()).await;
}

#[wasm_bindgen_test]
async fn an_entry_that_is_not_a_draft_is_removed() {
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
        assert_eq!(saved_draft(), None, "{entry}");
    }
}

#[wasm_bindgen_test]
async fn drafts_off_saves_no_draft() {
    let page = Page::open(r#"{"ticketId":"858462","type":"calllog","drafts":"off"}"#).await;
    page.type_text("Called back");
    page.settle().await;
    page.save();
    assert_eq!(saved_draft(), None);
}

#[wasm_bindgen_test]
async fn a_full_storage_has_a_notice() {
    let page = Page::filled().await;
    fill_storage(true);
    page.press("Add note");
    page.see(|page| page.network.requests() == 1).await;
    fill_storage(false);
    page.see(|page| page.text_of("[part=status]").contains("cannot save drafts")).await;
    assert_eq!(page.area().value(), "Called back");
}

#[wasm_bindgen_test]
async fn the_newest_draft_of_a_device_wins() {
    let page = Page::open(r#"{"ticketId":"858462","type":"calllog","drafts":"device"}"#).await;
    page.type_text("Called back");
    page.settle().await;
    page.compare(Some(saved_by_a_frame(PLACE, &now(r#""text":"Of a frame in this tab""#))));
    page.compare(Some(saved_by_another_window(PLACE, &now(r#""text":"Called twice","type":"1""#))));
    page.see(|page| page.area().value() != "Called back").await;
    assert_eq!(page.area().value(), "Called twice");
    page.see(|page| page.text_of("[part=status]").contains("from another window")).await;
}

#[wasm_bindgen_test]
async fn a_restored_page_removes_a_note_that_was_added() {
    let page = Page::filled().await;
    page.save();
    window().session_storage().unwrap().unwrap().remove_item(PLACE).unwrap();
    page.compare(None);
    page.see(|page| page.area().value().is_empty()).await;
    page.see(|page| page.text_of("[part=status]").contains("added or discarded in another window")).await;
}

#[wasm_bindgen_test]
async fn offline_is_a_hint_and_a_note_can_be_sent() {
    let page = Page::filled().await;
    go_offline(true);
    page.see(|page| page.text_of("[part=status]").contains("no network")).await;
    page.settle().await;
    assert_eq!(page.network.requests(), 0);
    page.press("Add note");
    page.see(|page| page.network.requests() == 1).await;
    go_offline(false);
    page.see(|page| !page.text_of("[part=status]").contains("no network")).await;
    assert_eq!(page.network.requests(), 1);
}

#[wasm_bindgen_test]
async fn an_unknown_note_on_another_ticket_has_a_notice() {
    let page = Page::sent().await;
    page.configure(r#"{"ticketId":"2","type":"1"}"#);
    page.see_state("editing").await;
    page.network.lose(0);
    page.see(|page| page.text_of("[part=status]").contains("your note was added to ticket 858462")).await;
    assert_eq!(page.state(), "editing");
}

#[wasm_bindgen_test]
async fn a_cancelled_send_keeps_the_text() {
    let page = Page::filled().await;
    cancel_next_submit(&page.host);
    page.press("Add note");
    page.settle().await;
    assert_eq!((page.network.requests(), page.state().as_str()), (0, "editing"));
    assert_eq!(page.area().value(), "Called back");
    page.press("Add note");
    page.see(|page| page.network.requests() == 1).await;
}

#[wasm_bindgen_test]
async fn a_copied_draft_has_the_same_attempt_id() {
    let page = Page::filled().await;
    page.see(|_| saved_draft().is_some()).await;
    let copy = saved_draft().unwrap();
    page.press("Add note");
    page.see(|page| page.network.requests() == 1).await;
    let key = page.network.header(0, "Idempotency-Key").unwrap();
    assert!(copy.contains(key.trim_matches('"')), "{copy}");
}

#[wasm_bindgen_test]
async fn mounting_without_a_draft_parses_nothing() {
    let page = Page::open(CALL_LOG).await;
    drop(page);
    count_parses();
    let page = Page::reopen(CALL_LOG).await;
    // The count includes three calls by the test itself, to draw the form and for the attributes.
    assert_eq!(parses(), 3);
    drop(page);
}

#[wasm_bindgen_test]
async fn an_added_author_keeps_the_draft() {
    let page = Page::filled().await;
    page.see(|_| saved_draft().is_some()).await;
    page.configure(r#"{"ticketId":"858462","type":"calllog","userId":"254"}"#);
    let storage = || window().session_storage().unwrap().unwrap();
    page.see(|_| storage().get_item("ticket-note:2:858462:254:1").unwrap().is_some()).await;
    page.see(|_| saved_draft().is_none()).await;
    assert_eq!(page.area().value(), "Called back");
}
