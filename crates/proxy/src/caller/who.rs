use crate::display_name::display_name;
use crate::sessions::Session;
use crate::tokens::VerifiedToken;
use ticket_note_core::note::UserId;

/// The way by which a request states its identity, in the order of precedence.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Way {
    /// The identity header of an authentication proxy.
    Header,
    /// A signed token of another issuer.
    Token,
    /// A session of the proxy, as a token.
    Bearer,
    /// A session of the proxy, as a cookie.
    Cookie,
}

impl Way {
    /// Returns the word in responses and in the log.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Header => "header",
            Self::Token => "token",
            Self::Bearer => "bearer",
            Self::Cookie => "cookie",
        }
    }
}

/// A signed-in user, as one way states it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SignedIn {
    /// The login, or the user ID as text.
    pub login: String,
    /// The display name.
    pub name: String,
    /// The way that states it.
    pub way: Way,
    /// The author that belongs to the login.
    pub author: UserId,
    /// The end of the session or token, in seconds since 1970. `None`: the proxy does not know it.
    pub expires: Option<i64>,
}

impl SignedIn {
    pub(super) fn by_header(login: String, author: UserId) -> Self {
        Self { name: display_name(None, &login), login, way: Way::Header, author, expires: None }
    }

    /// Returns the user of a session.
    #[must_use]
    pub fn by_session(session: &Session, way: Way, author: UserId) -> Self {
        let (login, name) = (session.login.clone(), session.name.clone());
        Self { login, name, way, author, expires: Some(session.expires()) }
    }

    pub(super) fn by_token(token: VerifiedToken, author: UserId) -> Self {
        let name = display_name(token.name.as_deref(), &token.login);
        Self { login: token.login, name, way: Way::Token, author, expires: Some(token.expires) }
    }
}
