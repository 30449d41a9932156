use super::flags::{whole_number, yes_or_no};
use crate::caller::check_token_header;
use axum::http::HeaderName;
use clap::Args;
use jiff::Timestamp;
use std::path::PathBuf;

/// The flags of sessions and of tokens.
#[derive(Clone, Debug, Args)]
pub struct SignInFlags {
    /// Ignore the case of the letters A to Z in logins
    #[arg(long, env = "TICKET_NOTE_USERS_IGNORE_CASE", hide_env_values = true)]
    #[arg(value_parser = yes_or_no)]
    pub(super) users_ignore_case: bool,

    /// File with one or two keys for sessions, which `ticket-note-proxy session-key` prints [default: a key that ends with the process]
    #[arg(long, env = "TICKET_NOTE_SESSION_KEY_FILE", value_name = "FILE", hide_env_values = true)]
    pub(super) session_key_file: Option<PathBuf>,

    /// Longest lifetime of a session, 1 to 24 hours
    #[arg(long, env = "TICKET_NOTE_SESSION_HOURS", value_name = "HOURS", default_value_t = 10)]
    #[arg(value_parser = |text: &str| whole_number(text, 1..=24_i64), hide_env_values = true)]
    pub(super) session_hours: i64,

    /// Time before which sessions are not valid any more, such as 2026-01-31T12:00:00Z
    #[arg(long, env = "TICKET_NOTE_SESSIONS_NOT_BEFORE", value_name = "TIME", hide_env_values = true)]
    #[arg(value_parser = time)]
    pub(super) sessions_not_before: Option<Timestamp>,

    /// Keys of the issuer of tokens: a JSON Web Key Set, as a file or an https URL
    #[arg(long, env = "TICKET_NOTE_JWT_KEYS", value_name = "FILE|URL", hide_env_values = true)]
    pub(super) jwt_keys: Option<String>,

    /// Issuer of tokens, the claim `iss`
    #[arg(long, env = "TICKET_NOTE_JWT_ISSUER", value_name = "TEXT", hide_env_values = true)]
    #[arg(value_parser = issuer)]
    pub(super) jwt_issuer: Option<String>,

    /// Audience of tokens, the claim `aud`
    #[arg(long, env = "TICKET_NOTE_JWT_AUDIENCE", value_name = "TEXT", hide_env_values = true)]
    #[arg(value_parser = audience)]
    pub(super) jwt_audience: Option<String>,

    /// Claim that carries the login, or the user ID without --users
    #[arg(long, env = "TICKET_NOTE_JWT_USER_CLAIM", value_name = "NAME", default_value = "sub")]
    #[arg(value_parser = claim, hide_env_values = true)]
    pub(super) jwt_user_claim: String,

    /// Claim that carries the display name
    #[arg(long, env = "TICKET_NOTE_JWT_NAME_CLAIM", value_name = "NAME", hide_env_values = true)]
    #[arg(value_parser = claim)]
    pub(super) jwt_name_claim: Option<String>,

    /// Header that carries the token
    #[arg(long, env = "TICKET_NOTE_JWT_HEADER", value_name = "NAME", default_value = "X-Ticket-Note-Token")]
    #[arg(value_parser = check_token_header, hide_env_values = true)]
    pub(super) jwt_header: HeaderName,

    /// Play an authentication proxy, to try the sign-in window. Only with --sandbox
    #[arg(long, env = "TICKET_NOTE_SANDBOX_SIGN_IN", hide_env_values = true)]
    #[arg(value_parser = yes_or_no)]
    pub(super) sandbox_sign_in: bool,
}

fn time(text: &str) -> Result<Timestamp, &'static str> {
    text.parse().map_err(|_| "expected a time with an offset, such as 2026-01-31T12:00:00Z")
}

/// An empty issuer or audience would accept tokens whose issuer leaves it empty.
fn issuer(text: &str) -> Result<String, &'static str> {
    filled(text, "expected the issuer of the tokens, such as https://login.example")
}

fn audience(text: &str) -> Result<String, &'static str> {
    filled(text, "expected the audience of the tokens, such as ticket-note")
}

fn claim(text: &str) -> Result<String, &'static str> {
    filled(text, "expected the name of a claim, such as sub")
}

/// Returns a text that is not empty. With a control character, such as the carriage return of a file
/// from Windows, it would match no token.
fn filled(text: &str, expected: &'static str) -> Result<String, &'static str> {
    match text {
        _ if text.chars().any(char::is_control) => {
            Err("it has a control character, such as a carriage return; remove the character")
        }
        _ if text.trim().is_empty() => Err(expected),
        _ => Ok(text.to_owned()),
    }
}

impl SignInFlags {
    /// Returns the settings of sessions, for the log.
    pub(super) fn sign_in(&self) -> String {
        let file = self.session_key_file.as_ref().map(|path| path.display().to_string());
        let not_before = self.sessions_not_before.map(|time| time.to_string());
        format!(
            "session_key_file={:?} session_hours={} sessions_not_before={:?} sandbox_sign_in={}",
            file.unwrap_or_default(),
            self.session_hours,
            not_before.unwrap_or_default(),
            self.sandbox_sign_in
        )
    }

    /// Returns the settings of tokens, for the log.
    pub(super) fn jwt(&self) -> Option<String> {
        Some(format!(
            "keys={:?} issuer={:?} audience={:?} user_claim={:?} name_claim={:?} header={}",
            // A URL may have a secret in its query.
            self.jwt_keys.as_ref()?.split('?').next().unwrap_or_default(),
            self.jwt_issuer.as_deref().unwrap_or_default(),
            self.jwt_audience.as_deref().unwrap_or_default(),
            self.jwt_user_claim,
            self.jwt_name_claim.as_deref().unwrap_or_default(),
            self.jwt_header
        ))
    }
}
