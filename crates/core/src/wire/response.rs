use super::code::{Code, Sent};
use super::fields::Fields;
use crate::outcome::{Outcome, Refusal};
use crate::problem::FieldProblem;
use serde::Serialize;
use std::time::Duration;

/// The maximum length of a message from Omnidesk or another server, in characters.
pub const MAX_MESSAGE_CHARS: usize = 500;

/// The longest wait before a retry, whatever `Retry-After` says.
pub const MAX_RETRY_AFTER: Duration = Duration::from_secs(300);

/// The body of a success, as Omnidesk writes it.
#[derive(Debug, Serialize)]
pub struct ResultBody<'a> {
    #[serde(rename = "type")]
    kind: &'static str,
    message: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    caller: Option<&'a str>,
}

impl<'a> ResultBody<'a> {
    /// Returns the body of a success with Omnidesk's sentence.
    #[must_use]
    pub const fn new(message: &'a str) -> Self {
        Self { kind: "result", message, caller: None }
    }

    /// Adds the opaque caller that the attempt belongs to (docs/specification.md, section 2.11).
    #[must_use]
    pub const fn of_caller(self, caller: Option<&'a str>) -> Self {
        Self { caller, ..self }
    }
}

/// The body of every response that is not a success.
#[derive(Debug, Serialize)]
pub struct RefusalBody<'a> {
    status: &'static str,
    code: &'static str,
    message: &'a str,
    sent: &'static str,
    #[serde(skip_serializing_if = "Fields::is_empty")]
    fields: Fields<'a>,
    #[serde(skip_serializing_if = "Option::is_none")]
    caller: Option<&'a str>,
}

impl<'a> RefusalBody<'a> {
    /// Returns the body of a refusal. `message` is plain text.
    #[must_use]
    pub fn new(code: Code, message: &'a str, fields: &'a [FieldProblem]) -> Self {
        Self {
            status: "error",
            code: code.as_str(),
            message,
            sent: code.sent().as_str(),
            fields: Fields(fields),
            caller: None,
        }
    }

    /// Adds the opaque caller that the attempt belongs to (docs/specification.md, section 2.11).
    #[must_use]
    pub fn of_caller(self, caller: Option<&'a str>) -> Self {
        Self { caller, ..self }
    }
}

/// The documented fields of a response's body. Other fields are ignored.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ResponseBody {
    /// `type`: `result` in a success.
    pub kind: Option<String>,
    /// `message`: Omnidesk's sentence, or the reason of the refusal.
    pub message: Option<String>,
    /// `code`: a [`Code`].
    pub code: Option<String>,
    /// `sent`: `no` or `unknown`.
    pub sent: Option<String>,
    /// `fields`: the rejected fields whose problem has a known code.
    pub fields: Vec<FieldProblem>,
}

/// Returns the outcome that a response means (docs/specification.md, section 3).
///
/// `status` is 0 for an opaque redirect. `body` is `None` unless the body is JSON. If the response does
/// not say clearly that the note was not added, the outcome is unknown.
#[must_use]
pub fn classify(status: u16, retry_after: Option<Duration>, body: Option<ResponseBody>) -> Outcome {
    let body = body.unwrap_or_default();
    let says_sent = |sent: Sent| body.sent.as_deref() == Some(sent.as_str());
    if status == 200 && body.kind.as_deref() == Some("result") {
        return Outcome::Saved { message: shorten(body.message.as_deref().unwrap_or_default()) };
    }
    let is_refusal = says_sent(Sent::No) || matches!(status, 0 | 400..=499);
    if says_sent(Sent::Unknown) || !is_refusal {
        return Outcome::Unknown;
    }
    Outcome::Refused(Refusal {
        code: match status {
            0 | 401 => Some(Code::Unauthenticated),
            429 => Some(Code::RateLimited),
            _ => body.code.as_deref().and_then(Code::from_text),
        },
        status,
        message: body.message.as_deref().map(shorten).filter(|message| !message.is_empty()),
        fields: body.fields,
        retry_after: retry_after.map(|wait| wait.min(MAX_RETRY_AFTER)),
    })
}

