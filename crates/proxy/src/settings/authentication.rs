//! Resolves the ways of authentication.

use super::reading::is_exposed;
use super::{Environment, Flags, SettingError, SignInError, SignInFlags};
use crate::caller::{Authenticator, Cidr, IdentityHeader, LoginCase, Users, is_header_of_front};
use crate::reloadable::Reloadable;
use crate::sandbox;
use crate::sessions::{SessionKey, SessionKeys, SessionRules, Sessions};
use crate::setting_file::{ReadAt, read_bytes, read_text};
use crate::tokens::{KeySet, KeySource, TokenKeys, TokenRules, TokenVerifier};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use url::Url;

/// The files of the ways of authentication, which are read again after SIGHUP.
#[derive(Clone, Debug, Default)]
pub struct AuthenticationFiles {
    /// The users file, and how its logins are compared.
    pub users: Option<(PathBuf, LoginCase)>,
    /// The session key file, and the folder of systemd's credentials.
    pub session_keys: Option<(PathBuf, Option<PathBuf>)>,
    /// The file of the key set.
    pub token_keys: Option<PathBuf>,
}

/// Resolves the ways of authentication, and names their files.
pub(super) fn authentication(
    flags: &Flags,
    environment: &Environment,
) -> Result<(Authenticator, AuthenticationFiles), SettingError> {
    let given = &flags.sign_in;
    refuse_useless(flags)?;
    let case = if given.users_ignore_case { LoginCase::IgnoreAscii } else { LoginCase::Exact };
    let users = flags.users.as_deref().map(|path| read_users(path, case, ReadAt::Start)).transpose()?;
    let users = if given.sandbox_sign_in { Some(sandbox::users()) } else { users };
    let trusted = match flags.trusted_proxy.clone() {
        ranges if ranges.is_empty() => Cidr::loopback(),
        ranges => ranges,
    };
    let credentials = environment.credentials.as_deref();
    let (tokens, token_file) = tokens(given)?;
    let authenticator = Authenticator {
        identity: identity(flags),
        trusted,
        users: users.map(Reloadable::new),
        sessions: sessions(flags, credentials)?,
        tokens: tokens.map(Arc::new),
    };
    let files = AuthenticationFiles {
        users: flags.users.clone().map(|path| (path, case)),
        session_keys: given.session_key_file.clone().map(|path| (path, environment.credentials.clone())),
        token_keys: token_file,
    };
    Ok((authenticator, files))
}

fn identity(flags: &Flags) -> Option<IdentityHeader> {
    if flags.sign_in.sandbox_sign_in { sandbox::identity_header() } else { flags.user_header.clone() }
}

/// Refuses settings that exclude each other, or that would have no effect.
fn refuse_useless(flags: &Flags) -> Result<(), SettingError> {
    let given = &flags.sign_in;
    if flags.anonymous && flags.user_header.is_some() {
        return Err(SettingError::AnonymousBesideHeader);
    }
    let has_way = flags.user_header.is_some() || given.jwt_keys.is_some();
    if flags.users.is_some() && !has_way {
        return Err(SettingError::UsersWithoutHeader);
    }
    let needs = |flag, needed, step| Err(SignInError::Needs(flag, needed, step).into());
    if given.users_ignore_case && flags.users.is_none() {
        return needs("--users-ignore-case", "--users", "set it to the users file");
    }
    let is_same = flags.user_header.as_ref().is_some_and(|header| *header.name() == given.jwt_header);
    if is_same && given.jwt_keys.is_some() {
        return Err(SignInError::SameHeader.into());
    }
    if given.sandbox_sign_in {
        refuse_beside_sandbox_sign_in(flags)?;
    }
    if given.session_key_file.is_some() {
        refuse_useless_session_key(flags)?;
    }
    if flags.anonymous && given.jwt_keys.is_some() {
        let step = "an anonymous proxy asks for no identity, so remove one of them";
        return needs("--jwt-keys", "a proxy without --anonymous", step);
    }
    Ok(())
}

/// Refuses a session key of a proxy that has no sessions.
fn refuse_useless_session_key(flags: &Flags) -> Result<(), SignInError> {
    let needs = |needed, step| Err(SignInError::Needs("--session-key-file", needed, step));
    match () {
        () if flags.sign_in.sandbox_sign_in => Ok(()),
        () if !knows_users_of_page(flags) && flags.sign_in.jwt_keys.is_some() => needs(
            "--user-header, or another --jwt-header",
            "the sign-in page takes the user from a header that the reverse proxy sets",
        ),
        () if !knows_users_of_page(flags) => needs("--user-header or --jwt-keys", "set one of them"),
        () if flags.public_origin.is_empty() => needs("--public-origin", "set it to the origin of the form"),
        () => Ok(()),
    }
}

/// Returns whether a header of the reverse proxy can identify the user on the sign-in page.
fn knows_users_of_page(flags: &Flags) -> bool {
    let given = &flags.sign_in;
    let has_token = given.jwt_keys.is_some() && is_header_of_front(&given.jwt_header);
    given.sandbox_sign_in || flags.user_header.is_some() || has_token
}

