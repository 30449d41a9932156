//! Drafts: when the form saves, restores and removes them.

mod entries;
mod same_ticket;

use serde_json::{Value, json};
use ticket_note_e2e::{Form, Harness, SLOW_RESPONSE_MS, Site, wait_until};

const TEXT: &str = "Spoke with the customer.";
const OTHER_TEXT: &str = "Sent a copy of the invoice.";
/// The storage key of a page's first draft on ticket 858462 without an author.
const KEY: &str = "ticket-note:2:858462::1";
const PAGE: &str = include_str!("../../fixtures/element.html");
const TICKET: &str = r#"ticket-id="858462""#;

/// Starts a harness with a page `draft.html` whose element has a ticket, a type and these attributes.
pub(crate) fn harness_with(attributes: &str) -> Harness {
    let site = Site::new();
    let page = PAGE.replace(TICKET, &format!(r#"{TICKET} type="calllog" {attributes}"#));
    assert!(page.contains("calllog"), "the fixture has the element");
    site.write_file("draft.html", &page);
    Harness::with_site(site, &[])
}

/// Opens or reloads the page.
#[track_caller]
pub(crate) fn open_form(harness: &Harness) -> Form<'_> {
    harness.open_page("draft.html")
}

/// Returns the entries of both storages, session storage first, without the last type of an author.
fn stored(harness: &Harness) -> [Value; 2] {
    harness.browser().execute(
        "const drafts = ([key]) => !key.startsWith('ticket-note-type:'); \
         const entries = (storage) => Object.fromEntries(Object.entries(storage).filter(drafts)); \
         return [entries(sessionStorage), entries(localStorage)]",
        Vec::new(),
    )
}

fn store(harness: &Harness, storage: &str, key: &str, value: &str) {
    let arguments = vec![storage.into(), key.into(), value.into()];
    harness.browser().execute::<()>("window[arguments[0]].setItem(arguments[1], arguments[2])", arguments);
}

/// Sets the text, and returns the entries of both storages half a second later.
fn stored_half_a_second_after(harness: &Harness, text: &str) -> [Value; 2] {
    harness.browser().execute_async(
        "const done = arguments[arguments.length - 1]; \
         document.querySelector('ticket-note').value = arguments[0]; \
         setTimeout(() => done([{ ...sessionStorage }, { ...localStorage }]), 500)",
        vec![text.into()],
    )
}

#[test]
fn a_draft_is_saved_within_half_a_second() {
    let harness = harness_with("");
    open_form(&harness);
    let [tab, device] = stored_half_a_second_after(&harness, TEXT);
    assert!(tab[KEY].as_str().is_some_and(|draft| draft.contains(TEXT)), "{tab}");
    assert_eq!(device, json!({}));
}

#[test]
fn a_draft_is_restored_at_once_after_a_reload() {
    let harness = harness_with("");
    open_form(&harness).type_text(TEXT);
    let form = open_form(&harness);
    assert_eq!(form.value(), TEXT);
    assert_eq!(form.state(), "editing");
    harness.assert_nothing_sent();
}

#[test]
fn a_text_without_an_event_is_there_after_a_reload() {
    let harness = harness_with("");
    open_form(&harness);
    let write =
        "document.querySelector('ticket-note').shadowRoot.querySelector('textarea').value = arguments[0]";
    harness.browser().execute::<()>(write, vec![TEXT.into()]);
    wait_for_value(&open_form(&harness), TEXT);
}

#[test]
fn leaving_while_sending_gives_unknown_and_one_note() {
    let harness = harness_with("");
    harness.sandbox().set_delay_ms(SLOW_RESPONSE_MS);
    open_form(&harness).type_text(TEXT).click_button("Add note").wait_for_state("sending");
    harness.browser().open(&format!("{}/tickets", harness.origin()));
    let form = open_form(&harness);
    assert_eq!(form.state(), "unknown");
    assert_eq!(form.value(), TEXT);
    assert_eq!(harness.request_count(), 0, "the form sends nothing by itself");
    form.click_button("Check again").wait_for_state("saved");
    assert_eq!(harness.sandbox().notes().len(), 1);
    assert_eq!(form.value(), "");
}

#[test]
fn with_drafts_off_nothing_is_saved() {
    let harness = harness_with(r#"drafts="off""#);
    open_form(&harness);
    assert_eq!(stored_half_a_second_after(&harness, TEXT), [json!({}), json!({})]);
    assert_eq!(open_form(&harness).value(), "");
    assert_eq!(stored(&harness), [json!({}), json!({})]);
}

#[test]
fn a_device_draft_outlives_its_tab() {
    let harness = harness_with(r#"drafts="device""#);
    open_form(&harness);
    let [tab, device] = stored_half_a_second_after(&harness, TEXT);
    assert!(device[KEY].as_str().is_some_and(|draft| draft.contains(TEXT)), "{device}");
    assert_eq!(tab, json!({}));
    harness.browser().execute::<()>("sessionStorage.clear()", Vec::new());
    assert_eq!(open_form(&harness).value(), TEXT);
}

#[test]
fn forget_drafts_removes_every_draft_and_empties_the_form() {
    let harness = harness_with(r#"drafts="device""#);
    let form = open_form(&harness);
    for storage in ["sessionStorage", "localStorage"] {
        store(&harness, storage, "ticket-note:0:older", "{}");
        store(&harness, storage, "ticket-note:2:7::1", "[]");
        store(&harness, storage, "another application", "data");
    }
    let has_draft = |[_, device]: &[Value; 2]| device[KEY].is_string();
    form.type_text(TEXT);
    wait_until("a draft", || stored(&harness), has_draft);
    harness.browser().execute::<()>("customElements.get('ticket-note').forgetDrafts()", Vec::new());
    form.wait_for_state("editing");
    assert_eq!(form.value(), "");
    let others = json!({"another application": "data"});
    assert_eq!(stored(&harness), [others.clone(), others.clone()]);
    assert_eq!(open_form(&harness).value(), "");
    assert_eq!(stored(&harness), [others.clone(), others]);
}

#[test]
fn the_form_works_after_forget_drafts() {
    let harness = harness_with("");
    let form = open_form(&harness);
    form.type_text(OTHER_TEXT);
    harness.browser().execute::<()>("customElements.get('ticket-note').forgetDrafts()", Vec::new());
    form.wait_for_state("editing").type_text(TEXT).click_button("Add note").wait_for_state("saved");
    assert_eq!(harness.sandbox().notes()[0].message, TEXT);
    assert_eq!(harness.sandbox().notes().len(), 1);
}

/// Waits for the value: a change of the ticket takes effect in a later task.
#[track_caller]
fn wait_for_value(form: &Form<'_>, text: &str) {
    wait_until("the draft of this ticket", || form.value(), |seen| seen == text);
}

#[test]
fn each_ticket_has_its_own_draft() {
    let harness = harness_with("");
    let form = open_form(&harness);
    form.type_text(TEXT);
    form.set_property("ticketId", 7);
    wait_for_value(&form, "");
    form.type_text(OTHER_TEXT);
    form.set_property("ticketId", 858_462);
    wait_for_value(&form, TEXT);
    form.set_property("ticketId", 7);
    wait_for_value(&form, OTHER_TEXT);
    let form = open_form(&harness);
    assert_eq!(form.value(), TEXT);
    form.set_property("ticketId", 7);
    wait_for_value(&form, OTHER_TEXT);
    form.click_button("Add note").wait_for_state("saved");
    assert_eq!(harness.sandbox().notes()[0].ticket, 7);
    form.set_property("ticketId", 858_462);
    wait_for_value(&form, TEXT);
}

#[test]
fn a_saved_note_leaves_no_draft() {
    let harness = harness_with("");
    let form = open_form(&harness);
    form.type_text(TEXT);
    wait_until("a draft", || stored(&harness), |[tab, _]| tab[KEY].is_string());
    form.click_button("Add note").wait_for_state("saved");
    assert_eq!(stored(&harness), [json!({}), json!({})]);
    let form = open_form(&harness);
    assert_eq!(form.value(), "");
    assert_eq!(form.state(), "editing");
}
