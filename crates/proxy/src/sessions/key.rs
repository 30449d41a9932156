use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use std::fmt;

/// The length of a key in bytes.
const LENGTH: usize = 32;

/// A key from which those of codes, cookies and bearers are derived.
#[derive(Clone, PartialEq, Eq)]
pub struct SessionKey([u8; LENGTH]);

/// One or two keys. The first one seals, both open.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SessionKeys {
    /// The key that seals.
    first: SessionKey,
    /// The previous key, or the next one.
    second: Option<SessionKey>,
}

/// The reason why a text is not a list of session keys. The text is not part of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum InvalidSessionKeys {
    /// There is no line.
    Empty,
    /// There are more than two lines.
    TooMany,
    /// This line, counted from 1, is not 32 bytes in base64.
    Line(usize),
}

impl fmt::Display for InvalidSessionKeys {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Empty => formatter.write_str("is empty")?,
            Self::TooMany => formatter.write_str("has more than two lines")?,
            Self::Line(line) => write!(formatter, "has no key of 32 bytes in base64 in line {line}")?,
        }
        formatter.write_str("; write one or two lines of `ticket-note-proxy session-key`")
    }
}

impl std::error::Error for InvalidSessionKeys {}

impl SessionKey {
    /// Generates a key.
    ///
    /// # Errors
    /// If the system has no source of randomness.
    pub fn generate() -> Result<Self, getrandom::Error> {
        let mut bytes = [0; LENGTH];
        getrandom::fill(&mut bytes)?;
        Ok(Self(bytes))
    }

    /// Returns the line of the key in a session key file.
    #[must_use]
    pub fn to_line(&self) -> String {
        STANDARD.encode(self.0)
    }

    pub(super) const fn bytes(&self) -> &[u8; LENGTH] {
        &self.0
    }
}

/// Does not print the key.
impl fmt::Debug for SessionKey {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("SessionKey")
    }
}

impl SessionKeys {
    /// Uses a single key.
    #[must_use]
    pub const fn single(first: SessionKey) -> Self {
        Self { first, second: None }
    }

    /// Reads the content of a session key file. White space around a key is ignored.
    ///
    /// # Errors
    /// [`InvalidSessionKeys`] for the first problem.
    pub fn read(text: &str) -> Result<Self, InvalidSessionKeys> {
        let text = text.trim_end();
        let mut keys = (1..).zip(text.lines()).map(|(line, text)| {
            let bytes = STANDARD.decode(text.trim()).ok().and_then(|bytes| bytes.try_into().ok());
            bytes.map(SessionKey).ok_or(InvalidSessionKeys::Line(line))
        });
        let first = keys.next().ok_or(InvalidSessionKeys::Empty)??;
        let second = keys.next().transpose()?;
        if keys.next().is_some() { Err(InvalidSessionKeys::TooMany) } else { Ok(Self { first, second }) }
    }

    /// Returns the keys, the one that seals first.
    pub(super) fn iter(&self) -> impl Iterator<Item = &SessionKey> {
        std::iter::once(&self.first).chain(&self.second)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn line(byte: u8) -> String {
        SessionKey([byte; LENGTH]).to_line()
    }

    #[test]
    fn a_file_has_one_or_two_keys() {
        let one = SessionKeys::read(&format!("{}\n", line(1))).unwrap();
        assert_eq!(one, SessionKeys::single(SessionKey([1; LENGTH])));
        let two = SessionKeys::read(&format!(" {}\r\n{}", line(1), line(2))).unwrap();
        assert_eq!(two.iter().map(|key| key.0[0]).collect::<Vec<_>>(), [1, 2]);
    }

    #[test]
    fn other_files_are_refused_without_their_content() {
        let short = STANDARD.encode([7; 31]);
        for (text, error) in [
            (String::new(), InvalidSessionKeys::Empty),
            (short.clone(), InvalidSessionKeys::Line(1)),
            (format!("{}\nsecret", line(1)), InvalidSessionKeys::Line(2)),
            (format!("{0}\n{0}\n{0}", line(1)), InvalidSessionKeys::TooMany),
        ] {
            let found = SessionKeys::read(&text).unwrap_err();
            assert_eq!(found, error);
            assert!(!found.to_string().contains("secret") && !found.to_string().contains(&short));
        }
    }
}
