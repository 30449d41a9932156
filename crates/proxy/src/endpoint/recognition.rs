use crate::caller::{Authentication, Caller, CallerTags, Reason, Refused, SeenCookie};
use crate::metrics::METRICS;
use crate::sessions::{DELETED_COOKIE, Session, Sessions};
use axum::http::header;
use axum::response::Response;

/// What a response says about the caller of its request.
#[derive(Debug, Default)]
pub(super) struct Recognition {
    caller: Option<String>,
    /// The valid session of the cookie.
    session: Option<Session>,
    has_invalid_cookie: bool,
}

impl Recognition {
    /// Records the result of an authentication, and returns the caller.
    pub(super) fn record(
        &mut self,
        authentication: Authentication,
        tags: &CallerTags,
    ) -> Result<Caller, Refused> {
        match authentication.cookie {
            SeenCookie::Absent => {}
            SeenCookie::Valid(session) => self.session = Some(session),
            SeenCookie::Invalid => self.has_invalid_cookie = true,
        }
        match &authentication.result {
            Ok(caller) => self.caller = caller.author().map(|author| tags.of(author)),
            Err(refused) => count(refused.reason),
        }
        authentication.result
    }

    /// Returns the opaque caller.
    pub(super) fn caller(&self) -> Option<&str> {
        self.caller.as_deref()
    }

    /// Returns whether the request has a session cookie that is not valid.
    pub(super) const fn has_invalid_cookie(&self) -> bool {
        self.has_invalid_cookie
    }

    /// Deletes a session cookie that is not valid.
    pub(super) fn delete_invalid_cookie(&self, mut response: Response) -> Response {
        if self.has_invalid_cookie {
            response.headers_mut().append(header::SET_COOKIE, DELETED_COOKIE);
        }
        response
    }

    /// Renews the session cookie. Only for fast responses, because a late renewal would replace the cookie of
    /// the next user.
    pub(super) fn renew_cookie(&self, sessions: Option<&Sessions>, now: i64, response: &mut Response) {
        let renewed = self.session.as_ref().zip(sessions);
        if let Some(cookie) = renewed.and_then(|(session, sessions)| sessions.renewed_cookie(session, now)) {
            response.headers_mut().append(header::SET_COOKIE, cookie);
        }
    }
}

/// Counts a request without a valid identity.
pub(super) fn count(reason: Reason) {
    METRICS.count_unauthenticated(reason.as_str());
}
