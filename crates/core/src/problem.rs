//! The problems that a field of a note can have.

/// A field of a note.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Field {
    /// The ticket of the note.
    Ticket,
    /// The channel of the note.
    Type,
    /// The text of the note.
    Text,
    /// The author of the note.
    Author,
}

impl Field {
    /// The four fields, in the order of Omnidesk's documentation.
    pub const ALL: [Self; 4] = [Self::Ticket, Self::Type, Self::Text, Self::Author];

    /// Returns the name in requests (docs/specification.md, section 1).
    #[must_use]
    pub const fn wire_name(self) -> &'static str {
        match self {
            Self::Ticket => "ticketID",
            Self::Type => "type",
            Self::Text => "message",
            Self::Author => "userID",
        }
    }
}

/// The reason why a field is not valid.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Problem {
    /// The field is absent, empty or only white space.
    Missing,
    /// The value is not an integer.
    NotAnInteger,
    /// The integer is outside 1 to 2^53-1.
    OutOfRange,
    /// The value is not one of the eleven types.
    UnknownType,
    /// The text has fewer than [`MIN_CHARS`](crate::note::MIN_CHARS) characters.
    TooShort,
    /// The text has more characters than the limit in force.
    TooLong,
    /// The text contains a control character that is neither a tab nor a line break.
    ControlCharacter,
    /// The text contains a lone surrogate, which UTF-8 cannot encode.
    Malformed,
}

impl Problem {
    const ALL: [Self; 8] = [
        Self::Missing,
        Self::NotAnInteger,
        Self::OutOfRange,
        Self::UnknownType,
        Self::TooShort,
        Self::TooLong,
        Self::ControlCharacter,
        Self::Malformed,
    ];

    /// Returns the stable code of the problem in responses and events.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Missing => "missing",
            Self::NotAnInteger => "not_an_integer",
            Self::OutOfRange => "out_of_range",
            Self::UnknownType => "unknown_type",
            Self::TooShort => "too_short",
            Self::TooLong => "too_long",
            Self::ControlCharacter => "control_character",
            Self::Malformed => "malformed",
        }
    }

    /// Returns the problem with this code.
    #[must_use]
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|problem| problem.code() == code)
    }
}

/// A field and its problem.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct FieldProblem {
    /// The field that is not valid.
    pub field: Field,
    /// The reason why it is not valid.
    pub problem: Problem,
}

impl FieldProblem {
    /// Returns the problem of a field.
    #[must_use]
    pub const fn new(field: Field, problem: Problem) -> Self {
        Self { field, problem }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_problem_is_found_by_its_code() {
        for problem in Problem::ALL {
            assert_eq!(Problem::from_code(problem.code()), Some(problem));
        }
        assert_eq!(Problem::from_code("odd"), None);
    }
}
