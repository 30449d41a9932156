//! Verifies a token with a set of keys. Sends no request.

use super::key_set::{Key, KeySet};
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use jsonwebtoken::errors::{Error, ErrorKind};
use jsonwebtoken::{Validation, decode};
use serde::Deserialize;
use serde_json::{Map, Value};

/// The maximum length of a token in bytes. Headers of all kinds together have 32 KiB.
const MAX_TOKEN: usize = 16 * 1024;

/// The difference that the clocks of issuer and proxy may have, in seconds.
const LEEWAY: u64 = 60;

/// The rules for the claims of a token.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TokenRules {
    /// The value of `iss`.
    pub issuer: String,
    /// A value of `aud`.
    pub audience: String,
    /// The claim that carries the login or user ID.
    pub user_claim: String,
    /// The claim that carries the display name.
    pub name_claim: Option<String>,
}

/// What a valid token states.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct VerifiedToken {
    /// The login or user ID.
    pub login: String,
    /// The display name.
    pub name: Option<String>,
    /// The end of the token, in seconds since 1970.
    pub expires: i64,
}

/// The reason why a token is not valid.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TokenError {
    /// It is not a signed token in the compact form.
    Malformed,
    /// Its header demands an extension (`crit`).
    Critical,
    /// No key has its key ID.
    UnknownKey,
    /// It names another algorithm than the one of its key.
    WrongAlgorithm,
    /// Its signature does not fit.
    BadSignature,
    /// It has expired.
    Expired,
    /// It is not valid yet.
    NotYetValid,
    /// It is from another issuer.
    WrongIssuer,
    /// It is for another audience.
    WrongAudience,
    /// A claim is missing or has another type.
    MissingClaim,
    /// The keys could not be fetched.
    KeysUnavailable,
}

/// A token that is not valid.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct InvalidToken {
    /// The reason of the refusal.
    pub error: TokenError,
    /// The login, for the log. `None` if the token has none, or if its signature does not fit.
    pub login: Option<String>,
}

impl From<TokenError> for InvalidToken {
    fn from(error: TokenError) -> Self {
        Self { error, login: None }
    }
}

/// Verifies a token. The algorithm comes from the key, never from the token.
///
/// # Errors
/// [`InvalidToken`] for the first rule that the token breaks.
pub fn verify(token: &str, keys: &KeySet, rules: &TokenRules) -> Result<VerifiedToken, InvalidToken> {
    let header = read_header(token)?;
    if header.crit.is_some() {
        return Err(TokenError::Critical.into());
    }
    let mut result = Err(TokenError::UnknownKey.into());
    // Issuers that use one key ID for several keys are rare, but allowed.
    for key in keys.candidates(header.kid.as_deref()) {
        result = verify_with(token, key, rules).map_err(|error| match error {
            TokenError::BadSignature | TokenError::WrongAlgorithm => error.into(),
            _ => InvalidToken { error, login: signed_login(token, key, rules) },
        });
        if result.is_ok() {
            break;
        }
    }
    result
}

/// The members of a token's header that matter. `jku`, `x5u`, `jwk` and `x5c` are ignored: a token must
/// not choose its keys.
#[derive(Debug, Deserialize)]
struct TokenHeader {
    kid: Option<String>,
    /// `null` is a demand too, so the member is not an option of its own type.
    #[serde(default, deserialize_with = "present")]
    crit: Option<Value>,
}

fn present<'de, D: serde::Deserializer<'de>>(deserializer: D) -> Result<Option<Value>, D::Error> {
    Value::deserialize(deserializer).map(Some)
}

fn read_header(token: &str) -> Result<TokenHeader, TokenError> {
    let parts: Vec<&str> = token.split('.').collect();
    let [header, _, _] = parts.as_slice() else { return Err(TokenError::Malformed) };
    if token.len() > MAX_TOKEN {
        return Err(TokenError::Malformed);
    }
    let json = URL_SAFE_NO_PAD.decode(header).map_err(|_| TokenError::Malformed)?;
    serde_json::from_slice(&json).map_err(|_| TokenError::Malformed)
}

fn verify_with(token: &str, key: &Key, rules: &TokenRules) -> Result<VerifiedToken, TokenError> {
    let mut validation = Validation::new(key.algorithm);
    validation.set_required_spec_claims(&["exp", "iss", "aud"]);
    validation.set_issuer(&[&rules.issuer]);
    validation.set_audience(&[&rules.audience]);
    validation.validate_nbf = true;
    validation.leeway = LEEWAY;
    let claims =
        decode::<Map<String, Value>>(token, &key.key, &validation).map_err(|error| reason(&error))?.claims;
    // The library also accepts an `iss` that is a list.
    if claims.get("iss").and_then(Value::as_str) != Some(&rules.issuer) {
        return Err(TokenError::WrongIssuer);
    }
    let login = claims.get(&rules.user_claim).and_then(login).ok_or(TokenError::MissingClaim)?;
    let name = rules.name_claim.as_ref().and_then(|claim| claims.get(claim)?.as_str().map(str::to_owned));
    let expires = claims.get("exp").and_then(seconds).ok_or(TokenError::MissingClaim)?;
    Ok(VerifiedToken { login, name, expires })
}

/// Returns the login of a token whose signature is valid, whatever its other claims are.
fn signed_login(token: &str, key: &Key, rules: &TokenRules) -> Option<String> {
    let mut signature_only = Validation::new(key.algorithm);
    signature_only.required_spec_claims.clear();
    signature_only.validate_exp = false;
    signature_only.validate_aud = false;
    let claims = decode::<Map<String, Value>>(token, &key.key, &signature_only).ok()?.claims;
    claims.get(&rules.user_claim).and_then(login)
}

fn login(claim: &Value) -> Option<String> {
    match claim {
        Value::String(text) if !text.is_empty() => Some(text.clone()),
        Value::Number(number) => number.as_u64().map(|number| number.to_string()),
        _ => None,
    }
}

/// Returns a time in whole seconds. JSON may write it with a fraction.
fn seconds(claim: &Value) -> Option<i64> {
    let whole = claim.as_i64();
    #[expect(clippy::cast_possible_truncation, reason = "a float that is too large is cut to the range")]
    whole.or_else(|| claim.as_f64().map(|seconds| seconds as i64))
}

fn reason(error: &Error) -> TokenError {
    match error.kind() {
        ErrorKind::InvalidSignature => TokenError::BadSignature,
        ErrorKind::InvalidAlgorithm | ErrorKind::MissingAlgorithm => TokenError::WrongAlgorithm,
        ErrorKind::ExpiredSignature => TokenError::Expired,
        ErrorKind::ImmatureSignature => TokenError::NotYetValid,
        ErrorKind::InvalidIssuer => TokenError::WrongIssuer,
        ErrorKind::InvalidAudience => TokenError::WrongAudience,
        ErrorKind::MissingRequiredClaim(_) | ErrorKind::InvalidClaimFormat(_) => TokenError::MissingClaim,
        _ => TokenError::Malformed,
    }
}

#[cfg(test)]
#[path = "verify_tests.rs"]
mod tests;