/// Shortens a message from another server to one line of at most [`MAX_MESSAGE_CHARS`] characters,
/// without control characters and runs of white space.
#[must_use]
pub fn shorten(text: &str) -> String {
    let mut line = String::new();
    let words = text.split(|letter: char| letter.is_whitespace() || letter.is_control());
    for word in words.filter(|word| !word.is_empty()).take(MAX_MESSAGE_CHARS) {
        if !line.is_empty() {
            line.push(' ');
        }
        line.push_str(word);
        if line.len() > MAX_MESSAGE_CHARS * 4 {
            break;
        }
    }
    match line.char_indices().nth(MAX_MESSAGE_CHARS) {
        None => line,
        Some(_) => line.chars().take(MAX_MESSAGE_CHARS - 1).chain(['…']).collect(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::problem::{Field, Problem};

    /// Reads a body as the widget does, which uses the JSON parser of the browser.
    fn reply(json: &str) -> Option<ResponseBody> {
        let json: serde_json::Value = serde_json::from_str(json).ok()?;
        let text = |name: &str| json[name].as_str().map(str::to_owned);
        let problem = |field: Field| {
            let problem = Problem::from_code(json["fields"][field.wire_name()].as_str()?)?;
            Some(FieldProblem::new(field, problem))
        };
        Some(ResponseBody {
            kind: text("type"),
            message: text("message"),
            code: text("code"),
            sent: text("sent"),
            fields: Field::ALL.into_iter().filter_map(problem).collect(),
        })
    }

    #[track_caller]
    fn refusal(status: u16, json: &str) -> Refusal {
        match classify(status, None, reply(json)) {
            Outcome::Refused(refusal) => refusal,
            other => panic!("{other:?}"),
        }
    }

    #[track_caller]
    fn unknown(status: u16, json: &str) {
        assert_eq!(classify(status, None, reply(json)), Outcome::Unknown, "{status} {json}");
    }

    #[test]
    fn a_200_with_a_result_is_saved() {
        let outcome = classify(200, None, reply(r#"{"type":"result","message":"Done."}"#));
        assert_eq!(outcome, Outcome::Saved { message: "Done.".to_owned() });
    }

    #[test]
    fn any_other_success_is_unknown() {
        unknown(200, "");
        unknown(200, "{}");
        unknown(200, r#"{"type":"resul"#);
        unknown(200, r#"{"status":"error"}"#);
        unknown(201, r#"{"type":"result","message":"Done."}"#);
        unknown(204, "");
    }

    #[test]
    fn a_5xx_is_unknown_unless_sent_is_no() {
        unknown(500, "<html>");
        unknown(502, r#"{"code":"outcome_unknown","sent":"unknown"}"#);
        let refusal = refusal(502, r#"{"code":"upstream_refused","sent":"no","message":"No ticket"}"#);
        assert_eq!(refusal.code, Some(Code::UpstreamRefused));
        assert_eq!(refusal.message.as_deref(), Some("No ticket"));
    }

    #[test]
    fn a_4xx_of_any_shape_is_refused() {
        assert_eq!(refusal(400, "").code, None);
        assert_eq!(refusal(404, "<html>").status, 404);
        assert_eq!(refusal(418, r#"{"code":"teapot"}"#).code, None);
        assert_eq!(refusal(429, "").code, Some(Code::RateLimited));
    }

    #[test]
    fn a_4xx_with_sent_unknown_is_unknown() {
        unknown(409, r#"{"sent":"unknown"}"#);
    }

    #[test]
    fn a_redirect_and_a_401_are_unauthenticated() {
        assert_eq!(refusal(0, "").code, Some(Code::Unauthenticated));
        assert_eq!(refusal(401, "<html>").code, Some(Code::Unauthenticated));
    }

    #[test]
    fn a_refusal_body_reads_back() {
        let fields = [FieldProblem::new(Field::Text, Problem::TooShort)];
        let body = RefusalBody::new(Code::InvalidNote, "message: too_short", &fields);
        let refusal = refusal(422, &serde_json::to_string(&body).unwrap());
        assert_eq!(refusal.code, Some(Code::InvalidNote));
        assert_eq!(refusal.fields, fields);
    }

    #[test]
    fn a_wait_is_at_most_five_minutes() {
        let Outcome::Refused(refusal) = classify(429, Some(Duration::from_secs(86_400)), None) else {
            panic!("not refused");
        };
        assert_eq!(refusal.retry_after, Some(Duration::from_secs(300)));
    }

    #[test]
    fn a_long_text_is_one_short_line() {
        assert_eq!(shorten(" a\r\n\tb\u{1b}c "), "a b c");
        assert_eq!(shorten(&"é".repeat(500)), "é".repeat(500));
        assert_eq!(shorten(&"é".repeat(501)), "é".repeat(499) + "…");
        assert_eq!(shorten(&"word ".repeat(1_000_000)).chars().count(), 500);
    }
}
