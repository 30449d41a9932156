//! Drafts with back and forward navigation, and in two windows on one ticket.

use crate::drafts::{harness_with, open_form};
use crate::sentences::NEWER_DRAFT;
use ticket_note_e2e::{Engine, Harness, SLOW_RESPONSE_MS, wait_until};

const TEXT: &str = "Spoke with the customer.";

/// Waits until a draft in local storage contains this text.
#[track_caller]
fn wait_for_draft(harness: &Harness, text: &str) {
    let stored =
        || harness.browser().execute::<String>("return Object.values(localStorage).join()", Vec::new());
    wait_until("a draft", stored, |stored| stored.contains(text));
}

fn session_storage(harness: &Harness) -> String {
    harness.browser().evaluate("return Object.values(sessionStorage).join()")
}

#[test]
fn going_back_while_sending_adds_the_note_once() {
    let harness = harness_with("");
    harness.sandbox().set_delay_ms(SLOW_RESPONSE_MS);
    open_form(&harness).type_text(TEXT).click_button("Add note").wait_for_state("sending");
    // Not `index.html`, whose opener policy makes WebKit change the process, and its driver lose the page.
    harness.open_frame_page("ticketId=7");
    harness.browser().go_back();
    let form = harness.form();
    // A browser with a page cache may have kept the request too, which then ends as usual.
    let state =
        wait_until("an outcome", || form.state(), |state| ["unknown", "saved"].contains(&state.as_str()));
    if state == "unknown" {
        assert_eq!(form.value(), TEXT);
        form.click_button("Check again").wait_for_state("saved");
    }
    assert_eq!(form.value(), "");
    assert_eq!(harness.sandbox().notes().len(), 1);
}

#[test]
fn going_back_restores_the_draft() {
    let harness = harness_with("");
    open_form(&harness).type_text(TEXT);
    // Not `index.html`, whose opener policy makes WebKit change the process, and its driver lose the page.
    harness.open_frame_page("ticketId=7");
    harness.browser().go_back();
    let form = harness.form();
    assert_eq!(form.value(), TEXT);
    form.click_button("Add note").wait_for_state("saved");
    assert_eq!(harness.sandbox().notes().len(), 1);
}

#[test]
fn going_back_does_not_offer_a_note_sent_meanwhile() {
    let harness = harness_with("");
    open_form(&harness).type_text(TEXT);
    let form = harness.open_frame_page("ticketId=858462&type=calllog");
    assert_eq!(form.value(), TEXT, "the later page restores the draft");
    form.click_button("Add note").wait_for_state("saved");
    harness.browser().go_back();
    let form = harness.form();
    // Firefox restores a cached page with its former session storage, so the page cannot know of the save.
    let is_stale = harness.browser().engine() == Engine::Firefox && session_storage(&harness).contains(TEXT);
    wait_until("an empty form", || form.value(), |text| text.is_empty() || is_stale);
    assert_eq!(harness.sandbox().notes().len(), 1);
}

#[test]
fn forget_drafts_clears_every_window() {
    let harness = harness_with("");
    let browser = harness.browser();
    open_form(&harness).type_text(TEXT);
    let first = browser.open_tab();
    open_form(&harness).type_text("In the other window.");
    browser.execute::<()>("customElements.get('ticket-note').forgetDrafts()", Vec::new());
    browser.switch_to_tab(first);
    let left = || -> Vec<String> {
        let script = "return [document.querySelector('ticket-note').value, ...Object.keys(sessionStorage), ...Object.keys(localStorage)]";
        browser.evaluate(script)
    };
    wait_until("no text and no drafts in the first window", left, |left| *left == [""]);
    assert_eq!(harness.form().state(), "editing");
}

