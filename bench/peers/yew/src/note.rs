//! A note and its checks: docs/specification.md, sections 1 and 2.3, in the shortest form.

use serde::Serialize;

pub const TYPES: [(&str, &str); 11] = [
    ("1", "Channel 1"),
    ("3", "Channel 3"),
    ("5", "Channel 5"),
    ("7", "Channel 7"),
    ("8", "Channel 8"),
    ("9", "Channel 9"),
    ("10", "Channel 10"),
    ("12", "Channel 12"),
    ("13", "Channel 13"),
    ("calllog", "Call log"),
    ("contactform", "Contact form"),
];

const MIN: usize = 5;
const MAX: usize = 20_000;
const COUNTED_FROM: usize = 18_000;

#[derive(Clone, Serialize)]
pub struct Note {
    #[serde(rename = "ticketID")]
    pub ticket: u64,
    #[serde(rename = "type")]
    pub kind: String,
    #[serde(rename = "message")]
    pub text: String,
    #[serde(rename = "userID", skip_serializing_if = "Option::is_none")]
    pub user: Option<u64>,
}

/// A sentence for each field that cannot be sent, and for the form if its ticket is missing.
#[derive(Clone, Default, PartialEq)]
pub struct Problems {
    pub form: Option<String>,
    pub kind: Option<String>,
    pub text: Option<String>,
}

impl Problems {
    pub fn of(note: &Note) -> Self {
        let is_type = TYPES.iter().any(|(code, _)| *code == note.kind);
        Self {
            form: (note.ticket == 0)
                .then(|| "This form is not set up correctly and cannot send notes.".into()),
            kind: (!is_type).then(|| "Choose a type.".into()),
            text: text_problem(&note.text),
        }
    }

    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }
}

fn text_problem(text: &str) -> Option<String> {
    match text.trim().chars().count() {
        0 => Some("Write a note.".into()),
        length if length < MIN => Some(format!("Write at least {MIN} characters.")),
        length if length > MAX => Some(format!("Shorten the note to {MAX} characters.")),
        _ if text.contains(is_refused) => {
            Some("The text contains a control character that cannot be sent.".into())
        }
        _ => None,
    }
}

fn is_refused(character: char) -> bool {
    character.is_control() && !('\t'..='\r').contains(&character)
}

/// Returns the text of the counter, which is empty while the text is far from the limit.
pub fn counter(text: &str) -> String {
    if text.len() < COUNTED_FROM {
        return String::new();
    }
    match MAX.checked_sub(text.trim().chars().count()) {
        Some(left) => format!("Characters left: {left}"),
        None => format!("Characters over the limit: {}", text.trim().chars().count() - MAX),
    }
}