/// The stand-in for an authentication proxy lets anyone sign in as anyone, so it exists in the sandbox
/// only.
fn refuse_beside_sandbox_sign_in(flags: &Flags) -> Result<(), SignInError> {
    let beside = |setting| Err(SignInError::BesideSandboxSignIn(setting));
    match () {
        () if !flags.sandbox => {
            Err(SignInError::Needs("--sandbox-sign-in", "--sandbox", "remove it for a real proxy"))
        }
        () if flags.user_header.is_some() => beside("--user-header"),
        () if flags.users.is_some() => beside("--users"),
        () if flags.anonymous => beside("--anonymous"),
        () => Ok(()),
    }
}

/// Returns the sessions, if a user can be known on the sign-in page.
fn sessions(flags: &Flags, credentials: Option<&Path>) -> Result<Option<Arc<Sessions>>, SettingError> {
    let given = &flags.sign_in;
    let origin = match flags.public_origin.first() {
        Some(origin) if knows_users_of_page(flags) => origin.to_string(),
        None if given.sandbox_sign_in => "sandbox".to_owned(),
        _ => return Ok(None),
    };
    let keys = match &given.session_key_file {
        Some(path) => read_session_keys(path, credentials, ReadAt::Start)?,
        None => SessionKeys::single(SessionKey::generate().map_err(|_| SignInError::Randomness)?),
    };
    let rules = SessionRules {
        lifetime: given.session_hours * 3600,
        not_before: given.sessions_not_before.map_or(0, |time| time.as_second()),
    };
    Ok(Some(Arc::new(Sessions::new(&keys, origin, rules))))
}

/// Returns the verifier of tokens, and the file of its keys.
fn tokens(given: &SignInFlags) -> Result<(Option<TokenVerifier>, Option<PathBuf>), SignInError> {
    let together = [&given.jwt_keys, &given.jwt_issuer, &given.jwt_audience];
    let names = ["--jwt-keys", "--jwt-issuer", "--jwt-audience"];
    let (Some(place), Some(issuer), Some(audience)) = (together[0], together[1], together[2]) else {
        let set = together.iter().zip(names).find(|(value, _)| value.is_some());
        let missing = together.iter().zip(names).find(|(value, _)| value.is_none());
        return match (set, missing) {
            (Some((_, flag)), Some((_, needed))) => Err(SignInError::Needs(
                flag,
                needed,
                "set all of --jwt-keys, --jwt-issuer and --jwt-audience",
            )),
            _ => Ok((None, None)),
        };
    };
    let (keys, file) = match key_source(place)? {
        KeySource::File(path) => (TokenKeys::from_file(read_token_keys(&path, ReadAt::Start)?), Some(path)),
        KeySource::Url(url) => (TokenKeys::from_url(url).map_err(SignInError::TokenTls)?, None),
    };
    let rules = TokenRules {
        issuer: issuer.clone(),
        audience: audience.clone(),
        user_claim: given.jwt_user_claim.clone(),
        name_claim: given.jwt_name_claim.clone(),
    };
    Ok((Some(TokenVerifier { header: given.jwt_header.clone(), rules, keys }), file))
}

fn key_source(place: &str) -> Result<KeySource, SignInError> {
    if !place.contains("://") {
        return Ok(KeySource::File(PathBuf::from(place)));
    }
    let url = Url::parse(place).map_err(|_| SignInError::TokenKeysUrl)?;
    let is_plain = url.username().is_empty() && url.password().is_none();
    if url.scheme() == "https" && is_plain { Ok(KeySource::Url(url)) } else { Err(SignInError::TokenKeysUrl) }
}

/// Reads the users file.
///
/// # Errors
/// [`SettingError`] if it cannot be read or is not valid.
pub(crate) fn read_users(path: &Path, case: LoginCase, at: ReadAt) -> Result<Users, SettingError> {
    let text = read_text(path, at).map_err(|error| SettingError::UsersFile(path.to_owned(), error))?;
    Users::read(&text, case).map_err(SettingError::Users)
}

/// Reads the session key file. Other users of the machine must not be able to read it.
///
/// # Errors
/// [`SignInError`] if it cannot be read, is not private or is not valid.
pub(crate) fn read_session_keys(
    path: &Path,
    credentials: Option<&Path>,
    at: ReadAt,
) -> Result<SessionKeys, SignInError> {
    let text = read_text(path, at).map_err(|error| SignInError::SessionKeyFile(path.to_owned(), error))?;
    if is_exposed(path, credentials) {
        return Err(SignInError::SessionKeyExposed(path.to_owned()));
    }
    SessionKeys::read(&text).map_err(|error| SignInError::SessionKeys(path.to_owned(), error))
}

/// Reads the file of a key set.
///
/// # Errors
/// [`SignInError`] if it cannot be read or has no usable key.
pub(crate) fn read_token_keys(path: &Path, at: ReadAt) -> Result<KeySet, SignInError> {
    let json = read_bytes(path, at).map_err(|error| SignInError::TokenKeysFile(path.to_owned(), error))?;
    KeySet::read(&json).map_err(|error| SignInError::TokenKeys(path.to_owned(), error))
}
