use axum::http::HeaderValue;
use std::fmt;
use std::sync::Arc;

/// The API key of Omnidesk. `Debug` does not print it, and only the request to Omnidesk contains
/// it.
#[derive(Clone)]
pub struct ApiKey {
    text: Arc<str>,
    header: HeaderValue,
}

/// The longest key that is accepted, in characters.
const MAX_LENGTH: usize = 512;

/// The reason why a value is not a key. It does not contain the value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum InvalidApiKey {
    /// It is empty, or white space only.
    Empty,
    /// It is longer than 512 characters.
    TooLong,
    /// It contains a character that is not visible ASCII.
    InvalidCharacter,
}

impl fmt::Display for InvalidApiKey {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(match self {
            Self::Empty => "is empty; copy the API key from Omnidesk",
            Self::TooLong => "is longer than 512 characters; copy the API key only",
            Self::InvalidCharacter => {
                "contains a space, a second line or a character outside ASCII; copy the API key only"
            }
        })
    }
}

impl std::error::Error for InvalidApiKey {}

impl ApiKey {
    /// Parses a key. White space around it, such as the newline at the end of a file, is removed.
    ///
    /// # Errors
    /// [`InvalidApiKey`], which does not contain the value.
    pub fn new(text: &str) -> Result<Self, InvalidApiKey> {
        let text = text.trim();
        match text.len() {
            0 => return Err(InvalidApiKey::Empty),
            1..=MAX_LENGTH => {}
            _ => return Err(InvalidApiKey::TooLong),
        }
        if !text.bytes().all(|byte| byte.is_ascii_graphic()) {
            return Err(InvalidApiKey::InvalidCharacter);
        }
        let mut header = HeaderValue::from_str(text).map_err(|_| InvalidApiKey::InvalidCharacter)?;
        header.set_sensitive(true);
        Ok(Self { text: text.into(), header })
    }

    pub(crate) fn expose(&self) -> &str {
        &self.text
    }

    pub(super) fn to_header(&self) -> HeaderValue {
        self.header.clone()
    }
}

impl fmt::Debug for ApiKey {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("ApiKey(…)")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn debug_output_hides_the_key() {
        let key = ApiKey::new("canary-key\n").unwrap();
        assert_eq!(key.expose(), "canary-key");
        assert!(!format!("{key:?} {:?}", key.to_header()).contains("canary"));
    }

    #[test]
    fn only_visible_ascii_is_a_key() {
        let error = |text: &str| ApiKey::new(text).unwrap_err();
        for text in ["two words", "kéy", "a\nb", "\u{7f}"] {
            assert_eq!(error(text), InvalidApiKey::InvalidCharacter, "{text:?}");
        }
        assert_eq!(error(" \n"), InvalidApiKey::Empty);
        assert_eq!(error(&"k".repeat(513)), InvalidApiKey::TooLong);
    }
}
