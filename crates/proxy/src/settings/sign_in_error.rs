use super::SettingNames;
use crate::sessions::InvalidSessionKeys;
use crate::setting_file::FileError;
use crate::tokens::InvalidKeySet;
use std::path::PathBuf;

/// The reason why the settings of sessions and tokens cannot be used.
#[derive(Debug)]
pub enum SignInError {
    /// The first setting has no effect without one of the others. The last text is the next step.
    Needs(&'static str, &'static str, &'static str),
    /// The session key file cannot be read.
    SessionKeyFile(PathBuf, FileError),
    /// Other users of the machine can read the session key file.
    SessionKeyExposed(PathBuf),
    /// The content of the session key file is not valid.
    SessionKeys(PathBuf, InvalidSessionKeys),
    /// The system has no randomness for a session key.
    Randomness,
    /// The key set file cannot be read.
    TokenKeysFile(PathBuf, FileError),
    /// The content of the key set file is not valid.
    TokenKeys(PathBuf, InvalidKeySet),
    /// The URL of the key set is not https, or has credentials.
    TokenKeysUrl,
    /// The client for the key set could not be created.
    TokenTls(reqwest::Error),
    /// An identity and a token would have the same header.
    SameHeader,
    /// The setting cannot be combined with `--sandbox-sign-in`.
    BesideSandboxSignIn(&'static str),
}

impl SignInError {
    /// Returns the message, in which each setting has the name by which it was set.
    #[must_use]
    pub fn message(&self, names: &SettingNames) -> String {
        let [session_keys, token_keys] = ["--session-key-file", "--jwt-keys"].map(|flag| names.of(flag));
        match self {
            Self::Needs(flag, needed, step) => format!("{} needs {needed}; {step}", names.of(flag)),
            Self::SessionKeyFile(path, error) => {
                format!("{session_keys}: cannot read {}: {error}", path.display())
            }
            Self::SessionKeyExposed(path) => format!(
                "{session_keys}: other users of this machine can read {}; run chmod 600 on it",
                path.display()
            ),
            Self::SessionKeys(path, error) => format!("{session_keys}: {} {error}", path.display()),
            Self::Randomness => format!("{session_keys}: the system has no randomness; set it to a file"),
            Self::TokenKeysFile(path, error) => {
                format!("{token_keys}: cannot read {}: {error}", path.display())
            }
            Self::TokenKeys(path, error) => format!("{token_keys}: {} {error}", path.display()),
            Self::TokenKeysUrl => {
                format!("{token_keys}: expected a file, or an https URL without a user name or password")
            }
            Self::TokenTls(error) => {
                format!("{token_keys}: cannot set up TLS; install ca-certificates: {error}")
            }
            Self::SameHeader => format!(
                "{} and {} name the same header; choose another one for the token",
                names.of("--user-header"),
                names.of("--jwt-header")
            ),
            Self::BesideSandboxSignIn(setting) => format!(
                "{} and {} cannot be combined; remove one of them",
                names.of("--sandbox-sign-in"),
                names.of(setting)
            ),
        }
    }
}
