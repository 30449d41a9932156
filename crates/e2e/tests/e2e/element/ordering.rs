//! What a page does in one task is done in its order, and to the ticket that it was meant for.

use super::{SLOW, TEXT, asks, opens};
use serde_json::{Value, json};
use ticket_note_e2e::{MEANWHILE_MS, Visit, until};

#[test]
fn what_is_done_after_a_change_of_attributes_is_done_to_what_they_say() {
    let visit = Visit::new();
    let form = opens(&visit);
    form.types(TEXT);
    assert_eq!(asks::<String>(&visit, "note.ticketId = 7; return note.submit()"), "invalid");
    visit.sent_nothing();
    asks::<()>(&visit, "note.ticketId = 8; note.value = 'A template'");
    form.is_given("ticketId", 858_462);
    until("the text", || form.value(), |text| text == TEXT);
    let sent = "note.ticketId = 9; note.value = 'On another ticket.'; return note.submit()";
    assert_eq!(asks::<String>(&visit, sent), "saved");
    let [note] = &visit.sandbox().notes()[..] else { panic!("not one note") };
    assert_eq!((note.ticket, note.message.as_str()), (9, "On another ticket."));
    form.is_given("ticketId", 858_462);
    until("the text", || form.value(), |text| text == TEXT);
}

#[test]
fn notes_on_two_tickets_that_are_sent_in_one_task_are_two_and_each_on_its_own() {
    let visit = Visit::new();
    opens(&visit);
    let outcomes: [String; 2] = asks(
        &visit,
        "note.ticketId = 1; note.value = 'On the first one.'; const first = note.submit(); \
         note.ticketId = 2; note.value = 'On the second one.'; const second = note.submit(); \
         return Promise.all([first, second])",
    );
    assert_eq!(outcomes, ["saved", "saved"]);
    let mut notes: Vec<_> =
        visit.sandbox().notes().into_iter().map(|note| (note.ticket, note.message)).collect();
    notes.sort();
    assert_eq!(notes, [(1, "On the first one.".to_owned()), (2, "On the second one.".to_owned())]);
    visit.had_no_complaint();
}

#[test]
fn what_is_written_for_the_next_ticket_is_not_sent_on_this_one() {
    let visit = Visit::new();
    let form = opens(&visit);
    form.types(TEXT);
    let outcome: String = asks(
        &visit,
        "const outcome = note.submit(); note.ticketId = 2; note.value = 'A template'; return outcome",
    );
    assert_eq!(outcome, "saved");
    let [note] = &visit.sandbox().notes()[..] else { panic!("not one note") };
    assert_eq!((note.ticket, note.message.as_str()), (858_462, TEXT));
    until("the template", || form.value(), |text| text == "A template");
    assert_eq!(asks::<String>(&visit, "note.ticketId = 3; return note.submit()"), "invalid");
    assert_eq!(visit.sandbox().notes().len(), 1);
}

#[test]
fn a_reset_before_another_ticket_is_the_former_tickets() {
    let visit = Visit::new();
    let form = opens(&visit);
    form.types(TEXT);
    asks::<()>(&visit, "note.reset(); note.ticketId = 2; note.value = 'A template'");
    until("the template", || form.value(), |text| text == "A template");
    form.is_given("ticketId", 858_462);
    until("nothing of what was reset", || form.value(), String::is_empty);
}

#[test]
fn a_submit_while_sending_has_the_end_of_what_is_shown() {
    let visit = Visit::new();
    let form = opens(&visit);
    form.is_given("value", TEXT);
    visit.sandbox().takes(MEANWHILE_MS);
    let outcomes: [String; 3] = asks(
        &visit,
        "const first = note.submit(); \
         await until(() => note.state === 'sending'); \
         note.ticketId = 7; \
         await until(() => note.state === 'editing'); \
         note.value = 'On another ticket.'; \
         const second = note.submit(); \
         await until(() => note.state === 'sending'); \
         note.ticketId = 858462; \
         await until(() => note.value !== 'On another ticket.'); \
         return Promise.all([first, second, note.submit()])",
    );
    assert_eq!(outcomes, ["saved", "saved", "saved"]);
    assert_eq!(visit.sandbox().notes().len(), 2);
}

#[test]
fn a_submit_on_another_ticket_while_one_is_sent_has_an_end_of_its_own() {
    let visit = Visit::new();
    opens(&visit).is_given("value", TEXT);
    visit.sandbox().takes(MEANWHILE_MS);
    let outcomes: [String; 2] = asks(
        &visit,
        "const first = note.submit(); \
         await until(() => note.state === 'sending'); \
         note.ticketId = 7; note.value = 'Four'; \
         const second = await note.submit(); \
         return [await first, second]",
    );
    assert_eq!(outcomes, ["saved", "invalid"]);
}

#[test]
fn a_submit_has_an_end_where_a_setting_turned_bad_while_sending() {
    let visit = Visit::new();
    opens(&visit).is_given("value", TEXT);
    visit.sandbox().takes(MEANWHILE_MS);
    let seen: [Value; 2] = asks(
        &visit,
        "const first = note.submit(); \
         await until(() => note.state === 'sending'); \
         note.maxLength = 0; \
         await until(() => note.state !== 'sending'); \
         return [note.state, await Promise.race([note.submit(), new Promise((resolve) => setTimeout(resolve, 15_000, 'none'))])]",
    );
    assert_eq!(seen, [json!("invalid-config"), json!("saved")]);
}

