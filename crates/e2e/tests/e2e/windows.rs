//! Back and forward, and two windows on one ticket.

use crate::drafts::{opens, visits};
use ticket_note_e2e::{Engine, MEANWHILE_MS, Visit, until};

const TEXT: &str = "Spoke with the customer.";

/// Waits until a draft of the device has this text.
#[track_caller]
fn is_kept(visit: &Visit, text: &str) {
    let kept = || visit.browser().runs::<String>("return Object.values(localStorage).join()", Vec::new());
    until("a draft", kept, |kept| kept.contains(text));
}

fn kept_in_tab(visit: &Visit) -> String {
    visit.browser().reads("return Object.values(sessionStorage).join()")
}

#[test]
fn who_comes_back_while_a_note_is_sent_finds_the_text_and_adds_it_once() {
    let visit = visits("");
    visit.sandbox().takes(MEANWHILE_MS);
    opens(&visit).types(TEXT).presses("Add note").becomes("sending");
    visit.browser().goes_to(&format!("{}/index.html?ticketId=7", visit.origin()));
    visit.browser().goes_back();
    let form = visit.form();
    // A browser that kept the page may have kept its request, too, and then it ends as any other.
    let state = until("an end", || form.state(), |state| ["unknown", "saved"].contains(&state.as_str()));
    if state == "unknown" {
        assert_eq!(form.value(), TEXT);
        form.presses("Try again").becomes("saved");
    }
    assert_eq!(form.value(), "");
    assert_eq!(visit.sandbox().notes().len(), 1);
}

#[test]
fn who_comes_back_finds_what_was_typed() {
    let visit = visits("");
    opens(&visit).types(TEXT);
    visit.browser().goes_to(&format!("{}/index.html?ticketId=7", visit.origin()));
    visit.browser().goes_back();
    let form = visit.form();
    assert_eq!(form.value(), TEXT);
    form.presses("Add note").becomes("saved");
    assert_eq!(visit.sandbox().notes().len(), 1);
}

#[test]
fn what_a_later_page_added_is_not_offered_to_who_comes_back() {
    let visit = visits("");
    opens(&visit).types(TEXT);
    let form = visit.opens("ticketId=858462&type=calllog");
    assert_eq!(form.value(), TEXT, "the later page takes the draft up");
    form.presses("Add note").becomes("saved");
    visit.browser().goes_back();
    let form = visit.form();
    // Firefox gives a page out of its cache the session storage that it left: there nothing can be known.
    let is_stale = visit.browser().engine() == Engine::Firefox && kept_in_tab(&visit).contains(TEXT);
    until("nothing to send", || form.value(), |text| text.is_empty() || is_stale);
    assert_eq!(visit.sandbox().notes().len(), 1);
}

#[test]
fn what_is_forgotten_in_one_window_is_forgotten_in_all() {
    let visit = visits("");
    let browser = visit.browser();
    opens(&visit).types(TEXT);
    let first = browser.opens_tab();
    opens(&visit).types("In the other window.");
    browser.runs::<()>("customElements.get('ticket-note').forgetDrafts()", Vec::new());
    browser.turns_to(first);
    let left = || -> Vec<String> {
        let script = "return [document.querySelector('ticket-note').value, ...Object.keys(sessionStorage), ...Object.keys(localStorage)]";
        browser.reads(script)
    };
    until("nothing in the first window", left, |left| *left == [""]);
    assert_eq!(visit.form().state(), "editing");
}

#[test]
fn of_two_windows_that_keep_drafts_of_the_device_the_newer_text_wins_with_a_sentence() {
    let visit = visits(r#"drafts="device""#);
    let browser = visit.browser();
    opens(&visit).types(TEXT);
    is_kept(&visit, TEXT);
    let first = browser.opens_tab();
    let form = opens(&visit);
    assert_eq!(form.value(), TEXT, "the second window begins with the draft");
    form.types(" And mailed.");
    browser.turns_to(first);
    let form = visit.form();
    until("the newer text", || form.value(), |text| *text == format!("{TEXT} And mailed."));
    form.says("from another window");
    form.presses("Add note").becomes("saved");
    assert_eq!(visit.sandbox().notes().len(), 1);
}

#[test]
fn two_windows_on_one_ticket_are_two_attempts() {
    let visit = visits("");
    let browser = visit.browser();
    opens(&visit).types(TEXT);
    let first = browser.opens_tab();
    let form = opens(&visit);
    assert_eq!(form.value(), "", "a draft of a tab stays in its tab");
    form.types("From the second window.").presses("Add note").becomes("saved");
    browser.turns_to(first);
    let form = visit.form();
    assert_eq!(form.value(), TEXT);
    form.presses("Add note").becomes("saved");
    let texts: Vec<_> = visit.sandbox().notes().into_iter().map(|note| note.message).collect();
    assert_eq!(texts, ["From the second window.", TEXT]);
}

#[test]
fn what_another_window_keeps_of_a_ticket_concerns_that_ticket_only() {
    let visit = visits(r#"drafts="device""#);
    let browser = visit.browser();
    let form = opens(&visit);
    form.types(TEXT);
    form.is_given("ticketId", 7);
    until("an empty form", || form.value(), String::is_empty);
    form.types("On another ticket.");
    let first = browser.opens_tab();
    let form = opens(&visit);
    form.types(" And mailed.");
    is_kept(&visit, "And mailed.");
    browser.turns_to(first);
    let form = visit.form();
    assert_eq!(form.value(), "On another ticket.");
    form.presses("Add note").becomes("saved");
    let note = visit.sandbox().notes().remove(0);
    assert_eq!((note.ticket, note.message.as_str()), (7, "On another ticket."));
}

#[test]
fn a_window_says_nothing_of_what_another_window_tries() {
    let visit = visits(r#"drafts="device""#);
    let browser = visit.browser();
    opens(&visit).types(TEXT);
    is_kept(&visit, TEXT);
    let first = browser.opens_tab();
    let form = opens(&visit);
    form.types(" And mailed.").presses("Add note").becomes("saved");
    browser.turns_to(first);
    let form = visit.form();
    assert_eq!(form.state(), "editing");
    assert_eq!(visit.sandbox().notes().len(), 1);
}

#[test]
fn typing_beside_a_second_window_loses_no_character() {
    let visit = visits(r#"drafts="device""#);
    let browser = visit.browser();
    opens(&visit);
    let first = browser.opens_tab();
    // A type that is locked there is no news here.
    opens(&visit).is_given("type", "1").is_given("lockType", true);
    browser.turns_to(first);
    let form = visit.form();
    let pieces = ["one ", "two ", "three ", "four ", "five"];
    for (index, piece) in pieces.into_iter().enumerate() {
        form.types(piece);
        is_kept(&visit, pieces[..=index].concat().as_str());
    }
    form.presses("Add note").becomes("saved");
    let note = visit.sandbox().notes().remove(0);
    assert_eq!((note.note_type.as_str(), note.message.as_str()), ("calllog", "one two three four five"));
}

#[test]
fn a_note_that_was_added_in_one_window_is_gone_from_the_other() {
    let visit = visits(r#"drafts="device""#);
    let browser = visit.browser();
    opens(&visit).types(TEXT);
    is_kept(&visit, TEXT);
    let first = browser.opens_tab();
    opens(&visit).presses("Add note").becomes("saved");
    browser.turns_to(first);
    let form = visit.form();
    until("an empty form", || form.value(), String::is_empty);
    assert_eq!(visit.sandbox().notes().len(), 1);
}
