//! From the button to the three outcomes.

use crate::page::{Page, RESULT};
use wasm_bindgen_test::wasm_bindgen_test;

#[wasm_bindgen_test]
async fn a_request_is_as_the_contract_has_it() {
    let page = Page::open(r#"{"ticketId":"858462","userId":"254","type":"calllog"}"#).await;
    page.type_text("Line one\nline two");
    page.press("Add note");
    page.see(|page| page.network.requests() == 1).await;
    assert_eq!(
        page.network.body(0),
        r#"{"ticketID":858462,"type":"calllog","message":"Line one\nline two","userID":254}"#
    );
    assert_eq!(page.network.header(0, "Content-Type").as_deref(), Some("application/json"));
    assert_eq!(page.network.header(0, "Accept").as_deref(), Some("application/json"));
    let key = page.network.header(0, "Idempotency-Key").unwrap();
    assert!(ticket_note_core::wire::read_key(&key).is_ok(), "{key}");
    assert_eq!(page.network.property(0, "credentials"), "same-origin");
    assert_eq!(page.network.property(0, "redirect"), "manual");
    assert_eq!(page.network.property(0, "method"), "POST");
}

#[wasm_bindgen_test]
async fn without_an_author_there_is_no_user_id() {
    let page = Page::sent().await;
    assert_eq!(page.network.body(0), r#"{"ticketID":858462,"type":"calllog","message":"Called back"}"#);
}

#[wasm_bindgen_test]
async fn twenty_sends_are_one_request() {
    let page = Page::filled().await;
    for _ in 0..10 {
        page.press("Add note");
        page.submit();
    }
    page.settle().await;
    assert_eq!(page.network.requests(), 1);
}

#[wasm_bindgen_test]
async fn while_sending_the_button_keeps_its_name_and_the_text_stays_as_it_is() {
    let page = Page::sent().await;
    page.see_state("sending").await;
    assert_eq!(page.buttons(), ["Add note"]);
    assert_eq!(page.button("Add note").get_attribute("aria-disabled").as_deref(), Some("true"));
    assert!(page.area().read_only());
    assert_eq!(page.polite(), "Sending the note…");
}

#[wasm_bindgen_test]
async fn saved_clears_the_text_and_says_what_the_vendor_says() {
    let page = Page::sent().await;
    page.network.answers(0, 200, RESULT);
    page.see_state("saved").await;
    assert_eq!(page.area().value(), "");
    assert!(!page.area().read_only());
    assert_eq!(page.polite(), "Message has been sent.");
    assert_eq!(page.alert(), "");
    assert_eq!(page.select().value(), "calllog");
}

#[wasm_bindgen_test]
async fn an_empty_400_keeps_the_text() {
    let page = Page::sent().await;
    page.network.answers(0, 400, "");
    page.see_state("refused").await;
    assert_eq!(page.area().value(), "Called back");
    assert!(page.alert().contains("HTTP 400"), "{}", page.alert());
}

#[wasm_bindgen_test]
async fn markup_in_an_answer_is_text() {
    let page = Page::sent().await;
    let message =
        r#"{"status":"error","code":"upstream_refused","sent":"no","message":"No <b>such</b> ticket"}"#;
    page.network.answers(0, 502, message);
    page.see_state("refused").await;
    assert!(page.alert().contains("No <b>such</b> ticket"));
    assert!(page.find("b").is_none());
}

#[wasm_bindgen_test]
async fn a_redirect_and_a_401_say_that_the_session_has_ended() {
    let page = Page::sent().await;
    page.network.redirects(0);
    page.see_state("refused").await;
    assert!(page.alert().contains("work has ended"));
    let page = Page::sent().await;
    page.network.answers(0, 401, "<html>");
    page.see_state("refused").await;
    assert!(page.alert().contains("work has ended"));
    assert_eq!(page.area().value(), "Called back");
}

#[wasm_bindgen_test]
async fn a_busy_proxy_says_how_long_to_wait_and_five_minutes_at_most() {
    for (retry_after, said) in
        [("7", "7\u{a0}s"), ("86400", "300\u{a0}s"), ("99999999999999999999", "300\u{a0}s")]
    {
        let page = Page::sent().await;
        page.network.answers_busy(0, retry_after);
        page.see_state("refused").await;
        assert!(page.alert().contains("Too many notes"));
        let hint = page.text_of(".actions .hint");
        assert!(hint.contains(said), "{retry_after}: {hint}");
        page.press("Add note");
        page.settle().await;
        assert_eq!(page.network.requests(), 1);
    }
}

#[wasm_bindgen_test]
async fn what_says_nothing_clear_is_unknown_and_keeps_the_text() {
    let huge = format!(r#"{{"type":"other","message":"{}"}}"#, "x".repeat(10_000_000));
    let half = r#"{"type":"resu"#;
    for (status, body) in
        [(500, "<html>"), (200, "<html>"), (200, ""), (200, half), (200, huge.as_str()), (204, "")]
    {
        let page = Page::sent().await;
        page.network.answers(0, status, body);
        page.see(|page| page.state() != "sending").await;
        assert_eq!(page.state(), "unknown", "{status} {body:.40}");
        assert_eq!(page.area().value(), "Called back");
        assert!(page.alert().starts_with("It could not be confirmed"));
    }
}

#[wasm_bindgen_test]
async fn a_lost_connection_is_unknown_and_nothing_is_sent_by_itself() {
    let page = Page::sent().await;
    page.network.loses(0);
    page.see_state("unknown").await;
    page.settle().await;
    assert_eq!(page.network.requests(), 1);
    assert_eq!(page.buttons(), ["RequestId again", "Send as a new note"]);
}

#[wasm_bindgen_test]
async fn try_again_is_the_same_attempt_and_a_new_note_is_another() {
    let page = Page::sent().await;
    page.network.loses(0);
    page.see_state("unknown").await;
    page.press("RequestId again");
    page.see(|page| page.network.requests() == 2).await;
    let key = |index| page.network.header(index, "Idempotency-Key");
    assert_eq!(key(0), key(1));
    page.network.loses(1);
    page.see_state("unknown").await;
    page.press("Send as a new note");
    page.see(|page| page.network.requests() == 3).await;
    assert_ne!(key(1), key(2));
    assert_eq!(page.focused().unwrap().text_content().as_deref(), Some("Add note"));
}

#[wasm_bindgen_test]
async fn after_an_edit_in_unknown_a_new_note_is_the_only_button() {
    let page = Page::sent().await;
    page.network.loses(0);
    page.see_state("unknown").await;
    page.type_text("Called back twice");
    page.see(|page| page.buttons() == ["Send as a new note"]).await;
    assert!(page.text_of("[id=may-add-second]").contains("second time"));
    page.submit();
    page.settle().await;
    assert_eq!(page.network.requests(), 1);
    page.press("Send as a new note");
    page.see(|page| page.network.requests() == 2).await;
}

#[wasm_bindgen_test]
async fn after_a_refusal_the_next_send_goes_out() {
    let page = Page::sent().await;
    page.network.answers(0, 503, r#"{"code":"unavailable","sent":"no"}"#);
    page.see_state("refused").await;
    page.press("Add note");
    page.see(|page| page.network.requests() == 2).await;
    page.network.answers(1, 200, RESULT);
    page.see_state("saved").await;
}

#[wasm_bindgen_test]
async fn a_field_that_the_proxy_names_is_shown_at_the_field() {
    let page = Page::sent().await;
    let body = r#"{"status":"error","code":"invalid_note","sent":"no","fields":{"message":"too_long"}}"#;
    page.network.answers(0, 422, body);
    page.see_state("refused").await;
    let problem = page.problem_of(&page.area());
    assert_eq!(
        problem.as_deref(),
        Some("The note is too long. Shorten it, then send again."),
        "by the proxy's own limit"
    );
    page.type_text("Called");
    page.see(|page| page.problem_of(&page.area()).is_none()).await;
}

#[wasm_bindgen_test]
async fn a_refusal_of_a_later_try_does_not_say_that_nothing_was_added() {
    let page = Page::sent().await;
    page.network.answers(0, 401, "");
    page.see_state("refused").await;
    assert!(page.alert().starts_with("Nothing was added. Your work has ended."), "{}", page.alert());
    let page = Page::sent().await;
    page.network.loses(0);
    page.see_state("unknown").await;
    page.press("RequestId again");
    page.see(|page| page.network.requests() == 2).await;
    page.network.answers(1, 401, "");
    page.see_state("refused").await;
    assert!(
        page.alert().starts_with("It could not be confirmed that the note was added."),
        "{}",
        page.alert()
    );
    assert!(page.alert().contains("work has ended") && !page.alert().contains("Nothing was added"));
}

#[wasm_bindgen_test]
async fn the_second_click_of_a_double_click_sends_nothing_of_what_the_first_led_to() {
    let page = Page::sent().await;
    page.network.answers(0, 401, "");
    page.see_state("refused").await;
    page.click_again("Add note");
    page.settle().await;
    assert_eq!(page.network.requests(), 1);
}
