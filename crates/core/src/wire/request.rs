use crate::note::{Note, NoteText, NoteType, TicketId, UserId};
use crate::problem::{Field, FieldProblem, Problem};
use serde::de::{Deserializer, Error, Visitor};
use serde::{Deserialize, Serialize};
use std::fmt;

/// The body of a request, with Omnidesk's names and types.
#[derive(Debug, Serialize)]
pub struct NoteBody<'a> {
    #[serde(rename = "ticketID")]
    ticket: u64,
    #[serde(rename = "type")]
    note_type: &'a str,
    message: &'a str,
    #[serde(rename = "userID", skip_serializing_if = "Option::is_none")]
    author: Option<u64>,
}

impl<'a> From<&'a Note> for NoteBody<'a> {
    fn from(note: &'a Note) -> Self {
        Self {
            ticket: note.ticket.get(),
            note_type: note.note_type.code(),
            message: note.text.as_str(),
            author: note.author.map(UserId::get),
        }
    }
}

/// The body of a request, parsed but not validated.
///
/// A body with an unknown or duplicate field does not parse.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RawNote {
    #[serde(rename = "ticketID")]
    ticket: Option<RawId>,
    #[serde(rename = "type")]
    note_type: Option<String>,
    message: Option<String>,
    #[serde(rename = "userID")]
    author: Option<RawId>,
}

impl RawNote {
    /// Validates every field. `max_chars` is the limit in force, in characters.
    ///
    /// # Errors
    /// Every problem, in the order of the fields.
    pub fn check(&self, max_chars: usize) -> Result<Note, Vec<FieldProblem>> {
        let author = self.author.as_ref().map(|id| UserId::new(id.integer()?)).transpose();
        self.note(author, max_chars)
    }

    /// Validates every field except the author. The author is `author`, whatever the body contains.
    ///
    /// # Errors
    /// Every problem of the other fields, in their order.
    pub fn check_by(&self, author: UserId, max_chars: usize) -> Result<Note, Vec<FieldProblem>> {
        self.note(Ok(Some(author)), max_chars)
    }

    fn note(
        &self,
        author: Result<Option<UserId>, Problem>,
        max_chars: usize,
    ) -> Result<Note, Vec<FieldProblem>> {
        let ticket = required(self.ticket.as_ref()).and_then(|id| TicketId::new(id.integer()?));
        let note_type = required(self.note_type.as_ref()).and_then(|code| code.parse::<NoteType>());
        let text = required(self.message.as_ref()).and_then(|text| NoteText::new(text, max_chars));
        match (ticket, note_type, text, author) {
            (Ok(ticket), Ok(note_type), Ok(text), Ok(author)) => Ok(Note { ticket, note_type, text, author }),
            (ticket, note_type, text, author) => {
                let found = [ticket.err(), note_type.err(), text.err(), author.err()];
                Err(Field::ALL
                    .into_iter()
                    .zip(found)
                    .filter_map(|(field, problem)| Some(FieldProblem::new(field, problem?)))
                    .collect())
            }
        }
    }
}

fn required<T>(value: Option<T>) -> Result<T, Problem> {
    value.ok_or(Problem::Missing)
}

/// A JSON value in the place of an ID. `"1"`, `1.0` and `1e3` are not integers.
#[derive(Debug)]
enum RawId {
    Integer(u64),
    Negative,
    NoInteger,
}

impl RawId {
    const fn integer(&self) -> Result<u64, Problem> {
        match self {
            Self::Integer(number) => Ok(*number),
            Self::Negative => Err(Problem::OutOfRange),
            Self::NoInteger => Err(Problem::NotAnInteger),
        }
    }
}

impl<'de> Deserialize<'de> for RawId {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(RawIdVisitor)
    }
}

struct RawIdVisitor;

impl Visitor<'_> for RawIdVisitor {
    type Value = RawId;

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("an integer")
    }

    fn visit_u64<E: Error>(self, number: u64) -> Result<RawId, E> {
        Ok(RawId::Integer(number))
    }

    fn visit_i64<E: Error>(self, number: i64) -> Result<RawId, E> {
        Ok(u64::try_from(number).map_or(RawId::Negative, RawId::Integer))
    }

    fn visit_f64<E: Error>(self, _: f64) -> Result<RawId, E> {
        Ok(RawId::NoInteger)
    }

    fn visit_str<E: Error>(self, _: &str) -> Result<RawId, E> {
        Ok(RawId::NoInteger)
    }

    fn visit_bool<E: Error>(self, _: bool) -> Result<RawId, E> {
        Ok(RawId::NoInteger)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::note::MAX_CHARS;

    fn read(json: &str) -> Result<RawNote, serde_json::Error> {
        serde_json::from_str(json)
    }

    #[track_caller]
    fn problems(json: &str) -> Vec<(&'static str, Problem)> {
        let found = read(json).unwrap().check(MAX_CHARS).unwrap_err();
        found.into_iter().map(|found| (found.field.wire_name(), found.problem)).collect()
    }

    #[test]
    fn a_note_goes_out_as_it_comes_in() {
        for json in [
            r#"{"ticketID":858462,"type":"calllog","message":"Hello","userID":254}"#,
            r#"{"ticketID":1,"type":"1","message":" Hello\n"}"#,
        ] {
            let note = read(json).unwrap().check(MAX_CHARS).unwrap();
            assert_eq!(serde_json::to_string(&NoteBody::from(&note)).unwrap(), json);
        }
    }

    #[test]
    fn every_rejected_field_is_named() {
        assert_eq!(
            problems("{}"),
            [("ticketID", Problem::Missing), ("type", Problem::Missing), ("message", Problem::Missing)]
        );
        assert_eq!(
            problems(r#"{"ticketID":0,"type":"2","message":"Hell","userID":-1}"#),
            [
                ("ticketID", Problem::OutOfRange),
                ("type", Problem::UnknownType),
                ("message", Problem::TooShort),
                ("userID", Problem::OutOfRange)
            ]
        );
    }

    #[test]
    fn a_known_author_replaces_the_author_of_the_body() {
        let author = UserId::new(7).unwrap();
        for body in ["", ",\"userID\":254", ",\"userID\":-1"] {
            let json = format!(r#"{{"ticketID":1,"type":"1","message":"Hello"{body}}}"#);
            assert_eq!(read(&json).unwrap().check_by(author, MAX_CHARS).unwrap().author, Some(author));
        }
    }

    #[test]
    fn only_a_json_integer_is_an_id() {
        for id in ["\"1\"", "1.0", "1e3", "true"] {
            let json = format!(r#"{{"ticketID":{id},"type":"1","message":"Hello"}}"#);
            assert_eq!(problems(&json), [("ticketID", Problem::NotAnInteger)], "{id}");
        }
    }

    #[test]
    fn a_body_of_another_shape_does_not_parse() {
        for json in [
            "[]",
            "null",
            r#"{"ticketID":1,"ticketID":1}"#,
            r#"{"extra":1}"#,
            r#"{"ticketID":[1]}"#,
            r#"{"message":"\ud800"}"#,
            r#"{"message":1}"#,
        ] {
            assert!(read(json).is_err(), "{json}");
        }
    }
}
