//! Tokens that a page of another site supplies to the form in its frame.

use super::two_sites::Crm;
use super::{TEXT, shown};
use rcgen::{KeyPair, PKCS_ED25519, PublicKeyData, SigningKey};
use serde_json::{Value, json};
use std::time::{Duration, SystemTime, UNIX_EPOCH};
use tempfile::TempDir;
use ticket_note_e2e::wait_until;

const LETTERS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

/// An issuer of tokens, whose keys the proxy reads from a file.
struct Issuer {
    keys: [KeyPair; 2],
    folder: TempDir,
}

impl Issuer {
    /// Publishes the first of two keys.
    fn new() -> Self {
        let keys = [(), ()].map(|()| KeyPair::generate_for(&PKCS_ED25519).unwrap());
        let folder = tempfile::tempdir().unwrap();
        let issuer = Self { keys, folder };
        issuer.publish(0);
        issuer
    }

    /// Publishes the key of this number, and no other.
    fn publish(&self, key: usize) {
        let x = base64url(self.keys[key].der_bytes());
        let key = json!({"kty": "OKP", "crv": "Ed25519", "kid": key.to_string(), "x": x});
        std::fs::write(self.path(), json!({"keys": [key]}).to_string()).unwrap();
    }

    fn path(&self) -> String {
        self.folder.path().join("keys.json").display().to_string()
    }

    /// Returns a token for a user, signed with the key of this number.
    fn token(&self, key: usize, user: &str) -> String {
        let end = SystemTime::now().duration_since(UNIX_EPOCH).unwrap() + Duration::from_secs(300);
        let header = json!({"alg": "EdDSA", "kid": key.to_string()});
        let claims =
            json!({"iss": "https://login.example", "aud": "notes", "sub": user, "exp": end.as_secs()});
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

/// Starts the CRM page. It answers each request for a token with the next one of these.
fn start(issuer: &Issuer, tokens: &[String]) -> Crm {
    let crm = Crm::with_flags(&[
        "--jwt-keys",
        &issuer.path(),
        "--jwt-issuer",
        "https://login.example",
        "--jwt-audience",
        "notes",
    ]);
    let answer = "const [tokens] = arguments; window.asked = 0; \
        addEventListener('message', ({ data }) => { \
          if (data.kind !== 'token-wanted') return; \
          const token = tokens[Math.min(window.asked++, tokens.length - 1)] ?? null; \
          postToFrame({ app: 'ticket-note', v: 1, kind: 'token', id: data.id, token }); \
        })";
    crm.open_with("", "&getToken", |browser| browser.execute::<()>(answer, vec![json!(tokens)]));
    crm.type_text();
    crm
}

/// The places of the frame where a token must not be.
const PLACES: &str = "const note = document.querySelector('ticket-note'); \
    return JSON.stringify([{ ...localStorage }, { ...sessionStorage }, document.documentElement.outerHTML, \
      note.shadowRoot.innerHTML, note.value, location.href, \
      performance.getEntriesByType('resource').map(({ name }) => name)])";

#[test]
fn the_parent_page_supplies_the_token() {
    let issuer = Issuer::new();
    let token = issuer.token(0, "bob");
    let crm = start(&issuer, std::slice::from_ref(&token));
    crm.send("saved");
    assert_eq!(crm.desk.notes(), [(TEXT.to_owned(), Some(255))]);
    let browser = crm.desk.browser();
    let places = crm.in_frame(|| {
        assert_eq!(shown(browser, "#sign-in"), None);
        browser.evaluate::<String>(PLACES)
    });
    let messages = browser.evaluate::<String>("return JSON.stringify(messages)");
    assert!(messages.contains("token-wanted") && places.contains("/ticket-note/index.html"));
    for seen in [places, messages] {
        assert!(!seen.contains(&token), "{seen}");
    }
}

/// Replaces the key of the issuer, and waits until the proxy refuses a token of the former one.
fn rotate(issuer: &Issuer, crm: &Crm, former: &str) {
    issuer.publish(1);
    crm.desk.harness.proxy().reload();
    let address = format!("{}/api/ticket-note/session", crm.desk.harness.origin());
    let client = reqwest::blocking::Client::new();
    let status = || client.get(&address).header("X-Ticket-Note-Token", former).send().unwrap().status();
    wait_until("a refusal of the former key", status, |status| *status == 401);
}

#[test]
fn keys_that_rotate_in_the_middle_are_followed() {
    let issuer = Issuer::new();
    let [former, current] = [0, 1].map(|key| issuer.token(key, "alice"));
    // The parent page keeps its token until it is asked again for the same request.
    let crm = start(&issuer, &[former.clone(), former.clone(), current]);
    crm.send("saved");
    rotate(&issuer, &crm, &former);
    crm.type_text();
    crm.send("saved");
    assert_eq!(crm.desk.browser().evaluate::<Value>("return asked"), json!(3));
    let note = || (TEXT.to_owned(), Some(254));
    assert_eq!(crm.desk.notes(), [note(), note()]);
}

#[test]
fn no_token_of_the_parent_page_sends_nothing() {
    let issuer = Issuer::new();
    let crm = start(&issuer, &[]);
    crm.send("refused");
    assert_eq!(crm.desk.notes(), []);
}

#[test]
fn a_token_of_a_user_without_an_author_is_told_so() {
    let issuer = Issuer::new();
    let crm = start(&issuer, &[issuer.token(0, "eve")]);
    crm.send("refused");
    let alert = "return document.querySelector('ticket-note').shadowRoot.querySelector('.status > [role=alert]').textContent";
    let sentence = crm.in_frame(|| crm.desk.browser().evaluate::<String>(alert));
    assert_eq!(
        sentence.trim(),
        "Nothing was added. You have no Omnidesk user here. Ask the people who run this page to add you."
    );
    assert_eq!(crm.desk.notes(), []);
}
