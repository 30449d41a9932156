use std::collections::HashMap;
use std::fmt;
use ticket_note_core::note::UserId;

/// The users file: the user ID of each login.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Users(HashMap<String, UserId>);

/// The reason why a users file cannot be used. Lines are counted from 1.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum UsersError {
    /// The file begins with a byte order mark, which would become part of the first login.
    ByteOrderMark,
    /// The line does not have exactly two words.
    Line(usize),
}

impl fmt::Display for UsersError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::ByteOrderMark => {
                formatter.write_str("it begins with a byte order mark: save it as UTF-8 without one")
            }
            Self::Line(line) => {
                write!(formatter, "line {line} is not `login userID`, or its login was named before")
            }
        }
    }
}

impl std::error::Error for UsersError {}

impl Users {
    /// Parses lines of a login and a user ID, separated by white space. Empty lines and lines that
    /// begin with `#` are ignored.
    ///
    /// # Errors
    /// [`UsersError`] for the first line that is not valid.
    pub fn read(text: &str) -> Result<Self, UsersError> {
        if text.starts_with('\u{feff}') {
            return Err(UsersError::ByteOrderMark);
        }
        let mut users = HashMap::new();
        for (index, line) in text.lines().enumerate() {
            let line = line.trim();
            if line.is_empty() || line.starts_with('#') {
                continue;
            }
            let known =
                entry(line).and_then(|(login, author)| users.insert(login, author).is_none().then_some(()));
            known.ok_or(UsersError::Line(index + 1))?;
        }
        Ok(Self(users))
    }

    /// Returns the user ID of a login. The comparison is case-sensitive.
    #[must_use]
    pub fn author(&self, login: &str) -> Option<UserId> {
        self.0.get(login).copied()
    }
}

fn entry(line: &str) -> Option<(String, UserId)> {
    let mut words = line.split_whitespace();
    let (login, number, rest) = (words.next()?, words.next()?, words.next());
    let author = number.parse().ok()?;
    rest.is_none().then(|| (login.to_owned(), author))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_login_has_its_user_id() {
        let users = Users::read("# agents\nzoë@crm.example 254\n\n  bob\t7 \n").unwrap();
        assert_eq!(users.author("zoë@crm.example").map(UserId::get), Some(254));
        assert_eq!(users.author("bob").map(UserId::get), Some(7));
        assert_eq!(users.author("Bob"), None);
    }

    #[test]
    fn a_byte_order_mark_is_an_error() {
        for text in ["\u{feff}alice 5\nbob 6\n", "\u{feff}# agents\nbob 6\n", "\u{feff}"] {
            assert_eq!(Users::read(text), Err(UsersError::ByteOrderMark), "{text}");
        }
    }

    #[test]
    fn a_line_that_cannot_be_read_is_named() {
        for text in ["bob", "bob seven", "bob 0", "bob 7 8", "#\nbob 7\nbob 8"] {
            let line = text.lines().count();
            assert_eq!(Users::read(text), Err(UsersError::Line(line)), "{text}");
        }
    }
}
