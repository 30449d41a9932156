use super::Way;
use crate::sessions::InvalidSession;
use crate::tokens::{InvalidToken, TokenError};
use ticket_note_core::wire::Code;

/// The maximum length of a login in the log, in characters.
const MAX_LOGGED: usize = 64;

/// The reason why a request has no valid identity, in one word for the log.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Reason {
    /// There is no identity.
    Missing,
    /// The header or cookie occurs twice.
    TwoValues,
    /// The value is not a login, a user ID, a token or a bearer.
    Malformed,
    /// A second header differs only by `_`, or `Connection` lists the header.
    Ambiguous,
    /// The identity header comes from a peer that is not trusted.
    UntrustedPeer,
    /// The login has no author.
    UnknownLogin,
    /// Two valid identities differ.
    TwoIdentities,
    /// The session or token has expired, or the session was ended.
    Expired,
    /// The token is not valid yet.
    NotYetValid,
    /// The signature or seal does not fit.
    BadSignature,
    /// The verifier does not belong to the code.
    WrongVerifier,
    /// The token is from another issuer.
    WrongIssuer,
    /// The token is for another audience.
    WrongAudience,
    /// The token names another algorithm than the one of its key.
    WrongAlgorithm,
    /// No key has the token's key ID.
    UnknownKey,
    /// A claim is missing.
    MissingClaim,
    /// The token demands an extension.
    Critical,
    /// The keys of tokens cannot be fetched.
    KeysUnavailable,
}

impl Reason {
    /// Every reason, for the metrics.
    pub const ALL: [Self; 18] = [
        Self::Missing,
        Self::TwoValues,
        Self::Malformed,
        Self::Ambiguous,
        Self::UntrustedPeer,
        Self::UnknownLogin,
        Self::TwoIdentities,
        Self::Expired,
        Self::NotYetValid,
        Self::BadSignature,
        Self::WrongVerifier,
        Self::WrongIssuer,
        Self::WrongAudience,
        Self::WrongAlgorithm,
        Self::UnknownKey,
        Self::MissingClaim,
        Self::Critical,
        Self::KeysUnavailable,
    ];

    /// Returns the word in the log and in the metrics.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Missing => "missing",
            Self::TwoValues => "two_values",
            Self::Malformed => "malformed",
            Self::Ambiguous => "ambiguous",
            Self::UntrustedPeer => "untrusted_peer",
            Self::UnknownLogin => "unknown_login",
            Self::TwoIdentities => "two_identities",
            Self::Expired => "expired",
            Self::NotYetValid => "not_yet_valid",
            Self::BadSignature => "bad_signature",
            Self::WrongVerifier => "wrong_verifier",
            Self::WrongIssuer => "wrong_issuer",
            Self::WrongAudience => "wrong_audience",
            Self::WrongAlgorithm => "wrong_algorithm",
            Self::UnknownKey => "unknown_key",
            Self::MissingClaim => "missing_claim",
            Self::Critical => "critical",
            Self::KeysUnavailable => "keys_unavailable",
        }
    }

    /// Returns the code of the response.
    #[must_use]
    pub const fn code(self) -> Code {
        match self {
            Self::UnknownLogin => Code::UnknownUser,
            Self::TwoIdentities => Code::TwoIdentities,
            Self::KeysUnavailable => Code::Unavailable,
            _ => Code::Unauthenticated,
        }
    }
}

/// A refusal, with the login and the way for the log.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Refused {
    /// The reason.
    pub reason: Reason,
    /// The login that the request states, shortened. `None` if it states none that can be read, or if its
    /// signature or seal does not fit.
    pub login: Option<String>,
    /// The way that was refused: the word of a [`Way`], or `code`. `None` if there is no identity.
    pub way: Option<&'static str>,
}

impl Refused {
    /// Adds the login to a reason.
    #[must_use]
    pub fn of_login(reason: Reason, login: &str) -> Self {
        Self { reason, login: Some(logged_login(login)), way: None }
    }

    /// Adds the way that was refused.
    #[must_use]
    pub fn by(self, way: Way) -> Self {
        Self { way: Some(way.as_str()), ..self }
    }

    /// Adds that the refused way was a code of the sign-in page.
    #[must_use]
    pub fn by_code(self) -> Self {
        Self { way: Some("code"), ..self }
    }
}

/// Returns a login as the log has it: at most 64 characters. The log itself escapes it.
#[must_use]
pub fn logged_login(login: &str) -> String {
    let mut letters = login.chars();
    let mut shortened: String = letters.by_ref().take(MAX_LOGGED).collect();
    if letters.next().is_some() {
        shortened.push('…');
    }
    shortened
}

impl From<Reason> for Refused {
    fn from(reason: Reason) -> Self {
        Self { reason, login: None, way: None }
    }
}

impl From<InvalidSession> for Refused {
    fn from(invalid: InvalidSession) -> Self {
        match invalid {
            InvalidSession::Seal => Reason::BadSignature.into(),
            InvalidSession::Ended(login) => Self::of_login(Reason::Expired, &login),
            InvalidSession::Verifier(login) => Self::of_login(Reason::WrongVerifier, &login),
        }
    }
}

impl From<InvalidToken> for Refused {
    fn from(invalid: InvalidToken) -> Self {
        let reason = Reason::from(invalid.error);
        match invalid.login {
            Some(login) => Self::of_login(reason, &login),
            None => reason.into(),
        }
    }
}

impl From<TokenError> for Reason {
    fn from(error: TokenError) -> Self {
        match error {
            TokenError::Malformed => Self::Malformed,
            TokenError::Critical => Self::Critical,
            TokenError::UnknownKey => Self::UnknownKey,
            TokenError::WrongAlgorithm => Self::WrongAlgorithm,
            TokenError::BadSignature => Self::BadSignature,
            TokenError::Expired => Self::Expired,
            TokenError::NotYetValid => Self::NotYetValid,
            TokenError::WrongIssuer => Self::WrongIssuer,
            TokenError::WrongAudience => Self::WrongAudience,
            TokenError::MissingClaim => Self::MissingClaim,
            TokenError::KeysUnavailable => Self::KeysUnavailable,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_reason_is_one_word() {
        for reason in Reason::ALL {
            let word = reason.as_str();
            assert!(word.bytes().all(|byte| byte.is_ascii_lowercase() || byte == b'_'), "{word}");
            assert_eq!(Reason::ALL.iter().filter(|other| other.as_str() == word).count(), 1, "{word}");
        }
    }

    #[test]
    fn a_logged_login_is_shortened() {
        let refused = Refused::of_login(Reason::UnknownLogin, &"é".repeat(65));
        assert_eq!(refused.login.unwrap(), format!("{}…", "é".repeat(64)));
        let refused = Refused::of_login(Reason::UnknownLogin, &"é".repeat(64));
        assert_eq!(refused.login.unwrap(), "é".repeat(64));
    }
}
