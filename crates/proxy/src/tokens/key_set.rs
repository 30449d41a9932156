use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use jsonwebtoken::{Algorithm, DecodingKey};
use serde::Deserialize;
use serde_json::Value;
use std::fmt;

/// The smallest modulus of an RSA key, in bytes.
const MIN_RSA_BYTES: usize = 256;

/// The maximum number of keys. A larger set is not one of an issuer.
const MAX_KEYS: usize = 100;

/// The keys of an issuer that can verify tokens.
#[derive(Clone)]
pub struct KeySet(Vec<Key>);

/// A key with the only algorithm that it is used with.
#[derive(Clone)]
pub(super) struct Key {
    pub(super) id: Option<String>,
    pub(super) algorithm: Algorithm,
    pub(super) key: DecodingKey,
}

/// The reason why a text is not a key set.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum InvalidKeySet {
    /// It is not a JSON object with `keys`.
    NotAKeySet,
    /// None of its keys can be used.
    NoUsableKey,
}

impl fmt::Display for InvalidKeySet {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(match self {
            Self::NotAKeySet => "is not a JSON Web Key Set; expected an object with keys",
            Self::NoUsableKey => {
                "has no key that can be used; expected a signing key for RS256 (2048 bits or more), ES256 or EdDSA"
            }
        })
    }
}

impl std::error::Error for InvalidKeySet {}

impl KeySet {
    /// Reads a JSON Web Key Set (RFC 7517). Keys of another type or use are left out.
    ///
    /// # Errors
    /// [`InvalidKeySet`] if no key is left.
    pub fn read(json: &[u8]) -> Result<Self, InvalidKeySet> {
        #[derive(Deserialize)]
        struct Document {
            keys: Vec<Value>,
        }
        let document: Document = serde_json::from_slice(json).map_err(|_| InvalidKeySet::NotAKeySet)?;
        let fields =
            document.keys.into_iter().take(MAX_KEYS).filter_map(|key| serde_json::from_value(key).ok());
        let keys: Vec<Key> = fields.filter_map(|fields: KeyFields| fields.usable()).collect();
        if keys.is_empty() { Err(InvalidKeySet::NoUsableKey) } else { Ok(Self(keys)) }
    }

    /// Returns a set without keys, for tests.
    #[cfg(test)]
    pub(super) const fn empty() -> Self {
        Self(Vec::new())
    }

    /// Returns the keys that a token may be signed with. A token without a key ID needs a set with a
    /// single key.
    pub(super) fn candidates<'a>(&'a self, id: Option<&'a str>) -> impl Iterator<Item = &'a Key> {
        let is_single = self.0.len() == 1;
        self.0.iter().filter(move |key| match id {
            Some(id) => key.id.as_deref() == Some(id),
            None => is_single,
        })
    }
}

/// Does not print the keys.
impl fmt::Debug for KeySet {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "KeySet({})", self.0.len())
    }
}

/// The members of a key that matter (RFC 7517, 4; RFC 7518, 6; RFC 8037, 2).
#[derive(Debug, Deserialize)]
struct KeyFields {
    kty: String,
    crv: Option<String>,
    alg: Option<String>,
    #[serde(rename = "use")]
    usage: Option<String>,
    key_ops: Option<Vec<String>>,
    kid: Option<String>,
    n: Option<String>,
    e: Option<String>,
    x: Option<String>,
    y: Option<String>,
}

impl KeyFields {
    /// Returns the key, unless it is for another algorithm or use.
    fn usable(self) -> Option<Key> {
        let verifies = self.key_ops.as_ref().is_none_or(|uses| uses.iter().any(|one| one == "verify"));
        if self.usage.as_deref().is_some_and(|usage| usage != "sig") || !verifies {
            return None;
        }
        let is_for = |names: &[&str]| self.alg.as_deref().is_none_or(|alg| names.contains(&alg));
        let (algorithm, key) = match (self.kty.as_str(), self.crv.as_deref()) {
            ("RSA", None) if is_for(&["RS256"]) => (Algorithm::RS256, self.rsa()?),
            ("EC", Some("P-256")) if is_for(&["ES256"]) => (
                Algorithm::ES256,
                DecodingKey::from_ec_components(self.x.as_deref()?, self.y.as_deref()?).ok()?,
            ),
            ("OKP", Some("Ed25519")) if is_for(&["EdDSA", "Ed25519"]) => {
                (Algorithm::EdDSA, DecodingKey::from_ed_components(self.x.as_deref()?).ok()?)
            }
            _ => return None,
        };
        Some(Key { id: self.kid, algorithm, key })
    }

    fn rsa(&self) -> Option<DecodingKey> {
        let (modulus, exponent) = (self.n.as_deref()?, self.e.as_deref()?);
        let bytes = URL_SAFE_NO_PAD.decode(modulus).ok()?;
        let length = bytes.iter().skip_while(|byte| **byte == 0).count();
        if length < MIN_RSA_BYTES {
            return None;
        }
        DecodingKey::from_rsa_components(modulus, exponent).ok()
    }
}
