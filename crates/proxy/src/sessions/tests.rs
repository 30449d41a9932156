use super::*;

const NOW: i64 = 1_800_000_000;
const VERIFIER: &str = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk";
const CHALLENGE: &str = "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM";
const HOURS: i64 = 3600;

fn keys() -> SessionKeys {
    SessionKeys::single(SessionKey::generate().unwrap())
}

fn sessions_of(keys: &SessionKeys, origin: &str) -> Sessions {
    let rules = SessionRules { lifetime: 10 * HOURS, not_before: NOW - 100_000 };
    Sessions::new(keys, origin.to_owned(), rules)
}

fn sessions() -> Sessions {
    sessions_of(&keys(), "https://desk.example")
}

fn begin(sessions: &Sessions) -> Session {
    sessions.begin("zoe", "Zoë", "header", NOW).unwrap()
}

fn code(sessions: &Sessions) -> String {
    sessions.seal_code(begin(sessions), &Challenge::read(CHALLENGE).unwrap()).unwrap()
}

fn ended() -> InvalidSession {
    InvalidSession::Ended("zoe".to_owned())
}

fn verifier() -> Verifier {
    Verifier::read(VERIFIER).unwrap()
}

#[test]
fn a_code_is_redeemed_by_its_verifier_within_a_minute() {
    let sessions = sessions();
    let code = code(&sessions);
    let session = sessions.redeem(&code, &verifier(), NOW + 59).unwrap();
    assert_eq!((session.login.as_str(), session.name.as_str()), ("zoe", "Zoë"));
    assert_eq!(sessions.redeem(&code, &verifier(), NOW + 59), Ok(session));
    assert_eq!(sessions.redeem(&code, &verifier(), NOW + 60), Err(ended()));
    let other = Verifier::read(CHALLENGE).unwrap();
    assert_eq!(sessions.redeem(&code, &other, NOW), Err(InvalidSession::Verifier("zoe".to_owned())));
}

#[test]
fn no_text_is_accepted_in_place_of_another() {
    let sessions = sessions();
    let (session, code) = (begin(&sessions), code(&sessions));
    let cookie = sessions.seal_cookie(&session).unwrap();
    let (bearer, _) = sessions.seal_bearer(session, NOW).unwrap();
    let bare = bearer.strip_prefix(BEARER_PREFIX).unwrap();
    for text in [&code, bare, &bearer, "", "AAAA", "not base64"] {
        assert_eq!(sessions.open_cookie(text, NOW), Err(InvalidSession::Seal), "{text}");
    }
    for text in [&code, &cookie, &format!("tn1.{code}"), &format!("tn1.{cookie}"), bare] {
        assert_eq!(sessions.open_bearer(text, NOW), Err(InvalidSession::Seal), "{text}");
    }
    for text in [&cookie, bare, &bearer] {
        assert_eq!(sessions.redeem(text, &verifier(), NOW), Err(InvalidSession::Seal), "{text}");
    }
    assert!(sessions.open_cookie(&cookie, NOW).is_ok() && sessions.open_bearer(&bearer, NOW).is_ok());
}

#[test]
fn another_key_or_origin_opens_nothing() {
    let keys = keys();
    let here = sessions_of(&keys, "https://desk.example");
    let code = code(&here);
    let cookie = here.seal_cookie(&begin(&here)).unwrap();
    for other in [sessions_of(&keys, "https://desk.example.evil"), sessions()] {
        assert_eq!(other.redeem(&code, &verifier(), NOW), Err(InvalidSession::Seal));
        assert_eq!(other.open_cookie(&cookie, NOW), Err(InvalidSession::Seal));
    }
}

#[test]
fn an_altered_text_does_not_open() {
    let sessions = sessions();
    let cookie = sessions.seal_cookie(&begin(&sessions)).unwrap();
    for index in 0..cookie.len() {
        let mut altered = cookie.clone().into_bytes();
        altered[index] = if altered[index] == b'A' { b'B' } else { b'A' };
        let altered = String::from_utf8(altered).unwrap();
        assert_eq!(sessions.open_cookie(&altered, NOW), Err(InvalidSession::Seal), "{index}");
    }
}

