use axum::http::HeaderValue;
use std::fmt;
use std::sync::Arc;

/// The vendor's key. It prints as nothing, and leaves only for the request to the vendor.
#[derive(Clone)]
pub struct ApiKey {
    text: Arc<str>,
    header: HeaderValue,
}

/// Not a key: empty, over 512 characters, or with a character other than visible ASCII.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct InvalidApiKey;

impl ApiKey {
    /// Reads a key; the white space around it, such as a file's last line end, is not part of it.
    ///
    /// # Errors
    /// [`InvalidApiKey`], which does not say what was read.
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
    fn a_key_does_not_print() {
        let key = ApiKey::new("canary-key\n").unwrap();
        assert_eq!(key.expose(), "canary-key");
        assert!(!format!("{key:?} {:?}", key.to_header()).contains("canary"));
    }

    #[test]
    fn a_key_is_visible_ascii() {
        for text in ["", " \n", "two words", "kéy", "a\nb", "\u{7f}", &"k".repeat(513)] {
            assert!(ApiKey::new(text).is_err(), "{text:?}");
        }
    }
}
