use crate::caller::{Authentication, Caller, CallerTags, Reason, Refused};
use crate::metrics::METRICS;
use axum::http::{HeaderValue, header};
use axum::response::Response;

/// What a response says about the caller of its request.
#[derive(Debug, Default)]
pub(super) struct Recognition {
    caller: Option<String>,
    set_cookie: Option<HeaderValue>,
}

impl Recognition {
    /// Records the result of an authentication, and returns the caller.
    pub(super) fn record(
        &mut self,
        authentication: Authentication,
        tags: &CallerTags,
    ) -> Result<Caller, Refused> {
        self.set_cookie = authentication.set_cookie;
        match &authentication.result {
            Ok(caller) => self.caller = caller.author().map(|author| tags.of(author)),
            Err(refused) => count(refused.reason),
        }
        authentication.result
    }

    /// Returns the opaque caller.
    pub(super) fn caller(&self) -> Option<String> {
        self.caller.clone()
    }

    /// Adds the change of the session cookie to a response.
    pub(super) fn add_cookie(self, mut response: Response) -> Response {
        if let Some(cookie) = self.set_cookie {
            response.headers_mut().append(header::SET_COOKIE, cookie);
        }
        response
    }
}

/// Counts a request without a valid identity.
pub(super) fn count(reason: Reason) {
    METRICS.count_unauthenticated(reason.as_str());
}
