use crate::problem::Problem;
use std::fmt;
use std::str::FromStr;

/// The channel of a note: one of eleven codes (docs/specification.md, section 1).
///
/// Omnidesk documents only one meaning: `1` is e-mail. The meaning of the other numbers depends on
/// the account, so a number has no name here.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct NoteType(&'static str);

impl NoteType {
    /// A call log.
    pub const CALL_LOG: Self = Self("calllog");
    /// A contact form.
    pub const CONTACT_FORM: Self = Self("contactform");

    /// The eleven types, in the order of Omnidesk's documentation.
    pub const ALL: [Self; 11] = [
        Self("1"),
        Self("3"),
        Self("5"),
        Self("7"),
        Self("8"),
        Self("9"),
        Self("10"),
        Self("12"),
        Self("13"),
        Self::CALL_LOG,
        Self::CONTACT_FORM,
    ];

    /// Returns Omnidesk's code.
    #[must_use]
    pub const fn code(self) -> &'static str {
        self.0
    }
}

impl FromStr for NoteType {
    type Err = Problem;

    /// Parses a code. Case and white space matter.
    ///
    /// # Errors
    /// [`Problem::Missing`] or [`Problem::UnknownType`].
    fn from_str(code: &str) -> Result<Self, Problem> {
        if code.is_empty() {
            return Err(Problem::Missing);
        }
        Self::ALL.iter().copied().find(|known| known.0 == code).ok_or(Problem::UnknownType)
    }
}

impl fmt::Display for NoteType {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_eleven_codes_are_types() {
        for code in ["1", "3", "5", "7", "8", "9", "10", "12", "13", "calllog", "contactform"] {
            assert_eq!(code.parse::<NoteType>().unwrap().code(), code);
        }
    }

    #[test]
    fn nothing_else_is_a_type() {
        for code in ["0", "2", "4", "6", "11", "14", "01", "CallLog", " 1", "call log"] {
            assert_eq!(code.parse::<NoteType>(), Err(Problem::UnknownType));
        }
        assert_eq!("".parse::<NoteType>(), Err(Problem::Missing));
    }
}
