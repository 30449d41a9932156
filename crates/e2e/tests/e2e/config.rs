//! Settings that are not acceptable are said inside, and no request leaves.

use ticket_note_e2e::{Visit, until};

#[track_caller]
fn is_rejected(query: &str, attribute: &str) {
    let visit = Visit::new();
    let form = visit.opens(query);
    rejects(&visit, attribute);
    form.types("Spoke with the customer.").presses("Add note").presses_ctrl_enter();
    assert_eq!(form.state(), "invalid-config");
    assert_eq!(form.value(), "Spoke with the customer.");
    visit.sent_nothing();
    visit.had_no_complaint();
}

#[track_caller]
fn rejects(visit: &Visit, attribute: &str) {
    visit.form().becomes("invalid-config").says(attribute);
    let is_config_error = |name: &str| name == "note-config-error";
    let heard =
        until("note-config-error", || visit.heard(), |all| all.iter().any(|it| is_config_error(&it.name)));
    let error = heard.iter().rfind(|heard| is_config_error(&heard.name)).unwrap();
    assert_eq!(error.detail["attribute"], attribute);
}

#[test]
fn a_type_outside_the_eleven_is_rejected() {
    is_rejected("ticketId=858462&type=2", "type");
}

#[test]
fn no_ticket_is_rejected() {
    is_rejected("type=calllog", "ticket-id");
}

#[test]
fn a_ticket_that_is_no_number_is_rejected() {
    is_rejected("ticketId=abc&type=calllog", "ticket-id");
}

#[test]
fn a_bad_author_is_rejected() {
    is_rejected("ticketId=858462&userId=-1&type=calllog", "user-id");
}

#[test]
fn no_other_integer_than_those_of_the_contract_is_a_ticket() {
    let visit = Visit::new();
    let form = visit.opens_page("element.html");
    let script = "document.querySelector('ticket-note').setAttribute('ticket-id', arguments[0])";
    let long = "9".repeat(500);
    for bad in ["", "0", "-1", "1.5", "1e9", "0x10", " ", "9007199254740992", "<b>1</b>", long.as_str()] {
        visit.browser().runs::<()>(script, vec![bad.into()]);
        form.becomes("invalid-config");
        visit.browser().runs::<()>(script, vec!["9007199254740991".into()]);
        form.becomes("editing");
    }
    form.chooses("Call log").types("The largest ticket there is.").presses("Add note").becomes("saved");
    assert_eq!(visit.sandbox().notes()[0].ticket, 9_007_199_254_740_991);
}

#[test]
fn a_setting_put_right_keeps_the_text_and_sends() {
    let visit = Visit::new();
    let form = visit.opens("ticketId=858462&type=2");
    rejects(&visit, "type");
    form.types("Spoke with the customer.").is_given("type", "calllog").becomes("editing");
    form.presses("Add note").becomes("saved");
    assert_eq!(visit.sandbox().notes()[0].message, "Spoke with the customer.");
}
