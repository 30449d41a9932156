//! From the button to the three outcomes.

use crate::page::{Page, RESULT};
use wasm_bindgen_test::wasm_bindgen_test;

#[wasm_bindgen_test]
async fn a_request_is_as_specified() {
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
async fn while_sending_button_and_text_stay() {
    let page = Page::sent().await;
    page.see_state("sending").await;
    assert_eq!(page.buttons(), ["Add note"]);
    assert_eq!(page.button("Add note").get_attribute("aria-disabled").as_deref(), Some("true"));
    assert!(page.area().read_only());
    assert_eq!(page.polite(), "Sending the note…");
}

#[wasm_bindgen_test]
async fn saved_clears_the_text_and_names_ticket_and_time() {
    let page = Page::sent().await;
    page.network.respond(0, 200, RESULT);
    page.see_state("saved").await;
    assert_eq!(page.area().value(), "");
    assert!(!page.area().read_only());
    let said = page.polite();
    assert!(said.starts_with("Added to ticket 858462 at "), "{said}");
    assert!(said.ends_with('.') && !said.contains("Message"), "{said}");
    assert_eq!(page.alert(), "");
    assert_eq!(page.select().value(), "calllog");
}

#[wasm_bindgen_test]
async fn an_empty_400_keeps_the_text() {
    let page = Page::sent().await;
    page.network.respond(0, 400, "");
    page.see_state("refused").await;
    assert_eq!(page.area().value(), "Called back");
    assert!(page.alert().contains("error 400"), "{}", page.alert());
}

#[wasm_bindgen_test]
async fn markup_in_a_response_is_text() {
    let page = Page::sent().await;
    let message =
        r#"{"status":"error","code":"upstream_refused","sent":"no","message":"No <b>such</b> ticket"}"#;
    page.network.respond(0, 422, message);
    page.see_state("refused").await;
    assert!(page.alert().contains("No <b>such</b> ticket"));
    assert!(page.find("b").is_none());
}

#[wasm_bindgen_test]
async fn a_redirect_and_a_401_ask_to_sign_in_again() {
    let page = Page::sent().await;
    page.network.redirect(0);
    page.see_state("refused").await;
    assert!(page.alert().contains("not signed in"));
    let page = Page::sent().await;
    page.network.respond(0, 401, "<html>");
    page.see_state("refused").await;
    assert!(page.alert().contains("not signed in"));
    assert_eq!(page.area().value(), "Called back");
}

#[wasm_bindgen_test]
async fn a_rate_limit_waits_at_most_five_minutes() {
    for (retry_after, said) in
        [("7", "7\u{a0}s"), ("86400", "300\u{a0}s"), ("99999999999999999999", "300\u{a0}s")]
    {
        let page = Page::sent().await;
        page.network.respond_busy(0, retry_after);
        page.see_state("refused").await;
        assert!(page.alert().contains("Too many notes"));
        let hint = page.text_of("[id=wait]");
        assert!(hint.contains(said), "{retry_after}: {hint}");
        page.press("Add note");
        page.settle().await;
        assert_eq!(page.network.requests(), 1);
    }
}

#[wasm_bindgen_test]
async fn an_unclear_response_is_unknown() {
    let huge = format!(r#"{{"type":"other","message":"{}"}}"#, "x".repeat(10_000_000));
    let half = r#"{"type":"resu"#;
    for (status, body) in
        [(500, "<html>"), (200, "<html>"), (200, ""), (200, half), (200, huge.as_str()), (204, "")]
    {
        let page = Page::sent().await;
        page.network.respond(0, status, body);
        page.see(|page| page.state() != "sending").await;
        assert_eq!(page.state(), "unknown", "{status} {body:.40}");
        assert_eq!(page.area().value(), "Called back");
        assert!(page.alert().starts_with("We could not confirm"));
    }
}

#[wasm_bindgen_test]
async fn a_lost_connection_is_unknown() {
    let page = Page::sent().await;
    page.network.lose(0);
    page.see_state("unknown").await;
    page.settle().await;
    assert_eq!(page.network.requests(), 1);
    assert_eq!(page.buttons(), ["Check again", "It is in the ticket", "Send as a new note"]);
}

#[wasm_bindgen_test]
async fn a_retry_is_the_same_attempt_and_a_new_note_another() {
    let page = Page::sent().await;
    page.network.lose(0);
    page.see_state("unknown").await;
    page.press("Check again");
    page.see(|page| page.network.requests() == 2).await;
    let key = |index| page.network.header(index, "Idempotency-Key");
    assert_eq!(key(0), key(1));
    page.network.lose(1);
    page.see_state("unknown").await;
    page.press("Send as a new note");
    page.see(|page| page.network.requests() == 3).await;
    assert_ne!(key(1), key(2));
}

#[wasm_bindgen_test]
async fn an_edited_unknown_can_be_found_or_sent_as_new() {
    let page = Page::sent().await;
    page.network.lose(0);
    page.see_state("unknown").await;
    page.type_text("Called back twice");
    page.see(|page| page.buttons() == ["Send as a new note", "It is in the ticket"]).await;
    assert!(page.text_of("[id=may-add-second]").contains("second time"));
    page.submit();
    page.settle().await;
    assert_eq!(page.network.requests(), 1);
    page.press("Send as a new note");
    page.see(|page| page.network.requests() == 2).await;
}

#[wasm_bindgen_test]
async fn a_refused_note_can_be_sent_again() {
    let page = Page::sent().await;
    page.network.respond(0, 503, r#"{"code":"unavailable","sent":"no"}"#);
    page.see_state("refused").await;
    page.press("Add note");
    page.see(|page| page.network.requests() == 2).await;
    page.network.respond(1, 200, RESULT);
    page.see_state("saved").await;
}

#[wasm_bindgen_test]
async fn a_rejected_field_shows_its_problem() {
    let page = Page::sent().await;
    let body = r#"{"status":"error","code":"invalid_note","sent":"no","fields":{"message":"too_long"}}"#;
    page.network.respond(0, 422, body);
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
async fn a_refused_retry_stays_unconfirmed() {
    let page = Page::sent().await;
    page.network.respond(0, 401, "");
    page.see_state("refused").await;
    assert!(page.alert().starts_with("Nothing was added. You are not signed in."), "{}", page.alert());
    let page = Page::sent().await;
    page.network.lose(0);
    page.see_state("unknown").await;
    page.press("Check again");
    page.see(|page| page.network.requests() == 2).await;
    page.network.respond(1, 401, "");
    page.see_state("refused").await;
    assert!(page.alert().starts_with("We could not confirm that the note was added."), "{}", page.alert());
    assert!(page.alert().contains("not signed in") && !page.alert().contains("Nothing was added"));
}

#[wasm_bindgen_test]
async fn the_second_click_of_a_double_click_sends_nothing() {
    let page = Page::sent().await;
    page.network.respond(0, 401, "");
    page.see_state("refused").await;
    page.click_again("Add note");
    page.settle().await;
    assert_eq!(page.network.requests(), 1);
}

#[wasm_bindgen_test]
async fn a_network_error_is_unknown() {
    let page = Page::sent().await;
    page.network.fail(0);
    page.see_state("unknown").await;
}
