//! Signed tokens of other issuers (`docs/specification.md`, section 7.16).

mod fetch;
mod key_set;
mod keys;
mod verify;

pub use key_set::{InvalidKeySet, KeySet};
pub use keys::{KeySource, TokenKeys};
pub use verify::{InvalidToken, TokenError, TokenRules, VerifiedToken, verify};

use axum::http::HeaderName;

/// The header of our own bearers, and by default of tokens.
pub const TOKEN_HEADER: HeaderName = HeaderName::from_static("x-ticket-note-token");

/// Verifies the tokens that requests carry.
#[derive(Debug)]
pub struct TokenVerifier {
    /// The header that carries a token.
    pub header: HeaderName,
    /// The rules for its claims.
    pub rules: TokenRules,
    /// The keys of the issuer.
    pub keys: TokenKeys,
}

impl TokenVerifier {
    /// Verifies a token. If its key is not known, the keys are fetched again, at most once a minute.
    ///
    /// # Errors
    /// [`InvalidToken`] if the token is not valid, or if there are no keys.
    pub async fn verify(&self, token: &str) -> Result<VerifiedToken, InvalidToken> {
        let keys = self.keys.get().await.ok_or(TokenError::KeysUnavailable)?;
        match verify(token, &keys, &self.rules) {
            Err(InvalidToken { error: TokenError::UnknownKey, .. }) => {
                let keys = self.keys.newer_than(&keys).await.ok_or(TokenError::UnknownKey)?;
                verify(token, &keys, &self.rules)
            }
            result => result,
        }
    }
}
