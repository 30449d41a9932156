use super::code::{Code, Sent};
use super::fields::Fields;
use crate::outcome::{Outcome, Refusal};
use crate::problem::FieldProblem;
use serde::Serialize;
use std::time::Duration;

/// The most characters of another side's text that are shown or passed on.
pub const MAX_MESSAGE_CHARS: usize = 500;

/// The longest wait that is asked of a person, whatever `Retry-After` says.
pub const MAX_RETRY_AFTER: Duration = Duration::from_secs(300);

/// The body of a success: the vendor's own.
#[derive(Debug, Serialize)]
pub struct ResultBody<'a> {
    #[serde(rename = "type")]
    kind: &'static str,
    message: &'a str,
}

impl<'a> ResultBody<'a> {
    /// A success with the vendor's sentence.
    #[must_use]
    pub const fn new(message: &'a str) -> Self {
        Self { kind: "result", message }
    }
}

/// The body of everything that is not a success.
#[derive(Debug, Serialize)]
pub struct RefusalBody<'a> {
    status: &'static str,
    code: &'static str,
    message: &'a str,
    sent: &'static str,
    #[serde(skip_serializing_if = "Fields::is_empty")]
    fields: Fields<'a>,
}

impl<'a> RefusalBody<'a> {
    /// A refusal of this kind. `message` is plain text.
    #[must_use]
    pub fn new(code: Code, message: &'a str, fields: &'a [FieldProblem]) -> Self {
        Self {
            status: "error",
            code: code.as_str(),
            message,
            sent: code.sent().as_str(),
            fields: Fields(fields),
        }
    }
}

/// An answer's body as far as it has the documented shape; whatever else it holds is passed over.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ResponseBody {
    /// `type`: `result` in a success.
    pub kind: Option<String>,
    /// The vendor's sentence, or a word on the refusal.
    pub message: Option<String>,
    /// A [`Code`].
    pub code: Option<String>,
    /// `no` or `unknown`.
    pub sent: Option<String>,
    /// The fields at fault, of those that have a code we know.
    pub fields: Vec<FieldProblem>,
}

/// Tells which of the three outcomes an answer means (contract, section 3).
///
/// `status` is 0 for an opaque redirect. `reply` is the body, where it is JSON of the documented
/// shape. Whatever does not say clearly that nothing was added, is unknown.
#[must_use]
pub fn classify(status: u16, retry_after: Option<Duration>, reply: Option<ResponseBody>) -> Outcome {
    let reply = reply.unwrap_or_default();
    let says_sent = |sent: Sent| reply.sent.as_deref() == Some(sent.as_str());
    if status == 200 && reply.kind.as_deref() == Some("result") {
        return Outcome::Saved { message: shorten(reply.message.as_deref().unwrap_or_default()) };
    }
    let is_refusal = says_sent(Sent::No) || matches!(status, 0 | 400..=499);
    if says_sent(Sent::Unknown) || !is_refusal {
        return Outcome::Unknown;
    }
    Outcome::Refused(Refusal {
        code: match status {
            0 | 401 => Some(Code::Unauthenticated),
            429 => Some(Code::RateLimited),
            _ => reply.code.as_deref().and_then(Code::from_text),
        },
        status,
        message: reply.message.as_deref().map(shorten).filter(|message| !message.is_empty()),
        fields: reply.fields,
        retry_after: retry_after.map(|wait| wait.min(MAX_RETRY_AFTER)),
    })
}

/// A text of another side as one short line: at most [`MAX_MESSAGE_CHARS`] characters, no control
/// characters, no runs of white space.
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

    /// Reads a body as the widget does, which has the browser for a JSON parser.
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
    fn two_hundred_and_a_result_is_saved() {
        let answer = classify(200, None, reply(r#"{"type":"result","message":"Done."}"#));
        assert_eq!(answer, Outcome::Saved { message: "Done.".to_owned() });
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
    fn a_5xx_is_unknown_unless_it_says_that_nothing_was_sent() {
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
    fn a_4xx_that_says_unknown_is_unknown() {
        unknown(409, r#"{"sent":"unknown"}"#);
    }

    #[test]
    fn a_redirect_and_a_401_mean_that_the_session_has_ended() {
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
