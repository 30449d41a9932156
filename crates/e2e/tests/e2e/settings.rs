//! An invalid attribute is reported in the form by name, and nothing is sent.

mod endpoint;

use serde_json::json;
use ticket_note_e2e::{AcceptedNote, Form, Harness, ReceivedEvent, wait_until};

const TEXT: &str = "Spoke with the customer.";
/// Values that no attribute accepts.
const BAD: [&str; 10] =
    ["", " ", "abc", "-1", "0", "1.5", "1e9", "9007199254740992", "<b>1</b>", "\"><script>alert(1)</script>"];
/// Returns the reasons that `note-config-error` may give for an attribute.
///
/// The native tests check which value leads to which reason.
fn reasons(attribute: &str) -> &'static [&'static str] {
    match attribute {
        "ticket-id" | "user-id" | "max-length" => &["missing", "not_an_integer", "out_of_range"],
        "type" => &["missing", "unknown_type"],
        "types" => &["missing", "unknown_type", "duplicate"],
        "theme" | "drafts" => &["missing", "unknown_word"],
        "lock-type" => &["nothing_to_lock"],
        "endpoint" => &["missing", "not_same_origin"],
        other => panic!("no attribute {other}"),
    }
}

#[track_caller]
fn assert_rejected(query: &str, attribute: &str) {
    let harness = Harness::new();
    let form = harness.open_frame_page(query);
    assert_invalid(&harness, attribute);
    form.type_text("Spoke with the customer.").click_button("Add note").press_ctrl_enter();
    assert_eq!(form.state(), "invalid-config");
    assert_eq!(form.value(), "Spoke with the customer.");
    harness.assert_nothing_sent();
    harness.assert_no_page_errors();
}

#[track_caller]
fn assert_invalid(harness: &Harness, attribute: &str) {
    harness.form().wait_for_state("invalid-config").wait_for_announcement(attribute);
    let is_config_error = |name: &str| name == "note-config-error";
    let events = wait_until(
        "note-config-error",
        || harness.events(),
        |all| all.iter().any(|it| is_config_error(&it.name)),
    );
    let error = events.iter().rfind(|events| is_config_error(&events.name)).unwrap();
    assert_eq!(error.detail["attribute"], attribute);
}

#[test]
fn an_unknown_type_is_rejected() {
    assert_rejected("ticketId=858462&type=2", "type");
}

#[test]
fn a_missing_ticket_id_is_rejected() {
    assert_rejected("type=calllog", "ticket-id");
}

#[test]
fn a_corrected_setting_keeps_the_text_and_sends() {
    let harness = Harness::new();
    let form = harness.open_frame_page("ticketId=858462&type=2");
    assert_invalid(&harness, "type");
    form.type_text("Spoke with the customer.").set_property("type", "calllog").wait_for_state("editing");
    form.click_button("Add note").wait_for_state("saved");
    assert_eq!(harness.sandbox().notes()[0].message, "Spoke with the customer.");
}

fn config_errors(harness: &Harness) -> Vec<ReceivedEvent> {
    harness.events().into_iter().filter(|events| events.name == "note-config-error").collect()
}

#[track_caller]
fn set_attribute(harness: &Harness, name: &str, value: Option<&str>) {
    harness.browser().execute::<()>(
        "const note = document.querySelector('ticket-note'); \
         const [name, value] = arguments; \
         if (value === null) note.removeAttribute(name); else note.setAttribute(name, value)",
        vec![name.into(), value.into()],
    );
}

/// Asserts that this value stops the form, which reports it in the form and in one event.
#[track_caller]
fn assert_stopped(harness: &Harness, form: &Form<'_>, attribute: &str, value: &str) {
    let former = config_errors(harness).len();
    set_attribute(harness, attribute, Some(value));
    form.wait_for_state("invalid-config").wait_for_announcement(&format!("{attribute}: "));
    let errors = wait_until("note-config-error", || config_errors(harness), |errors| errors.len() > former);
    let detail = &errors.last().unwrap().detail;
    let reason = &detail["reason"];
    assert_eq!(errors.len(), former + 1, "{attribute}={value:?} is reported once");
    assert_eq!(detail, &json!({"attribute": attribute, "value": value, "reason": reason}));
    assert!(reasons(attribute).contains(&reason.as_str().unwrap()), "{attribute}={value:?}: {reason}");
    form.click_button("Add note").press_ctrl_enter();
    assert_eq!((form.state().as_str(), form.value().as_str()), ("invalid-config", TEXT), "{value:?}");
}

