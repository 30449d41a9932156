//! Settings that are not acceptable are said inside, and no request leaves.

use serde_json::json;
use ticket_note_e2e::{Form, Heard, KeptNote, Visit, until};

const TEXT: &str = "Spoke with the customer.";
/// What no attribute takes.
const BAD: [&str; 10] =
    ["", " ", "abc", "-1", "0", "1.5", "1e9", "9007199254740992", "<b>1</b>", "\"><script>alert(1)</script>"];
/// The reasons that `note-config-error` may give of an attribute; which of them for which value, the native
/// tests say.
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
fn a_setting_put_right_keeps_the_text_and_sends() {
    let visit = Visit::new();
    let form = visit.opens("ticketId=858462&type=2");
    rejects(&visit, "type");
    form.types("Spoke with the customer.").is_given("type", "calllog").becomes("editing");
    form.presses("Add note").becomes("saved");
    assert_eq!(visit.sandbox().notes()[0].message, "Spoke with the customer.");
}

fn config_errors(visit: &Visit) -> Vec<Heard> {
    visit.heard().into_iter().filter(|heard| heard.name == "note-config-error").collect()
}

#[track_caller]
fn has_attribute(visit: &Visit, name: &str, value: Option<&str>) {
    visit.browser().runs::<()>(
        "const note = document.querySelector('ticket-note'); \
         const [name, value] = arguments; \
         if (value === null) note.removeAttribute(name); else note.setAttribute(name, value)",
        vec![name.into(), value.into()],
    );
}

/// That the form can't send, says so, and says so once to the page.
#[track_caller]
fn is_stopped(visit: &Visit, form: &Form<'_>, attribute: &str, value: &str) {
    let former = config_errors(visit).len();
    has_attribute(visit, attribute, Some(value));
    form.becomes("invalid-config").says(&format!("{attribute}: "));
    let errors = until("note-config-error", || config_errors(visit), |errors| errors.len() > former);
    let detail = &errors.last().unwrap().detail;
    let reason = &detail["reason"];
    assert_eq!(errors.len(), former + 1, "{attribute}={value:?} is said once");
    assert_eq!(detail, &json!({"attribute": attribute, "value": value, "reason": reason}));
    assert!(reasons(attribute).contains(&reason.as_str().unwrap()), "{attribute}={value:?}: {reason}");
    form.presses("Add note").presses_ctrl_enter();
    assert_eq!((form.state().as_str(), form.value().as_str()), ("invalid-config", TEXT), "{value:?}");
}

/// That none of these values is taken, and that the form works with the one that is right.
#[track_caller]
fn takes_none_of<'a>(
    visit: &Visit,
    attribute: &str,
    bad: impl IntoIterator<Item = &'a str>,
    good: Option<&str>,
) -> KeptNote {
    let form = visit.opens_page("element.html");
    if attribute != "lock-type" {
        form.is_given("type", "calllog");
    }
    has_attribute(visit, attribute, good);
    form.becomes("editing").types(TEXT);
    for value in bad {
        is_stopped(visit, &form, attribute, value);
        has_attribute(visit, attribute, good);
        form.becomes("editing");
        assert!(!form.announced().contains(attribute), "{attribute}={value:?} is still said");
    }
    visit.sent_nothing();
    if attribute == "lock-type" {
        form.is_given("type", "calllog");
    }
    form.presses("Add note").becomes("saved");
    visit.had_no_complaint();
    visit.sandbox().notes().remove(0)
}

/// The bad values, and one that is very long.
fn bad_and(long: &str) -> impl Iterator<Item = &str> {
    BAD.into_iter().chain([long])
}

#[test]
fn no_other_integer_than_those_of_the_contract_is_a_ticket() {
    let long = "9".repeat(500);
    let note = takes_none_of(&Visit::new(), "ticket-id", bad_and(&long), Some("9007199254740991"));
    assert_eq!(note.ticket, 9_007_199_254_740_991);
}

#[test]
fn no_other_integer_than_those_of_the_contract_is_an_author() {
    let long = "9".repeat(500);
    let note = takes_none_of(&Visit::new(), "user-id", bad_and(&long), Some("9007199254740991"));
    assert_eq!(note.user, Some(9_007_199_254_740_991));
}

#[test]
fn no_other_length_than_those_of_the_contract_is_a_limit() {
    let long = "9".repeat(500);
    takes_none_of(&Visit::new(), "max-length", bad_and(&long).chain(["4", "20001"]), Some("24"));
}

#[test]
fn no_other_code_than_the_eleven_is_a_type() {
    let long = "1".repeat(500);
    let note = takes_none_of(
        &Visit::new(),
        "type",
        bad_and(&long).chain(["2", "CallLog", "1,3"]),
        Some("contactform"),
    );
    assert_eq!(note.note_type, "contactform");
}

#[test]
fn no_other_list_than_of_the_eleven_is_offered() {
    let long = "1,".repeat(250);
    let bad = bad_and(&long).chain(["calllog,2", "calllog,,1", "calllog,1=E-mail,1=Post", "=Name"]);
    takes_none_of(&Visit::new(), "types", bad, Some("calllog,1=E-mail"));
}

#[test]
fn no_other_word_than_the_three_is_a_theme() {
    let long = "dark".repeat(125);
    takes_none_of(&Visit::new(), "theme", bad_and(&long).chain(["Dark", "dark light"]), Some("dark"));
}

#[test]
fn no_other_word_than_the_three_says_where_drafts_are_kept() {
    let long = "tab".repeat(167);
    takes_none_of(&Visit::new(), "drafts", bad_and(&long).chain(["on", "device,tab"]), Some("off"));
}

#[test]
fn a_lock_without_a_type_is_rejected() {
    takes_none_of(&Visit::new(), "lock-type", [""], None);
}

#[test]
fn a_type_that_is_not_offered_is_rejected() {
    let visit = Visit::new();
    let form = visit.opens_page("element.html");
    form.is_given("type", "5").becomes("editing").types(TEXT);
    has_attribute(&visit, "types", Some("calllog,1=E-mail"));
    rejects(&visit, "type");
    assert_eq!(config_errors(&visit)[0].detail["reason"], "not_offered");
    form.presses("Add note");
    visit.sent_nothing();
    form.is_given("type", "1").becomes("editing").presses("Add note").becomes("saved");
    assert_eq!(visit.sandbox().notes()[0].note_type, "1");
}

#[test]
fn no_endpoint_but_one_of_the_pages_own_origin_is_called() {
    let visit = Visit::new();
    let host = visit.origin().strip_prefix("http://").unwrap();
    let (_, port) = host.split_once(':').unwrap();
    let path = "api/ticket-note/message";
    let own = [
        format!("http://user:pass@{host}/{path}"),
        format!("http://user@{host}/{path}"),
        format!("http://localhost:{port}/{path}"),
        format!("https://{host}/{path}"),
        format!("http://{host}@desk.example/{path}"),
    ];
    let foreign = [
        "",
        " ",
        "https://desk.example/",
        "//desk.example/",
        r"\\desk.example\",
        r"/\desk.example/",
        "javascript:alert(1)",
        "data:application/json,{}",
        "about:blank",
        "file:///etc/hosts",
        "http://[",
    ];
    takes_none_of(&visit, "endpoint", own.iter().map(String::as_str).chain(foreign), Some(path));
}

#[test]
fn a_blob_of_the_page_is_no_endpoint() {
    let visit = Visit::new();
    let blob = format!("blob:{}/api", visit.origin());
    takes_none_of(&visit, "endpoint", [blob.as_str()], None);
}
