//! What can be wrong with a field of a note.

/// A field of a note, under the vendor's name for it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Field {
    /// The ticket that gets the note.
    Ticket,
    /// The channel that the note is filed under.
    Type,
    /// The text of the note.
    Text,
    /// The user that the note is filed under.
    Author,
}

impl Field {
    /// The four fields, in the order in which the vendor lists them.
    pub const ALL: [Self; 4] = [Self::Ticket, Self::Type, Self::Text, Self::Author];

    /// The name in a request to the vendor and on the wire (contract, section 1).
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

/// Why a field is not acceptable: a kind, never a sentence.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Problem {
    /// Nothing is there, or white space only.
    Missing,
    /// Not written as a whole number.
    NotAnInteger,
    /// A whole number that no ticket or user can have: outside 1 to 2^53-1.
    OutOfRange,
    /// Not one of the eleven types.
    UnknownType,
    /// Fewer than [`MIN_CHARS`](crate::note::MIN_CHARS) characters.
    TooShort,
    /// More characters than the limit in force.
    TooLong,
    /// A control character other than tab and line feed.
    ControlCharacter,
    /// Half of a character: a surrogate without its other half, which UTF-8 cannot write.
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

    /// The stable code of this problem on the wire and in events.
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

    /// The problem with this code.
    #[must_use]
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|problem| problem.code() == code)
    }
}

/// A problem and the field that has it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct FieldProblem {
    /// Where.
    pub field: Field,
    /// What.
    pub problem: Problem,
}

impl FieldProblem {
    /// Ties a problem to its field.
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
