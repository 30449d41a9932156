//! An issuer of signed tokens.

use rcgen::{KeyPair, PKCS_ED25519, PublicKeyData, SigningKey};
use serde_json::json;
use std::time::{Duration, SystemTime, UNIX_EPOCH};
use tempfile::TempDir;

const LETTERS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
const ISSUER: &str = "https://login.example";
const AUDIENCE: &str = "notes";

/// An issuer of tokens, whose keys the proxy reads from a file.
pub(super) struct Issuer {
    keys: [KeyPair; 2],
    folder: TempDir,
}

impl Issuer {
    /// Publishes the first of two keys.
    pub(super) fn new() -> Self {
        let keys = [(), ()].map(|()| KeyPair::generate_for(&PKCS_ED25519).unwrap());
        let folder = tempfile::tempdir().unwrap();
        let issuer = Self { keys, folder };
        issuer.publish(0);
        issuer
    }

    /// Publishes the key of this number, and no other.
    pub(super) fn publish(&self, key: usize) {
        let x = base64url(self.keys[key].der_bytes());
        let key = json!({"kty": "OKP", "crv": "Ed25519", "kid": key.to_string(), "x": x});
        std::fs::write(self.path(), json!({"keys": [key]}).to_string()).unwrap();
    }

    /// Returns the flags with which a proxy accepts its tokens.
    pub(super) fn flags(&self) -> [String; 6] {
        ["--jwt-keys", &self.path(), "--jwt-issuer", ISSUER, "--jwt-audience", AUDIENCE].map(str::to_owned)
    }

    fn path(&self) -> String {
        self.folder.path().join("keys.json").display().to_string()
    }

    /// Returns a token for a user, signed with the key of this number.
    pub(super) fn token(&self, key: usize, user: &str) -> String {
        let end = SystemTime::now().duration_since(UNIX_EPOCH).unwrap() + Duration::from_secs(300);
        let header = json!({"alg": "EdDSA", "kid": key.to_string()});
        let claims = json!({"iss": ISSUER, "aud": AUDIENCE, "sub": user, "exp": end.as_secs()});
        let parts = [header, claims].map(|part| base64url(part.to_string().as_bytes()));
        let signed = parts.join(".");
        let signature = self.keys[key].sign(signed.as_bytes()).unwrap();
        format!("{signed}.{}", base64url(&signature))
    }
}

fn base64url(bytes: &[u8]) -> String {
    let mut text = String::new();
    for chunk in bytes.chunks(3) {
        let word =
            chunk.iter().fold(0u32, |word, &byte| word << 8 | u32::from(byte)) << (8 * (3 - chunk.len()));
        for place in 0..=chunk.len() {
            text.push(char::from(LETTERS[(word >> (18 - 6 * place) & 63) as usize]));
        }
    }
    text
}