/// Asserts that the form rejects each bad value, and that it sends with the good one.
#[track_caller]
fn assert_all_rejected<'a>(
    harness: &Harness,
    attribute: &str,
    bad: impl IntoIterator<Item = &'a str>,
    good: Option<&str>,
) -> AcceptedNote {
    let form = harness.open_page("element.html");
    if attribute != "lock-type" {
        form.set_property("type", "calllog");
    }
    set_attribute(harness, attribute, good);
    form.wait_for_state("editing").type_text(TEXT);
    for value in bad {
        assert_stopped(harness, &form, attribute, value);
        set_attribute(harness, attribute, good);
        form.wait_for_state("editing");
        assert!(!form.announcements().contains(attribute), "{attribute}={value:?} is still reported");
    }
    harness.assert_nothing_sent();
    if attribute == "lock-type" {
        form.set_property("type", "calllog");
    }
    form.click_button("Add note").wait_for_state("saved");
    harness.assert_no_page_errors();
    harness.sandbox().notes().remove(0)
}

/// Returns the common bad values and a very long one.
fn bad_values_and(long: &str) -> impl Iterator<Item = &str> {
    BAD.into_iter().chain([long])
}

#[test]
fn invalid_ticket_ids_are_rejected() {
    let long = "9".repeat(500);
    let note =
        assert_all_rejected(&Harness::new(), "ticket-id", bad_values_and(&long), Some("9007199254740991"));
    assert_eq!(note.ticket, 9_007_199_254_740_991);
}

#[test]
fn invalid_user_ids_are_rejected() {
    let long = "9".repeat(500);
    let note =
        assert_all_rejected(&Harness::new(), "user-id", bad_values_and(&long), Some("9007199254740991"));
    assert_eq!(note.user, Some(9_007_199_254_740_991));
}

#[test]
fn invalid_maximum_lengths_are_rejected() {
    let long = "9".repeat(500);
    assert_all_rejected(
        &Harness::new(),
        "max-length",
        bad_values_and(&long).chain(["4", "20001"]),
        Some("24"),
    );
}

#[test]
fn invalid_type_codes_are_rejected() {
    let long = "1".repeat(500);
    let note = assert_all_rejected(
        &Harness::new(),
        "type",
        bad_values_and(&long).chain(["2", "CallLog", "1,3"]),
        Some("contactform"),
    );
    assert_eq!(note.note_type, "contactform");
}

#[test]
fn invalid_type_lists_are_rejected() {
    let long = "1,".repeat(250);
    let bad = bad_values_and(&long).chain(["calllog,2", "calllog,,1", "calllog,1=E-mail,1=Post", "=Name"]);
    assert_all_rejected(&Harness::new(), "types", bad, Some("calllog,1=E-mail"));
}

#[test]
fn invalid_themes_are_rejected() {
    let long = "dark".repeat(125);
    assert_all_rejected(
        &Harness::new(),
        "theme",
        bad_values_and(&long).chain(["Dark", "dark light"]),
        Some("dark"),
    );
}

#[test]
fn invalid_draft_storages_are_rejected() {
    let long = "tab".repeat(167);
    assert_all_rejected(
        &Harness::new(),
        "drafts",
        bad_values_and(&long).chain(["on", "device,tab"]),
        Some("off"),
    );
}

#[test]
fn lock_type_without_a_type_is_rejected() {
    assert_all_rejected(&Harness::new(), "lock-type", [""], None);
}

#[test]
fn a_type_that_is_not_offered_is_rejected() {
    let harness = Harness::new();
    let form = harness.open_page("element.html");
    form.set_property("type", "5").wait_for_state("editing").type_text(TEXT);
    set_attribute(&harness, "types", Some("calllog,1=E-mail"));
    assert_invalid(&harness, "type");
    assert_eq!(config_errors(&harness)[0].detail["reason"], "not_offered");
    form.click_button("Add note");
    harness.assert_nothing_sent();
    form.set_property("type", "1").wait_for_state("editing").click_button("Add note").wait_for_state("saved");
    assert_eq!(harness.sandbox().notes()[0].note_type, "1");
}