#[test]
fn the_type_that_is_shown_is_the_one_that_is_sent() {
    let visit = Visit::new();
    let form = visit.opens_page("element.html");
    let shown = || asks::<String>(&visit, "return note.shadowRoot.querySelector('select').value");
    form.chooses("Channel 5").types(TEXT);
    form.is_given("ticketId", 202);
    until("no type on another ticket", shown, String::is_empty);
    form.chooses("Channel 1").types("On another ticket.");
    form.is_given("ticketId", 858_462);
    until("the type of this ticket", shown, |code| code == "5");
    form.chooses("Call log").chooses("Channel 1").is_given("type", "5");
    until("the type that the page wants", shown, |code| code == "5");
    form.chooses("Channel 1");
    asks::<()>(&visit, "note.reset()");
    until("the preselected type", shown, |code| code == "5");
    form.types(TEXT).presses("Add note").becomes("saved");
    assert_eq!(visit.sandbox().notes()[0].note_type, "5");
}

#[test]
fn two_inputs_of_one_task_leave_the_caret_where_the_second_put_it() {
    let visit = Visit::new();
    let form = opens(&visit);
    form.types(TEXT);
    let caret: u32 = asks(
        &visit,
        "const area = note.shadowRoot.querySelector('textarea'); \
         for (const [at, text] of [[0, 'Kind '], [5, 'regards. ']]) { \
           area.setRangeText(text, at, at, 'end'); \
           area.dispatchEvent(new InputEvent('input', { bubbles: true })); \
         } \
         await settled(note); \
         return area.selectionStart",
    );
    assert_eq!(caret, 14);
    assert_eq!(form.value(), format!("Kind regards. {TEXT}"));
}

#[test]
fn what_is_told_of_a_state_is_what_the_element_shows() {
    let visit = Visit::new();
    opens(&visit);
    let seen: Vec<[String; 2]> = asks(
        &visit,
        "const seen = []; \
         note.addEventListener('note-change', ({ detail }) => seen.push([detail.state, note.state])); \
         note.addEventListener('note-config-error', () => seen.push(['invalid-config', note.state])); \
         note.ticketId = 'abc'; note.value = 'Typed meanwhile.'; \
         await until(() => seen.length === 2); \
         note.ticketId = 7; note.value = 'Typed again.'; \
         await until(() => seen.length === 3); \
         await settled(note); \
         return seen",
    );
    let [bad, good] = ["invalid-config", "editing"].map(|state| [state.to_owned(), state.to_owned()]);
    assert_eq!(seen, [bad.clone(), bad, good]);
}

#[test]
fn who_finds_a_state_finds_its_text_too() {
    for pace in ["", SLOW] {
        let visit = Visit::new();
        opens(&visit).is_given("value", TEXT);
        let seen: Vec<[String; 2]> = asks(
            &visit,
            &format!(
                "{pace} const seen = []; \
                 const watch = new MutationObserver(() => seen.push([note.state, note.value])); \
                 watch.observe(note.shadowRoot, {{ subtree: true, attributeFilter: ['data-state'] }}); \
                 await note.submit(); \
                 await until(() => seen.length === 2); \
                 return seen"
            ),
        );
        assert_eq!(seen, [["sending", TEXT], ["saved", ""]], "{pace}");
    }
}

#[test]
fn a_submit_that_a_problem_stops_ends_once_the_form_shows_it() {
    for pace in ["", SLOW] {
        let visit = Visit::new();
        opens(&visit).is_given("value", "Four");
        let shown =
            "[note.shadowRoot.activeElement?.id, note.shadowRoot.querySelector('textarea').ariaInvalid]";
        let seen: [Value; 2] =
            asks(&visit, &format!("{pace} const outcome = await note.submit(); return [outcome, {shown}]"));
        assert_eq!(seen, [json!("invalid"), json!(["text", "true"])], "{pace}");
        let both = format!(
            "const first = note.submit(); note.value = '{TEXT}'; return Promise.all([first, note.submit()])"
        );
        assert_eq!(asks::<[String; 2]>(&visit, &both), ["invalid", "saved"], "{pace}");
    }
}

#[test]
fn a_submit_in_place_of_a_send_that_the_page_stopped_has_its_own_end() {
    let visit = Visit::new();
    let form = opens(&visit);
    form.is_given("value", TEXT);
    asks::<()>(
        &visit,
        "window.outcome = null; \
         note.addEventListener('note-submit', (event) => { \
           event.preventDefault(); \
           note.submit().then((outcome) => { window.outcome = outcome }); \
         }, { once: true })",
    );
    form.presses("Add note").becomes("saved");
    let outcome = || asks::<Option<String>>(&visit, "return window.outcome");
    until("an end", outcome, |outcome| outcome.as_deref() == Some("saved"));
    assert_eq!(visit.sandbox().notes().len(), 1);
}
