//! Entries in the browser's storages: their format, and entries that the form did not write.

use super::{KEY, TEXT, harness_with, open_form, store, stored};
use serde_json::{Value, json};
use std::collections::BTreeSet;
use ticket_note_e2e::{Harness, wait_until};

const DAY_MS: f64 = 24.0 * 3600.0 * 1000.0;

fn now(harness: &Harness) -> f64 {
    harness.browser().execute("return Date.now()", Vec::new())
}

/// Returns a draft as the current version writes it. It lets the form save one, then discards it.
fn valid_draft(harness: &Harness) -> Value {
    let form = open_form(harness);
    form.type_text(TEXT);
    // A driver may type slowly: the form saves a part of the text first.
    let is_whole = |[tab, _]: &[Value; 2]| tab[KEY].as_str().is_some_and(|draft| draft.contains(TEXT));
    let [tab, _] = wait_until("a draft", || stored(harness), is_whole);
    harness.browser().execute::<()>("document.querySelector('ticket-note').reset()", Vec::new());
    wait_until("no draft", || stored(harness), |[tab, _]| *tab == json!({}));
    serde_json::from_str(tab[KEY].as_str().unwrap()).unwrap()
}

#[test]
fn a_draft_has_the_documented_format() {
    let harness = harness_with("");
    let start = now(&harness);
    let draft = valid_draft(&harness);
    assert!(draft["at"].as_f64().is_some_and(|at| at >= start && at <= now(&harness)), "{draft}");
    assert_eq!((&draft["text"], &draft["type"]), (&json!(TEXT), &json!("calllog")));
    // The ID belongs to the text before the first send, so that a copied draft sends the same attempt.
    assert_eq!(draft["attemptId"].as_str().map(str::len), Some(36), "{draft}");
    assert!(draft["frame"].is_string() && draft["tried"].is_null(), "{draft}");
}

#[test]
fn an_invalid_draft_is_removed_and_the_form_works() {
    let harness = harness_with("");
    open_form(&harness);
    let dated = |draft: &str| draft.replace("NOW", &now(&harness).to_string());
    let without_text = dated(r#"{"at":NOW,"type":null,"attemptId":null,"frame":"","tried":null}"#);
    let text_is_a_list = dated(r#"{"at":NOW,"text":["text"],"type":null,"tried":null}"#);
    let deep = "[".repeat(50_000);
    let many = format!("[{}]", vec!["[]"; 5000].join(","));
    for entry in [
        "",
        "draft",
        "null",
        "7",
        "{}",
        "[]",
        r#"{"at":"now","text":"text"}"#,
        r#"{"__proto__":{"at":1,"text":"text"}}"#,
        r#"{"at":null,"text":"text"}"#,
        r#"{"at":9e15,"text":{"toString":"text"}}"#,
        r#"{"at":0,"text":"A text of long ago."}"#,
        without_text.as_str(),
        text_is_a_list.as_str(),
        deep.as_str(),
        many.as_str(),
    ] {
        store(&harness, "sessionStorage", KEY, entry);
        let form = open_form(&harness);
        assert_eq!(form.state(), "editing", "{entry:.60}");
        assert_eq!(form.value(), "", "{entry:.60}");
        assert_eq!(stored(&harness)[0], json!({}), "{entry:.60}");
    }
    open_form(&harness).type_text(TEXT).click_button("Add note").wait_for_state("saved");
    assert_eq!(harness.sandbox().notes().len(), 1);
    harness.assert_no_page_errors();
}

#[test]
fn drafts_of_an_older_version_are_removed() {
    let harness = harness_with("");
    open_form(&harness);
    for storage in ["sessionStorage", "localStorage"] {
        let draft = json!({"at": now(&harness), "text": TEXT}).to_string();
        store(&harness, storage, "ticket-note:1:858462::1", &draft);
        store(&harness, storage, "ticket-note:1:7::1", &draft);
    }
    let form = open_form(&harness);
    assert_eq!(form.value(), "");
    wait_until("empty storages", || stored(&harness), |stored| *stored == [json!({}), json!({})]);
}

#[test]
fn old_drafts_of_other_tickets_are_removed() {
    let harness = harness_with("");
    let mut draft = valid_draft(&harness);
    let now = now(&harness);
    for storage in ["sessionStorage", "localStorage"] {
        draft["at"] = json!(now - 7.1 * DAY_MS);
        store(&harness, storage, "ticket-note:2:7::1", &draft.to_string());
        store(&harness, storage, "another application", &draft.to_string());
        store(&harness, storage, "ticket-note:2:8::1", "no draft");
        draft["at"] = json!(now - 6.9 * DAY_MS);
        store(&harness, storage, "ticket-note:2:9::1", &draft.to_string());
    }
    open_form(&harness);
    let names = |storage: Value| storage.as_object().unwrap().keys().cloned().collect::<BTreeSet<_>>();
    let left = BTreeSet::from(["another application", "ticket-note:2:9::1"].map(str::to_owned));
    assert_eq!(stored(&harness).map(names), [left.clone(), left]);
}

#[test]
fn markup_in_a_draft_is_shown_as_text() {
    let harness = harness_with("");
    let mut draft = valid_draft(&harness);
    let markup = "<img src=x onerror=alert(1)>{{7*7}}";
    draft["text"] = json!(markup);
    draft["type"] = json!("<b>");
    draft["attemptId"] = json!("no uuid");
    draft["tried"] = json!({
        "attemptId": "no uuid", "type": "calllog", "text": markup, "isUnresolved": true, "mayBeSaved": true,
    });
    store(&harness, "sessionStorage", KEY, &draft.to_string());
    let form = open_form(&harness);
    assert_eq!(form.value(), markup);
    assert_eq!(form.state(), "editing");
    assert!(harness.browser().find_in_shadow("ticket-note", "img").is_empty());
    form.click_button("Add note").wait_for_state("saved");
    assert_eq!(harness.sandbox().notes()[0].message, markup);
    harness.assert_no_page_errors();
}