#[test]
fn the_newer_device_draft_wins_and_is_announced() {
    let harness = harness_with(r#"drafts="device""#);
    let browser = harness.browser();
    open_form(&harness).type_text(TEXT);
    wait_for_draft(&harness, TEXT);
    let first = browser.open_tab();
    let form = open_form(&harness);
    assert_eq!(form.value(), TEXT, "the second window begins with the draft");
    form.type_text(" And mailed.");
    browser.switch_to_tab(first);
    let form = harness.form();
    wait_until("the newer text", || form.value(), |text| *text == format!("{TEXT} And mailed."));
    form.wait_for_announcement(NEWER_DRAFT);
    form.click_button("Add note").wait_for_state("saved");
    assert_eq!(harness.sandbox().notes().len(), 1);
}

#[test]
fn a_copied_window_sends_the_same_attempt() {
    let harness = harness_with("");
    let browser = harness.browser();
    let form = open_form(&harness);
    form.type_text(TEXT);
    wait_until("a draft", || session_storage(&harness), |stored| stored.contains(TEXT));
    // Such a window gets a copy of the session storage, and so a copy of the draft.
    browser.execute::<()>(
        "const button = document.createElement('button'); \
         button.id = 'copy'; \
         button.textContent = 'Copy'; \
         button.onclick = () => window.open(location.href); \
         document.querySelector('main').prepend(button)",
        Vec::new(),
    );
    let opener = browser.switch_to_opened(|| browser.click(&browser.find("#copy")));
    let form = harness.form();
    assert_eq!(form.value(), TEXT, "the copy restores the draft");
    form.click_button("Add note").wait_for_state("saved");
    browser.switch_to_tab(opener);
    let form = harness.form();
    assert_eq!(form.value(), TEXT, "the opener cannot know of the save");
    form.click_button("Add note").wait_for_state("saved");
    assert_eq!(harness.sandbox().notes().len(), 1);
}

#[test]
fn two_windows_on_one_ticket_make_two_attempts() {
    let harness = harness_with("");
    let browser = harness.browser();
    open_form(&harness).type_text(TEXT);
    let first = browser.open_tab();
    let form = open_form(&harness);
    assert_eq!(form.value(), "", "a tab draft stays in its tab");
    form.type_text("From the second window.").click_button("Add note").wait_for_state("saved");
    browser.switch_to_tab(first);
    let form = harness.form();
    assert_eq!(form.value(), TEXT);
    form.click_button("Add note").wait_for_state("saved");
    let texts: Vec<_> = harness.sandbox().notes().into_iter().map(|note| note.message).collect();
    assert_eq!(texts, ["From the second window.", TEXT]);
}

#[test]
fn another_windows_draft_affects_only_its_own_ticket() {
    let harness = harness_with(r#"drafts="device""#);
    let browser = harness.browser();
    let form = open_form(&harness);
    form.type_text(TEXT);
    form.set_property("ticketId", 7);
    wait_until("an empty form", || form.value(), String::is_empty);
    form.type_text("On another ticket.");
    let first = browser.open_tab();
    let form = open_form(&harness);
    form.type_text(" And mailed.");
    wait_for_draft(&harness, "And mailed.");
    browser.switch_to_tab(first);
    let form = harness.form();
    assert_eq!(form.value(), "On another ticket.");
    form.click_button("Add note").wait_for_state("saved");
    let note = harness.sandbox().notes().remove(0);
    assert_eq!((note.ticket, note.message.as_str()), (7, "On another ticket."));
}

#[test]
fn a_save_in_another_window_leaves_the_state_editing() {
    let harness = harness_with(r#"drafts="device""#);
    let browser = harness.browser();
    open_form(&harness).type_text(TEXT);
    wait_for_draft(&harness, TEXT);
    let first = browser.open_tab();
    let form = open_form(&harness);
    form.type_text(" And mailed.").click_button("Add note").wait_for_state("saved");
    browser.switch_to_tab(first);
    let form = harness.form();
    assert_eq!(form.state(), "editing");
    assert_eq!(harness.sandbox().notes().len(), 1);
}

#[test]
fn typing_beside_a_second_window_loses_no_character() {
    let harness = harness_with(r#"drafts="device""#);
    let browser = harness.browser();
    open_form(&harness);
    let first = browser.open_tab();
    // A locked type in the other window does not affect this one.
    open_form(&harness).set_property("type", "1").set_property("lockType", true);
    browser.switch_to_tab(first);
    let form = harness.form();
    let pieces = ["one ", "two ", "three ", "four ", "five"];
    for (index, piece) in pieces.into_iter().enumerate() {
        form.type_text(piece);
        wait_for_draft(&harness, pieces[..=index].concat().as_str());
    }
    form.click_button("Add note").wait_for_state("saved");
    let note = harness.sandbox().notes().remove(0);
    assert_eq!((note.note_type.as_str(), note.message.as_str()), ("calllog", "one two three four five"));
}

#[test]
fn a_note_saved_in_one_window_disappears_from_the_other() {
    let harness = harness_with(r#"drafts="device""#);
    let browser = harness.browser();
    open_form(&harness).type_text(TEXT);
    wait_for_draft(&harness, TEXT);
    let first = browser.open_tab();
    open_form(&harness).click_button("Add note").wait_for_state("saved");
    browser.switch_to_tab(first);
    let form = harness.form();
    wait_until("an empty form", || form.value(), String::is_empty);
    assert_eq!(harness.sandbox().notes().len(), 1);
}
