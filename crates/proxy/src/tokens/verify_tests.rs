#[allow(dead_code, reason = "the tests over sockets use the rest")]
#[path = "../../tests/sockets/support/issuer.rs"]
mod issuer;

use super::*;
use issuer::{AUDIENCE, ISSUER, Issuer, claims, encode, key_set, merged, now, unsigned, without};
use serde_json::json;

fn rules() -> TokenRules {
    TokenRules {
        issuer: ISSUER.to_owned(),
        audience: AUDIENCE.to_owned(),
        user_claim: "sub".to_owned(),
        name_claim: Some("name".to_owned()),
    }
}

fn set(issuers: &[&Issuer]) -> KeySet {
    KeySet::read(key_set(issuers).as_bytes()).unwrap()
}

fn login(token: &str, keys: &KeySet) -> Result<String, TokenError> {
    verify(token, keys, &rules()).map(|token| token.login).map_err(|invalid| invalid.error)
}

#[test]
fn tokens_of_each_algorithm_are_accepted() {
    for issuer in [Issuer::rsa("a"), Issuer::ec("a"), Issuer::ed("a")] {
        let token = issuer.token(&merged(claims("zoe"), &json!({"name": "Zoë", "aud": ["other", AUDIENCE]})));
        let found = verify(&token, &set(&[&issuer]), &rules()).unwrap();
        assert_eq!((found.login.as_str(), found.name.as_deref()), ("zoe", Some("Zoë")));
        assert!((now() + 295..=now() + 300).contains(&found.expires));
    }
}

#[test]
fn each_claim_is_needed_and_checked() {
    let issuer = Issuer::ed("a");
    let keys = set(&[&issuer]);
    let check = |claims: &Value| login(&issuer.token(claims), &keys);
    for name in ["exp", "iss", "aud", "sub"] {
        assert_eq!(check(&without(claims("7"), name)), Err(TokenError::MissingClaim), "{name}");
    }
    for (name, value, error) in [
        ("exp", json!(now() - 61), TokenError::Expired),
        ("exp", json!("soon"), TokenError::MissingClaim),
        ("nbf", json!(now() + 120), TokenError::NotYetValid),
        ("nbf", json!("soon"), TokenError::MissingClaim),
        ("nbf", json!([now() - 10]), TokenError::Malformed),
        ("nbf", json!({"at": 0}), TokenError::Malformed),
        ("iss", json!("https://login.example/"), TokenError::WrongIssuer),
        ("iss", json!([ISSUER]), TokenError::WrongIssuer),
        ("iss", json!(["https://evil.example", ISSUER]), TokenError::WrongIssuer),
        ("aud", json!("ticket-note2"), TokenError::WrongAudience),
        ("aud", json!([]), TokenError::WrongAudience),
        ("sub", json!(""), TokenError::MissingClaim),
        ("sub", json!(["7"]), TokenError::Malformed),
        ("sub", json!(null), TokenError::MissingClaim),
        ("sub", json!(7.5), TokenError::MissingClaim),
    ] {
        let mut changed = claims("7");
        changed[name] = value.clone();
        assert_eq!(check(&changed), Err(error), "{name}: {value}");
    }
    for (name, value) in [("exp", json!(now() - 50)), ("nbf", json!(now() + 50)), ("sub", json!(7))] {
        let mut changed = claims("7");
        changed[name] = value;
        assert_eq!(check(&changed), Ok("7".to_owned()), "{name}");
    }
}

#[test]
fn a_token_without_a_signature_is_refused() {
    let issuer = Issuer::rsa("a");
    let keys = set(&[&issuer]);
    for alg in ["none", "None", "NONE", ""] {
        for kid in [json!({"alg": alg, "kid": "a"}), json!({"alg": alg})] {
            let token = format!("{}.", unsigned(&kid, &claims("7")));
            assert!(login(&token, &keys).is_err(), "{token}");
        }
    }
    let valid = issuer.token(&claims("7"));
    let bare = valid.rsplit_once('.').unwrap().0;
    assert_eq!(login(&format!("{bare}."), &keys), Err(TokenError::BadSignature));
    for token in ["", "a", "a.b", "a.b.c", bare, &format!("{valid}.x"), &valid.replace('.', "..")] {
        assert_eq!(login(token, &keys), Err(TokenError::Malformed), "{token}");
    }
}

#[test]
fn an_hmac_with_the_public_key_is_refused() {
    let issuer = Issuer::rsa("a");
    let keys = set(&[&issuer]);
    let jwk = issuer.jwk();
    let modulus =
        base64::engine::general_purpose::URL_SAFE_NO_PAD.decode(jwk["n"].as_str().unwrap()).unwrap();
    for secret in [modulus, jwk["n"].to_string().into_bytes(), jwk.to_string().into_bytes()] {
        let signed = unsigned(&json!({"alg": "HS256", "kid": "a"}), &claims("7"));
        let key = aws_lc_rs::hmac::Key::new(aws_lc_rs::hmac::HMAC_SHA256, &secret);
        let tag = aws_lc_rs::hmac::sign(&key, signed.as_bytes());
        let token = format!("{signed}.{}", encode(tag.as_ref()));
        assert_eq!(login(&token, &keys), Err(TokenError::WrongAlgorithm));
    }
}

