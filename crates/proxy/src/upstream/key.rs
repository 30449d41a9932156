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

/// The text is not a key: empty, longer than 512 characters, or not visible ASCII.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct InvalidApiKey;

impl ApiKey {
    /// Parses a key. White space around it, such as the newline at the end of a file, is removed.
    ///
    /// # Errors
    /// [`InvalidApiKey`], which does not contain the text.
    pub fn new(text: &str) -> Result<Self, InvalidApiKey> {
        let text = text.trim();
        let is_key = (1..=512).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_graphic());
        let mut header = HeaderValue::from_str(text).map_err(|_| InvalidApiKey)?;
        header.set_sensitive(true);
        if is_key { Ok(Self { text: text.into(), header }) } else { Err(InvalidApiKey) }
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
        for text in ["", " \n", "two words", "kéy", "a\nb", "\u{7f}", &"k".repeat(513)] {
            assert!(ApiKey::new(text).is_err(), "{text:?}");
        }
    }
}
