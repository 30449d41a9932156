use aws_lc_rs::constant_time::verify_slices_are_equal;
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

/// The length of a challenge: SHA-256 in base64url without padding.
const CHALLENGE_LENGTH: usize = 43;

/// A PKCE code challenge with the method S256 (RFC 7636, 4.2).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Challenge(String);

/// A PKCE code verifier (RFC 7636, 4.1).
#[derive(Clone)]
pub struct Verifier(String);

impl Challenge {
    /// Reads a challenge. `None` unless it is a SHA-256 in base64url without padding.
    #[must_use]
    pub fn read(text: &str) -> Option<Self> {
        let is_hash = text.len() == CHALLENGE_LENGTH && URL_SAFE_NO_PAD.decode(text).is_ok();
        is_hash.then(|| Self(text.to_owned()))
    }

    /// Returns whether the challenge was made from this verifier. Takes the same time for each.
    pub(super) fn matches(&self, verifier: &Verifier) -> bool {
        let made = URL_SAFE_NO_PAD.encode(Sha256::digest(verifier.0.as_bytes()));
        verify_slices_are_equal(made.as_bytes(), self.0.as_bytes()).is_ok()
    }
}

impl Verifier {
    /// Reads a verifier: 43 to 128 unreserved characters.
    #[must_use]
    pub fn read(text: &str) -> Option<Self> {
        let is_unreserved = |byte: u8| byte.is_ascii_alphanumeric() || b"-._~".contains(&byte);
        let is_verifier = (43..=128).contains(&text.len()) && text.bytes().all(is_unreserved);
        is_verifier.then(|| Self(text.to_owned()))
    }
}

/// Does not print the verifier.
impl std::fmt::Debug for Verifier {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str("Verifier")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The example of RFC 7636, appendix B.
    const VERIFIER: &str = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk";
    const CHALLENGE: &str = "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM";

    #[test]
    fn the_example_of_the_rfc_matches() {
        let challenge = Challenge::read(CHALLENGE).unwrap();
        assert!(challenge.matches(&Verifier::read(VERIFIER).unwrap()));
        assert!(!challenge.matches(&Verifier::read(CHALLENGE).unwrap()));
    }

    #[test]
    fn other_texts_are_neither_challenge_nor_verifier() {
        for text in ["", "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-c", &CHALLENGE.replace('-', "+")] {
            assert_eq!(Challenge::read(text), None, "{text}");
        }
        // Bits that a SHA-256 leaves unused are set.
        assert_eq!(Challenge::read("E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cN"), None);
        for text in ["short", &"a".repeat(42), &"a".repeat(129), &format!("{}!", "a".repeat(50))] {
            assert!(Verifier::read(text).is_none(), "{text}");
        }
    }
}
