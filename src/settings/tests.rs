use super::*;

fn ticket(id: &str) -> Attributes {
    Attributes { ticket_id: Some(id.to_owned()), ..Attributes::default() }
}

fn resolve(attributes: &Attributes) -> Result<Settings, Rejection> {
    let origin = |url: &str| url.starts_with('/').then(|| format!("https://desk.example{url}"));
    attributes.resolve(origin, |url| url.starts_with("https://").then(|| url.to_owned()))
}

#[track_caller]
fn rejected(attributes: &Attributes, attribute: &str, reason: Reason) {
    let rejection = resolve(attributes).unwrap_err();
    assert_eq!((rejection.attribute, rejection.reason), (attribute, reason));
}

#[test]
fn a_sign_in_on_another_origin_is_rejected() {
    let with = |url| Attributes { sign_in: text(url), ..ticket("7") };
    rejected(&with("https://other.example/sign-in"), "sign-in", Reason::NotSameOrigin);
    assert!(resolve(&with("")).is_ok() && resolve(&with("/desk/sign-in")).is_ok());
}

fn text(value: &str) -> Option<String> {
    Some(value.to_owned())
}

#[test]
fn a_ticket_alone_gets_every_default() {
    let settings = resolve(&ticket("858462")).unwrap();
    assert_eq!(settings.note.subject.ticket.get(), 858_462);
    assert_eq!(settings.note.subject.author, None);
    assert_eq!(settings.note.offered, NoteType::ALL);
    assert_eq!(settings.note.preselected, None);
    assert_eq!(settings.note.max_chars, 20_000);
    assert_eq!(settings.endpoint, "https://desk.example/api/ticket-note/message");
    assert_eq!(settings.drafts, DraftMode::Tab);
}

#[test]
fn a_ticket_is_required() {
    rejected(&Attributes::default(), "ticket-id", Reason::Value(Problem::Missing));
}

#[test]
fn a_bad_id_is_rejected_by_name() {
    for (id, problem) in [
        ("", Problem::Missing),
        ("abc", Problem::NotAnInteger),
        ("-1", Problem::NotAnInteger),
        ("0", Problem::OutOfRange),
        ("1.5", Problem::NotAnInteger),
        ("1e9", Problem::NotAnInteger),
        ("9007199254740992", Problem::OutOfRange),
        ("<b>1</b>", Problem::NotAnInteger),
    ] {
        rejected(&ticket(id), "ticket-id", Reason::Value(problem));
        rejected(&Attributes { user_id: text(id), ..ticket("1") }, "user-id", Reason::Value(problem));
    }
}

#[test]
fn types_have_the_order_of_the_page() {
    let settings = resolve(&Attributes { types: text("calllog, 1 = E-mail ,5"), ..ticket("1") }).unwrap();
    let offered: Vec<_> = settings.note.offered.iter().map(|offered| offered.code()).collect();
    assert_eq!(offered, ["calllog", "1", "5"]);
}

#[test]
fn types_outside_the_eleven_or_twice_are_rejected() {
    let types = |list| Attributes { types: text(list), ..ticket("1") };
    rejected(&types("2"), "types", Reason::Value(Problem::UnknownType));
    rejected(&types(""), "types", Reason::Value(Problem::Missing));
    rejected(&types("1,,5"), "types", Reason::Value(Problem::Missing));
    rejected(&types("1,1=E-mail"), "types", Reason::Duplicate);
}

#[test]
fn a_preselected_type_must_be_offered() {
    let attributes = Attributes { note_type: text("5"), types: text("1,calllog"), ..ticket("1") };
    rejected(&attributes, "type", Reason::NotOffered);
    rejected(
        &Attributes { note_type: text("2"), ..ticket("1") },
        "type",
        Reason::Value(Problem::UnknownType),
    );
}

#[test]
fn a_lock_needs_a_type() {
    rejected(&Attributes { lock_type: true, ..ticket("1") }, "lock-type", Reason::NothingToLock);
}

#[test]
fn an_endpoint_on_another_origin_is_rejected() {
    for url in ["https://evil.example/", "javascript:alert(1)", ""] {
        rejected(&Attributes { endpoint: text(url), ..ticket("1") }, "endpoint", Reason::NotSameOrigin);
    }
}

#[test]
fn a_length_outside_5_to_20000_is_rejected() {
    let length = |value: &str| Attributes { max_length: text(value), ..ticket("1") };
    assert_eq!(resolve(&length("5")).unwrap().note.max_chars, 5);
    rejected(&length("4"), "max-length", Reason::Value(Problem::OutOfRange));
    rejected(&length("20001"), "max-length", Reason::Value(Problem::OutOfRange));
    rejected(&length(&"9".repeat(500)), "max-length", Reason::Value(Problem::OutOfRange));
    rejected(&length("1e3"), "max-length", Reason::Value(Problem::NotAnInteger));
}

#[test]
fn a_page_of_the_ticket_is_on_the_web() {
    let page = |url| Attributes { ticket_url: text(url), ..ticket("1") };
    let url = resolve(&page("https://desk.example/1")).unwrap().note.ticket_url;
    assert_eq!(url.as_deref(), Some("https://desk.example/1"));
    rejected(&page("javascript:alert(1)"), "ticket-url", Reason::UnknownWord);
}

#[test]
fn customer_types_are_codes() {
    let types = |list| Attributes { customer_types: text(list), ..ticket("1") };
    assert_eq!(resolve(&ticket("1")).unwrap().customer_types, None);
    assert_eq!(resolve(&types("")).unwrap().customer_types, Some(Vec::new()));
    assert_eq!(resolve(&types("1, calllog")).unwrap().customer_types.map(|types| types.len()), Some(2));
    rejected(&types("2"), "customer-types", Reason::Value(Problem::UnknownType));
}

#[test]
fn a_remembered_type_must_be_offered() {
    let last = |code| Attributes { remembered: text(code), types: text("1,5"), ..ticket("1") };
    assert_eq!(resolve(&last("5")).unwrap().note.remembered.map(NoteType::code), Some("5"));
    assert_eq!(resolve(&last("calllog")).unwrap().note.remembered, None);
    assert_eq!(resolve(&last("odd")).unwrap().note.remembered, None);
}

#[test]
fn an_unknown_value_is_rejected() {
    rejected(&Attributes { theme: text("pink"), ..ticket("1") }, "theme", Reason::UnknownWord);
    rejected(&Attributes { density: text("tight"), ..ticket("1") }, "density", Reason::UnknownWord);
    rejected(&Attributes { drafts: text(""), ..ticket("1") }, "drafts", Reason::UnknownWord);
    assert_eq!(
        resolve(&Attributes { drafts: text("device"), ..ticket("1") }).unwrap().drafts,
        DraftMode::Device
    );
}
