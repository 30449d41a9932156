use super::key::ApiKey;
use std::fmt;

/// Keeps the key out of the vendor's texts.
#[derive(Clone)]
pub(super) struct Scrubber {
    key: ApiKey,
}

impl Scrubber {
    pub(super) fn new(key: &ApiKey) -> Self {
        Self { key: key.clone() }
    }

    /// The text, or nothing where the key is in it.
    pub(super) fn clean<'a>(&self, text: &'a str) -> &'a str {
        if text.contains(self.key.expose()) { "" } else { text }
    }
}

impl fmt::Debug for Scrubber {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("Scrubber")
    }
}
