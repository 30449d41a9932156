//! `probe`: one test note, and what the proxy makes of the response.

use crate::support::{CANARY, Program, Reply, SUCCESS, Upstream};

/// Runs `probe` against this reply. Returns the exit code, stdout and stderr.
fn probe(reply: Reply, arguments: &[&str]) -> (i32, String, String, Upstream) {
    let upstream = Upstream::new(reply);
    let address = format!("http://{}", upstream.address);
    let (code, output, errors) = Program::bare(&["probe", "--ticket", "858462", "--anonymous"])
        .with(&["--upstream", &address])
        .with(arguments)
        .env("TICKET_NOTE_API_KEY", CANARY)
        .run();
    (code, output, errors, upstream)
}

#[test]
fn a_probe_sends_one_note_and_reports_that_it_was_saved() {
    let (code, output, errors, upstream) = probe(Reply::success(), &["--user-id", "254"]);
    assert_eq!((code, errors.as_str()), (0, ""), "{output}");
    assert!(output.contains("status 200\n") && output.contains(SUCCESS), "{output}");
    let last = output.lines().last().unwrap();
    assert_eq!(last, "outcome: saved: Message has been sent and the ticket status was updated.");
    assert_eq!(upstream.calls(), 1);
    let request = &upstream.requests()[0];
    for part in ["\r\n858462\r\n", "\r\ncalllog\r\n", "\r\n254\r\n", "Test note of ticket-note-proxy"] {
        assert!(request.contains(part), "{request}");
    }
}

#[test]
fn a_probe_reports_a_refusal_and_an_unknown_outcome() {
    let refusal = Reply::http("400 Bad Request", r#"{"status":"error","message":"No such ticket"}"#);
    let (code, output, errors, _upstream) = probe(refusal, &[]);
    assert_eq!(
        (code, errors.as_str()),
        (1, "ticket-note-proxy: probe: the note was not confirmed as saved\n")
    );
    assert!(output.ends_with("outcome: refused: 422 upstream_refused: No such ticket\n"), "{output}");
    let (code, output, _, _upstream) = probe(Reply::Close, &[]);
    assert_eq!(code, 1);
    assert!(output.contains("no response: ") && output.contains("outcome: unknown: 502 "), "{output}");
}

#[test]
fn a_probe_hides_the_key_and_escapes_control_characters() {
    let echo = format!("{{\"status\":\"error\",\"message\":\"bad key {CANARY}\"}}");
    let head = format!("401 Unauthorized\r\nlocation: /?apiKey={CANARY}");
    let (code, output, errors, _upstream) = probe(Reply::http(&head, &echo), &[]);
    assert_eq!(code, 1);
    assert!(!output.contains("cAnArY") && !errors.contains("cAnArY"), "{output}{errors}");
    assert_eq!(output.matches("(not shown, because it contains the API key)").count(), 2, "{output}");
    assert!(output.contains("outcome: refused: 424 upstream_misconfigured: "), "{output}");
    let (_, output, _, _upstream) =
        probe(Reply::http("500 Internal Server Error", "\u{1b}[31mred\nline"), &[]);
    assert!(output.contains("body, 13 bytes: \\u{1b}[31mred\\nline\n"), "{output}");
}

#[test]
fn a_probe_with_an_invalid_argument_sends_nothing() {
    let id = "expected a whole number from 1 to 9007199254740991";
    for (arguments, message) in [
        (&["--user-id", "0"] as &[&str], format!("'0' for '--user-id <ID>': {id}")),
        (
            &["--note-type", "fax"],
            "'fax' for '--note-type <CODE>': expected a type of Omnidesk, such as calllog".to_owned(),
        ),
    ] {
        let (code, output, errors, upstream) = probe(Reply::success(), arguments);
        assert_eq!((code, output.as_str()), (2, ""));
        assert_eq!(errors, format!("ticket-note-proxy: invalid value {message}\n"));
        assert_eq!(upstream.calls(), 0);
    }
    let (code, errors) = Program::bare(&["probe", "--ticket", "x"]).fail();
    assert_eq!(code, 2);
    assert_eq!(errors, format!("ticket-note-proxy: invalid value 'x' for '--ticket <N>': {id}\n"));
    let (code, errors) = Program::bare(&["probe", "--ticket", "1"]).fail();
    assert_eq!((code, errors.contains("--upstream is missing")), (2, true), "{errors}");
}
