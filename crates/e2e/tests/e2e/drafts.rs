//! What was written is there again, as long as the page's author and the person want it to be.

use serde_json::{Value, json};
use std::collections::BTreeSet;
use ticket_note_e2e::{Form, MEANWHILE_MS, Site, Visit, until};

const TEXT: &str = "Spoke with the customer.";
const OTHER: &str = "Sent a copy of the invoice.";
/// Where a form keeps the draft of ticket 858462 without an author.
const KEY: &str = "ticket-note:1:858462::1";
const PAGE: &str = include_str!("../../fixtures/element.html");
const TICKET: &str = r#"ticket-id="858462""#;

/// A page whose element has these attributes beside the ticket and a type.
pub(crate) fn visits(attributes: &str) -> Visit {
    let site = Site::new();
    let page = PAGE.replace(TICKET, &format!(r#"{TICKET} type="calllog" {attributes}"#));
    assert!(page.contains("calllog"), "the fixture has the element");
    site.writes("draft.html", &page);
    Visit::to(site, &[])
}

/// Opens the page: the first time, or after all that has been done on it.
#[track_caller]
pub(crate) fn opens(visit: &Visit) -> Form<'_> {
    visit.opens_page("draft.html")
}

/// The entries of both storages, session storage first.
fn stored(visit: &Visit) -> [Value; 2] {
    visit.browser().runs("return [{ ...sessionStorage }, { ...localStorage }]", Vec::new())
}

fn stores(visit: &Visit, storage: &str, key: &str, value: &str) {
    let arguments = vec![storage.into(), key.into(), value.into()];
    visit.browser().runs::<()>("window[arguments[0]].setItem(arguments[1], arguments[2])", arguments);
}

/// What the storages hold half a second after the text was written.
fn stored_half_a_second_after(visit: &Visit, text: &str) -> [Value; 2] {
    visit.browser().awaits(
        "const done = arguments[arguments.length - 1]; \
         document.querySelector('ticket-note').value = arguments[0]; \
         setTimeout(() => done([{ ...sessionStorage }, { ...localStorage }]), 500)",
        vec![text.into()],
    )
}

#[test]
fn a_text_is_kept_half_a_second_after_it_was_typed() {
    let visit = visits("");
    opens(&visit);
    let [tab, device] = stored_half_a_second_after(&visit, TEXT);
    assert!(tab[KEY].as_str().is_some_and(|draft| draft.contains(TEXT)), "{tab}");
    assert_eq!(device, json!({}));
}

#[test]
fn a_text_is_back_after_a_reload_at_once() {
    let visit = visits("");
    opens(&visit).types(TEXT);
    let form = opens(&visit);
    assert_eq!(form.value(), TEXT);
    assert_eq!(form.state(), "editing");
    visit.sent_nothing();
}

#[test]
fn a_note_that_was_left_while_sending_is_tried_again_and_added_once() {
    let visit = visits("");
    visit.sandbox().takes(MEANWHILE_MS);
    opens(&visit).types(TEXT).presses("Add note").becomes("sending");
    visit.browser().goes_to(&format!("{}/tickets", visit.origin()));
    let form = opens(&visit);
    assert_eq!(form.state(), "unknown");
    assert_eq!(form.value(), TEXT);
    assert_eq!(visit.posts(), 0, "nothing is sent by itself");
    form.presses("Try again").becomes("saved");
    assert_eq!(visit.sandbox().notes().len(), 1);
    assert_eq!(form.value(), "");
}

#[test]
fn with_drafts_off_nothing_is_kept() {
    let visit = visits(r#"drafts="off""#);
    opens(&visit);
    assert_eq!(stored_half_a_second_after(&visit, TEXT), [json!({}), json!({})]);
    assert_eq!(opens(&visit).value(), "");
    assert_eq!(stored(&visit), [json!({}), json!({})]);
}

#[test]
fn a_draft_of_the_device_outlives_its_tab() {
    let visit = visits(r#"drafts="device""#);
    opens(&visit);
    let [tab, device] = stored_half_a_second_after(&visit, TEXT);
    assert!(device[KEY].as_str().is_some_and(|draft| draft.contains(TEXT)), "{device}");
    assert_eq!(tab, json!({}));
    visit.browser().runs::<()>("sessionStorage.clear()", Vec::new());
    assert_eq!(opens(&visit).value(), TEXT);
}

#[test]
fn an_entry_that_is_no_draft_is_removed_and_the_form_works() {
    let visit = visits("");
    opens(&visit);
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
        deep.as_str(),
        many.as_str(),
    ] {
        stores(&visit, "sessionStorage", KEY, entry);
        let form = opens(&visit);
        assert_eq!(form.state(), "editing", "{entry:.60}");
        assert_eq!(form.value(), "", "{entry:.60}");
        assert_eq!(stored(&visit)[0], json!({}), "{entry:.60}");
    }
    opens(&visit).types(TEXT).presses("Add note").becomes("saved");
    assert_eq!(visit.sandbox().notes().len(), 1);
    visit.had_no_complaint();
}

#[test]
fn a_draft_that_grew_old_is_removed_though_nobody_comes_back_to_its_ticket() {
    let visit = visits("");
    opens(&visit);
    let now: f64 = visit.browser().runs("return Date.now()", Vec::new());
    let day = 24.0 * 3600.0 * 1000.0;
    for storage in ["sessionStorage", "localStorage"] {
        let draft = |days: f64| json!({"at": now - days * day, "text": TEXT}).to_string();
        stores(&visit, storage, "ticket-note:1:7::1", &draft(7.1));
        stores(&visit, storage, "ticket-note:1:8::1", "no draft");
        stores(&visit, storage, "ticket-note:1:9::1", &draft(6.9));
        stores(&visit, storage, "another program's", &draft(7.1));
    }
    opens(&visit);
    let names = |storage: Value| storage.as_object().unwrap().keys().cloned().collect::<BTreeSet<_>>();
    let left = BTreeSet::from(["another program's", "ticket-note:1:9::1"].map(str::to_owned));
    assert_eq!(stored(&visit).map(names), [left.clone(), left]);
}

#[test]
fn what_a_hostile_draft_says_is_text_and_nothing_else() {
    let visit = visits("");
    opens(&visit);
    let markup = "<img src=x onerror=alert(1)>{{7*7}}";
    let now: f64 = visit.browser().runs("return Date.now()", Vec::new());
    let draft = json!({
        "at": now, "text": markup, "type": "<b>",
        "attemptId": "no uuid", "triedType": "calllog", "triedText": markup, "isOpen": true,
    });
    stores(&visit, "sessionStorage", KEY, &draft.to_string());
    let form = opens(&visit);
    assert_eq!(form.value(), markup);
    assert_eq!(form.state(), "editing");
    assert!(visit.browser().in_shadow("ticket-note", "img").is_empty());
    visit.had_no_complaint();
}

#[test]
fn forget_drafts_removes_every_draft_and_empties_the_form() {
    let visit = visits(r#"drafts="device""#);
    let form = opens(&visit);
    for storage in ["sessionStorage", "localStorage"] {
        stores(&visit, storage, "ticket-note:0:an older version's", "{}");
        stores(&visit, storage, "ticket-note:1:7::1", "[]");
        stores(&visit, storage, "another program's", "kept");
    }
    let has_draft = |[_, device]: &[Value; 2]| device[KEY].is_string();
    form.types(TEXT);
    until("a draft", || stored(&visit), has_draft);
    visit.browser().runs::<()>("customElements.get('ticket-note').forgetDrafts()", Vec::new());
    form.becomes("editing");
    assert_eq!(form.value(), "");
    let others = json!({"another program's": "kept"});
    assert_eq!(stored(&visit), [others.clone(), others.clone()]);
    assert_eq!(opens(&visit).value(), "");
    assert_eq!(stored(&visit), [others.clone(), others]);
}

#[test]
fn a_form_whose_drafts_were_forgotten_works() {
    let visit = visits("");
    let form = opens(&visit);
    form.types(OTHER);
    visit.browser().runs::<()>("customElements.get('ticket-note').forgetDrafts()", Vec::new());
    form.becomes("editing").types(TEXT).presses("Add note").becomes("saved");
    assert_eq!(visit.sandbox().notes()[0].message, TEXT);
    assert_eq!(visit.sandbox().notes().len(), 1);
}

/// Waits for the text: another ticket comes with the task after.
#[track_caller]
fn reads(form: &Form<'_>, text: &str) {
    until("the ticket's own draft", || form.value(), |seen| seen == text);
}

#[test]
fn each_ticket_has_its_own_draft() {
    let visit = visits("");
    let form = opens(&visit);
    form.types(TEXT);
    form.is_given("ticketId", 7);
    reads(&form, "");
    form.types(OTHER);
    form.is_given("ticketId", 858_462);
    reads(&form, TEXT);
    form.is_given("ticketId", 7);
    reads(&form, OTHER);
    let form = opens(&visit);
    assert_eq!(form.value(), TEXT);
    form.is_given("ticketId", 7);
    reads(&form, OTHER);
    form.presses("Add note").becomes("saved");
    assert_eq!(visit.sandbox().notes()[0].ticket, 7);
    form.is_given("ticketId", 858_462);
    reads(&form, TEXT);
}

#[test]
fn a_saved_note_leaves_no_draft() {
    let visit = visits("");
    let form = opens(&visit);
    form.types(TEXT);
    until("a draft", || stored(&visit), |[tab, _]| tab[KEY].is_string());
    form.presses("Add note").becomes("saved");
    assert_eq!(stored(&visit), [json!({}), json!({})]);
    let form = opens(&visit);
    assert_eq!(form.value(), "");
    assert_eq!(form.state(), "editing");
}
