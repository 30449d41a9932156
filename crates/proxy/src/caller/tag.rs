use aws_lc_rs::hmac::{HMAC_SHA256, Key, sign};
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use ticket_note_core::note::UserId;

/// The number of bytes of a tag.
const LENGTH: usize = 16;

/// Makes the opaque `caller` of responses (`docs/specification.md`, section 2.11).
#[derive(Clone, Debug)]
pub struct CallerTags(Key);

impl CallerTags {
    /// Uses the secret of the ledger.
    #[must_use]
    pub fn new(secret: &[u8; 32]) -> Self {
        Self(Key::new(HMAC_SHA256, secret))
    }

    /// Returns the tag of an author. It does not reveal the number.
    #[must_use]
    pub fn of(&self, author: UserId) -> String {
        let tag = sign(&self.0, format!("caller\0{}", author.get()).as_bytes());
        URL_SAFE_NO_PAD.encode(tag.as_ref().get(..LENGTH).unwrap_or_default())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_tag_names_one_author_of_one_ledger() {
        let (one, other) = (CallerTags::new(&[1; 32]), CallerTags::new(&[2; 32]));
        let [seven, eight]: [UserId; 2] = ["7", "8"].map(|id| id.parse().unwrap());
        assert_eq!(one.of(seven), one.of("07".parse().unwrap()));
        assert_eq!(one.of(seven).len(), 22);
        assert!(one.of(seven) != one.of(eight) && one.of(seven) != other.of(seven));
    }
}
