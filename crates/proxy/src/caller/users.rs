use std::collections::HashMap;
use std::fmt;
use ticket_note_core::note::{MAX_ID, UserId};
use ticket_note_core::wire::shorten;

/// The users file: the user ID of each login.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Users {
    authors: HashMap<String, UserId>,
    case: LoginCase,
}

/// How logins are compared. Nothing else of a login is normalised.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum LoginCase {
    /// Byte by byte.
    #[default]
    Exact,
    /// The case of the letters `A` to `Z` does not matter.
    IgnoreAscii,
}

impl LoginCase {
    fn key(self, login: &str) -> String {
        match self {
            Self::Exact => login.to_owned(),
            Self::IgnoreAscii => login.to_ascii_lowercase(),
        }
    }
}

/// The reason why a users file cannot be used.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum UsersError {
    /// The file begins with a byte order mark, which would become part of the first login.
    ByteOrderMark,
    /// A line is not valid. Lines are counted from 1.
    Line(usize, InvalidLine),
}

/// The reason why a line of a users file is not valid.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum InvalidLine {
    /// It has a login and no user ID.
    NoUserId,
    /// This word follows the user ID.
    ExtraWord(String),
    /// This word stands in the place of the user ID.
    InvalidUserId(String),
    /// The login is already on this line.
    DuplicateLogin(usize),
}

impl fmt::Display for UsersError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::ByteOrderMark => {
                formatter.write_str("the file begins with a byte order mark; save it as UTF-8 without one")
            }
            Self::Line(line, problem) => write!(formatter, "line {line} {problem}"),
        }
    }
}

impl fmt::Display for InvalidLine {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NoUserId => formatter.write_str("has no user ID; write `login userID`"),
            Self::ExtraWord(word) => {
                write!(formatter, "has {:?} after the user ID; write `login userID` only", shorten(word))
            }
            Self::InvalidUserId(word) => write!(
                formatter,
                "has {:?} instead of a user ID; expected a whole number from 1 to {MAX_ID}",
                shorten(word)
            ),
            Self::DuplicateLogin(first) => {
                write!(formatter, "has the same login as line {first}; remove one of them")
            }
        }
    }
}

impl std::error::Error for UsersError {}

impl Users {
    /// Parses lines of a login and a user ID, separated by white space. Empty lines and lines that
    /// begin with `#` are ignored. Two lines whose logins are the same under `case` are an error.
    ///
    /// # Errors
    /// [`UsersError`] for the first line that is not valid.
    pub fn read(text: &str, case: LoginCase) -> Result<Self, UsersError> {
        if text.starts_with('\u{feff}') {
            return Err(UsersError::ByteOrderMark);
        }
        let mut users: HashMap<String, (UserId, usize)> = HashMap::new();
        for (line, text) in (1..).zip(text.lines().map(str::trim)) {
            if text.is_empty() || text.starts_with('#') {
                continue;
            }
            let (login, author) = entry(text).map_err(|problem| UsersError::Line(line, problem))?;
            if let Some((_, first)) = users.insert(case.key(&login), (author, line)) {
                return Err(UsersError::Line(line, InvalidLine::DuplicateLogin(first)));
            }
        }
        let authors = users.into_iter().map(|(login, (author, _))| (login, author)).collect();
        Ok(Self { authors, case })
    }

    /// Returns the user ID of a login.
    #[must_use]
    pub fn author(&self, login: &str) -> Option<UserId> {
        self.authors.get(&self.case.key(login)).copied()
    }
}

fn entry(line: &str) -> Result<(String, UserId), InvalidLine> {
    let mut words = line.split_whitespace();
    let login = words.next().unwrap_or_default();
    let id = words.next().ok_or(InvalidLine::NoUserId)?;
    let author = id.parse().map_err(|_| InvalidLine::InvalidUserId(id.to_owned()))?;
    match words.next() {
        Some(word) => Err(InvalidLine::ExtraWord(word.to_owned())),
        None => Ok((login.to_owned(), author)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_login_has_its_user_id() {
        let users = Users::read("# agents\nzoë@crm.example 254\n\n  bob\t7 \n", LoginCase::Exact).unwrap();
        assert_eq!(users.author("zoë@crm.example").map(UserId::get), Some(254));
        assert_eq!(users.author("bob").map(UserId::get), Some(7));
        assert_eq!(users.author("Bob"), None);
    }

    #[test]
    fn ascii_case_can_be_ignored_but_nothing_else() {
        let users = Users::read("Zoë@CRM.example 254\n", LoginCase::IgnoreAscii).unwrap();
        assert_eq!(users.author("zOë@crm.EXAMPLE").map(UserId::get), Some(254));
        // Another letter, and the same letter in another normalisation.
        for login in ["ZOË@crm.example", "zoe\u{308}@crm.example"] {
            assert_eq!(users.author(login), None, "{login}");
        }
    }

    #[test]
    fn logins_that_collide_without_case_are_an_error() {
        let text = "bob 7\nBob 7\n";
        assert!(Users::read(text, LoginCase::Exact).is_ok());
        let error = UsersError::Line(2, InvalidLine::DuplicateLogin(1));
        assert_eq!(Users::read(text, LoginCase::IgnoreAscii), Err(error));
    }

    #[test]
    fn a_byte_order_mark_is_an_error() {
        for text in ["\u{feff}alice 5\nbob 6\n", "\u{feff}# agents\nbob 6\n", "\u{feff}"] {
            assert_eq!(Users::read(text, LoginCase::Exact), Err(UsersError::ByteOrderMark), "{text}");
        }
    }

    #[test]
    fn an_error_names_the_line_and_one_cause() {
        for (text, message) in [
            ("bob", "line 1 has no user ID; write `login userID`"),
            (
                "\nbob seven",
                "line 2 has \"seven\" instead of a user ID; expected a whole number from 1 to 9007199254740991",
            ),
            ("bob 7 8", "line 1 has \"8\" after the user ID; write `login userID` only"),
            ("#\nbob 7\nbob 8", "line 3 has the same login as line 2; remove one of them"),
        ] {
            assert_eq!(Users::read(text, LoginCase::Exact).unwrap_err().to_string(), message);
        }
    }
}
