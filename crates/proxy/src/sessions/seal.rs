//! Encrypts and authenticates the content of sessions.

use super::key::{SessionKey, SessionKeys};
use aws_lc_rs::aead::{AES_256_GCM, Aad, NONCE_LEN, Nonce, RandomizedNonceKey};
use aws_lc_rs::hkdf::{HKDF_SHA256, Salt};
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;

/// The salt of the derivation. It keeps the keys apart from those of other programs.
const SALT: &[u8] = b"ticket-note sessions v1";

/// The use of a sealed text. A text that was sealed for one purpose cannot be opened for another.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Purpose {
    Code,
    Cookie,
    Bearer,
}

impl Purpose {
    const ALL: [Self; 3] = [Self::Code, Self::Cookie, Self::Bearer];

    /// The label of the derived key.
    const fn label(self) -> &'static [u8] {
        match self {
            Self::Code => b"code",
            Self::Cookie => b"cookie",
            Self::Bearer => b"bearer",
        }
    }
}

/// A text could not be sealed: the system has no randomness.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SealError;

/// The keys of each purpose, derived from the session keys and the public origin.
#[derive(Debug)]
pub(super) struct Sealers(Vec<(Purpose, RandomizedNonceKey)>);

impl Sealers {
    pub(super) fn new(keys: &SessionKeys, origin: &str) -> Self {
        let all = keys.iter().flat_map(|key| {
            Purpose::ALL.into_iter().filter_map(move |purpose| Some((purpose, derive(key, purpose, origin)?)))
        });
        Self(all.collect())
    }

    /// Seals a content with the first key. The result is base64url.
    pub(super) fn seal(&self, purpose: Purpose, mut content: Vec<u8>) -> Result<String, SealError> {
        let key = self.of(purpose).next().ok_or(SealError)?;
        let nonce = key.seal_in_place_append_tag(Aad::empty(), &mut content).map_err(|_| SealError)?;
        let mut sealed = nonce.as_ref().to_vec();
        sealed.append(&mut content);
        Ok(URL_SAFE_NO_PAD.encode(sealed))
    }

    /// Opens a text with the first key that fits.
    pub(super) fn open(&self, purpose: Purpose, text: &str) -> Option<Vec<u8>> {
        let sealed = URL_SAFE_NO_PAD.decode(text).ok()?;
        let (nonce, content) = sealed.split_at_checked(NONCE_LEN)?;
        self.of(purpose).find_map(|key| {
            let nonce = Nonce::try_assume_unique_for_key(nonce).ok()?;
            let mut content = content.to_vec();
            let plain = key.open_in_place(nonce, Aad::empty(), &mut content).ok()?.len();
            content.truncate(plain);
            Some(content)
        })
    }

    fn of(&self, purpose: Purpose) -> impl Iterator<Item = &RandomizedNonceKey> {
        self.0.iter().filter(move |(of, _)| *of == purpose).map(|(_, key)| key)
    }
}

/// Derives the key of a purpose. The separators keep a label and an origin apart. The lengths are
/// constant, so `None` does not occur.
fn derive(key: &SessionKey, purpose: Purpose, origin: &str) -> Option<RandomizedNonceKey> {
    let info = [purpose.label(), b"\0", origin.as_bytes()];
    let pseudorandom = Salt::new(HKDF_SHA256, SALT).extract(key.bytes());
    let mut bytes = [0; 32];
    pseudorandom.expand(&info, HKDF_SHA256).ok()?.fill(&mut bytes).ok()?;
    RandomizedNonceKey::new(&AES_256_GCM, &bytes).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_purpose_and_origin_has_a_key_of_its_own() {
        let keys = SessionKeys::single(SessionKey::generate().unwrap());
        let (here, there) = (Sealers::new(&keys, "a"), Sealers::new(&keys, "b"));
        for sealed_for in Purpose::ALL {
            let text = here.seal(sealed_for, b"content".to_vec()).unwrap();
            for opened_for in Purpose::ALL {
                let is_same = sealed_for == opened_for;
                assert_eq!(here.open(opened_for, &text).is_some(), is_same, "{sealed_for:?} {opened_for:?}");
                assert_eq!(there.open(opened_for, &text), None);
            }
        }
    }

    #[test]
    fn the_same_content_is_never_sealed_alike() {
        let sealers = Sealers::new(&SessionKeys::single(SessionKey::generate().unwrap()), "a");
        let seal = || sealers.seal(Purpose::Cookie, b"content".to_vec()).unwrap();
        assert_ne!(seal(), seal());
    }
}
