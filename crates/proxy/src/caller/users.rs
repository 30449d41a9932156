use std::collections::HashMap;
use std::fmt;
use ticket_note_core::note::UserId;

/// The authors of logins.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Users(HashMap<String, UserId>);

/// The line of a users file that cannot be read, from 1.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct UsersError {
    line: usize,
}

impl fmt::Display for UsersError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "line {} is not `login userID`, or its login was named before", self.line)
    }
}

impl std::error::Error for UsersError {}

impl Users {
    /// Reads lines of a login and a user's number, with white space between; a line that begins
    /// with `#`, and an empty one, are passed over.
    ///
    /// # Errors
    /// [`UsersError`] for the first line that is neither.
    pub fn read(text: &str) -> Result<Self, UsersError> {
        let mut users = HashMap::new();
        for (index, line) in text.lines().enumerate() {
            let line = line.trim();
            if line.is_empty() || line.starts_with('#') {
                continue;
            }
            let known =
                entry(line).and_then(|(login, author)| users.insert(login, author).is_none().then_some(()));
            known.ok_or(UsersError { line: index + 1 })?;
        }
        Ok(Self(users))
    }

    /// The author of a login, compared to the letter.
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
    fn each_login_has_its_author() {
        let users = Users::read("# agents\nzoë@crm.example 254\n\n  bob\t7 \n").unwrap();
        assert_eq!(users.author("zoë@crm.example").map(UserId::get), Some(254));
        assert_eq!(users.author("bob").map(UserId::get), Some(7));
        assert_eq!(users.author("Bob"), None);
    }

    #[test]
    fn a_line_that_cannot_be_read_is_named() {
        for text in ["bob", "bob seven", "bob 0", "bob 7 8", "#\nbob 7\nbob 8"] {
            let line = text.lines().count();
            assert_eq!(Users::read(text), Err(UsersError { line }), "{text}");
        }
    }
}