#[test]
fn both_keys_of_the_file_open_and_the_first_seals() {
    let (old, new) = (SessionKey::generate().unwrap(), SessionKey::generate().unwrap());
    let both = SessionKeys::read(&format!("{}\n{}\n", new.to_line(), old.to_line())).unwrap();
    let sessions = sessions_of(&SessionKeys::single(old), "o");
    let before = sessions.seal_cookie(&begin(&sessions)).unwrap();
    sessions.replace_keys(&both);
    assert!(sessions.open_cookie(&before, NOW).is_ok());
    let after = sessions.seal_cookie(&begin(&sessions)).unwrap();
    sessions.replace_keys(&SessionKeys::single(new));
    assert!(sessions.open_cookie(&after, NOW).is_ok());
    assert_eq!(sessions.open_cookie(&before, NOW), Err(InvalidSession::Seal));
}

#[test]
fn a_session_ends_by_its_age_and_when_it_is_not_used() {
    let sessions = sessions();
    let session = begin(&sessions);
    let opened = |session: &Session, now| sessions.open_cookie(&sessions.seal_cookie(session).unwrap(), now);
    assert!(opened(&session, NOW + 2 * HOURS - 1).is_ok());
    assert_eq!(opened(&session, NOW + 2 * HOURS), Err(ended()));
    let renewed = session.renewed(NOW + HOURS).unwrap();
    assert!(opened(&renewed, NOW + 3 * HOURS - 1).is_ok());
    assert_eq!(session.renewed(NOW + 299), None);
    let to_the_end = session.used_at(NOW + 10 * HOURS - 1);
    assert!(opened(&to_the_end, NOW + 10 * HOURS - 1).is_ok());
    assert_eq!(opened(&to_the_end, NOW + 10 * HOURS), Err(ended()));
    assert_eq!(opened(&session, NOW - 61), Err(ended()));
}

#[test]
fn a_bearer_ends_after_an_hour() {
    let sessions = sessions();
    let (bearer, session) = sessions.seal_bearer(begin(&sessions), NOW).unwrap();
    assert_eq!(session.expires(), NOW + HOURS);
    assert!(sessions.open_bearer(&bearer, NOW + HOURS - 1).is_ok());
    assert_eq!(sessions.open_bearer(&bearer, NOW + HOURS), Err(ended()));
}

#[test]
fn sessions_before_the_given_time_have_ended() {
    let keys = keys();
    let sessions = sessions_of(&keys, "o");
    let code = code(&sessions);
    let cookie = sessions.seal_cookie(&begin(&sessions)).unwrap();
    let rules = SessionRules { lifetime: HOURS, not_before: NOW + 1 };
    let later = Sessions::new(&keys, "o".to_owned(), rules);
    assert_eq!(later.open_cookie(&cookie, NOW + 1), Err(ended()));
    assert_eq!(later.redeem(&code, &verifier(), NOW + 1), Err(ended()));
}

#[test]
fn an_ended_session_ends_in_every_text() {
    let sessions = sessions();
    let code = code(&sessions);
    let session = sessions.redeem(&code, &verifier(), NOW).unwrap();
    let cookie = sessions.seal_cookie(&session).unwrap();
    let (bearer, _) = sessions.seal_bearer(session.clone(), NOW).unwrap();
    let other = sessions.seal_cookie(&begin(&sessions)).unwrap();
    sessions.end(&session, NOW);
    assert_eq!(sessions.open_cookie(&cookie, NOW), Err(ended()));
    assert_eq!(sessions.open_bearer(&bearer, NOW), Err(ended()));
    assert_eq!(sessions.redeem(&code, &verifier(), NOW), Err(ended()));
    assert!(sessions.open_cookie(&other, NOW).is_ok());
}

#[test]
fn a_session_that_was_ended_meanwhile_is_not_renewed() {
    let sessions = sessions();
    let session = begin(&sessions);
    let later = NOW + HOURS;
    let renewed = |session| sessions.renewed_cookie(session, later);
    assert_eq!(sessions.renewed_cookie(&session, NOW + 299), None);
    assert!(renewed(&session).is_some());
    sessions.end(&session, later);
    assert_eq!(renewed(&session), None);
    // Between the start and the end of a slow request, a session can also expire.
    assert_eq!(sessions.renewed_cookie(&begin(&sessions), NOW + 10 * HOURS), None);
}