#[test]
fn the_algorithm_comes_from_the_key_not_from_the_token() {
    let (rsa, ec) = (Issuer::rsa("a"), Issuer::ec("b"));
    let keys = set(&[&rsa, &ec]);
    for (issuer, alg, kid) in
        [(&rsa, "RS512", "a"), (&rsa, "PS256", "a"), (&rsa, "ES256", "a"), (&ec, "ES384", "b")]
    {
        let token = issuer.token_with(&json!({"alg": alg, "kid": kid}), &claims("7"));
        assert_eq!(login(&token, &keys), Err(TokenError::WrongAlgorithm), "{alg}");
    }
    // A key ID of another key.
    let token = ec.token_with(&json!({"alg": "ES256", "kid": "a"}), &claims("7"));
    assert_eq!(login(&token, &keys), Err(TokenError::WrongAlgorithm));
}

#[test]
fn an_altered_token_and_another_key_are_refused() {
    let (issuer, stranger) = (Issuer::ed("a"), Issuer::ed("a"));
    let keys = set(&[&issuer]);
    assert_eq!(login(&stranger.token(&claims("7")), &keys), Err(TokenError::BadSignature));
    let (head, signature) =
        (unsigned(&json!({"alg": "EdDSA", "kid": "a"}), &claims("8")), issuer.token(&claims("7")));
    let token = format!("{head}.{}", signature.rsplit_once('.').unwrap().1);
    assert_eq!(login(&token, &keys), Err(TokenError::BadSignature));
}

#[test]
fn a_key_that_the_token_brings_along_is_ignored() {
    let (issuer, stranger) = (Issuer::ed("a"), Issuer::ed("a"));
    let keys = set(&[&issuer]);
    for brought in [
        json!({"jwk": stranger.jwk()}),
        json!({"jku": "https://evil.example/keys"}),
        json!({"x5u": "https://evil.example/key.pem"}),
    ] {
        let header = merged(json!({"alg": "EdDSA", "kid": "a"}), &brought);
        assert_eq!(login(&stranger.token_with(&header, &claims("7")), &keys), Err(TokenError::BadSignature));
        assert_eq!(login(&issuer.token_with(&header, &claims("7")), &keys), Ok("7".to_owned()), "{brought}");
    }
}

#[test]
fn an_extension_that_the_token_demands_is_refused() {
    let issuer = Issuer::ed("a");
    for crit in [json!(["exp"]), json!([]), json!(null), json!("b64")] {
        let header = json!({"alg": "EdDSA", "kid": "a", "crit": crit});
        assert_eq!(
            login(&issuer.token_with(&header, &claims("7")), &set(&[&issuer])),
            Err(TokenError::Critical)
        );
    }
}

#[test]
fn a_key_id_is_compared_and_nothing_else() {
    let (one, other) = (Issuer::ed("a"), Issuer::ed("../a"));
    let keys = set(&[&one, &other]);
    for kid in ["b", "A", "", "../../etc/passwd", "https://evil.example/keys", "a' OR '1'='1", "a\0"] {
        let token = one.token_with(&json!({"alg": "EdDSA", "kid": kid}), &claims("7"));
        assert_eq!(login(&token, &keys), Err(TokenError::UnknownKey), "{kid}");
    }
    assert_eq!(
        login(&one.token_with(&json!({"alg": "EdDSA"}), &claims("7")), &keys),
        Err(TokenError::UnknownKey)
    );
    let single = set(&[&one]);
    assert_eq!(login(&one.token_with(&json!({"alg": "EdDSA"}), &claims("7")), &single), Ok("7".to_owned()));
    assert_eq!(login(&other.token(&claims("7")), &keys), Ok("7".to_owned()));
}

#[test]
fn keys_of_another_kind_or_use_are_left_out() {
    let usable = |key: Value| KeySet::read(json!({"keys": [key]}).to_string().as_bytes()).is_ok();
    let (rsa, ec) = (Issuer::rsa("a").jwk(), Issuer::ec("a").jwk());
    assert!(usable(rsa.clone()) && usable(ec.clone()) && usable(without(ec.clone(), "alg")));
    for key in [
        merged(rsa.clone(), &json!({"use": "enc"})),
        merged(rsa.clone(), &json!({"alg": "RS512"})),
        merged(rsa.clone(), &json!({"alg": "HS256"})),
        merged(rsa.clone(), &json!({"key_ops": ["encrypt"]})),
        merged(rsa, &json!({"n": encode(&[0xff; 128])})),
        merged(ec.clone(), &json!({"crv": "P-384"})),
        merged(ec, &json!({"kty": "RSA"})),
        json!({"kty": "oct", "k": encode(&[7; 32]), "alg": "HS256"}),
    ] {
        assert!(!usable(key.clone()), "{key}");
    }
    for text in ["", "[]", "{}", "{\"keys\":{}}", "{\"keys\":[]}", "{\"keys\":[1,null]}"] {
        assert!(KeySet::read(text.as_bytes()).is_err(), "{text}");
    }
}
