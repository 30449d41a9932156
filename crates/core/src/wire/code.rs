/// Whether the note may have been added.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sent {
    /// The note was not added: Omnidesk was not called, or refused it.
    No,
    /// The note may have been added: the outcome is unknown.
    Unknown,
}

impl Sent {
    /// Returns the value of `sent` in a response body.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::No => "no",
            Self::Unknown => "unknown",
        }
    }
}

macro_rules! codes {
    ($($(#[$doc:meta])* $name:ident = $text:literal, $status:literal;)+) => {
        /// The reason why a response is not a success (`docs/specification.md`, section 2).
        ///
        /// A code whose [`sent`](Self::sent) is `no` never has status 502 or 504. Reverse proxies
        /// replace those bodies, and the form could not tell that nothing was added.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
        pub enum Code {
            $($(#[$doc])* $name,)+
        }

        impl Code {
            /// Every code, in the order of the specification.
            pub const ALL: &[Self] = &[$(Self::$name,)+];

            /// Returns the value of `code` in a response body.
            #[must_use]
            pub const fn as_str(self) -> &'static str {
                match self {
                    $(Self::$name => $text,)+
                }
            }

            /// Returns the HTTP status of the response.
            #[must_use]
            pub const fn status(self) -> u16 {
                match self {
                    $(Self::$name => $status,)+
                }
            }
        }
    };
}

codes! {
    /// The body is not a note in JSON.
    InvalidJson = "invalid_json", 400;
    /// The idempotency key is missing, or is not one quoted UUID of version 4.
    InvalidKey = "invalid_key", 400;
    /// The request was not complete in time.
    IncompleteRequest = "incomplete_request", 400;
    /// An identity is required, and the request has no valid one.
    Unauthenticated = "unauthenticated", 401;
    /// The request has valid identities of two users.
    TwoIdentities = "two_identities", 401;
    /// The login is authenticated, and has no author in Omnidesk.
    UnknownUser = "unknown_user", 403;
    /// The request does not come from a page of this origin.
    CrossSite = "cross_site", 403;
    /// There is nothing at this path.
    NotFound = "not_found", 404;
    /// The path does not support the method; `Allow` lists the supported ones.
    MethodNotAllowed = "method_not_allowed", 405;
    /// The request is from a user other than the one that the form shows.
    OtherCaller = "other_caller", 409;
    /// The body exceeds the size limit.
    TooLarge = "too_large", 413;
    /// The body is not `application/json` in UTF-8, or it is compressed.
    UnsupportedMediaType = "unsupported_media_type", 415;
    /// At least one field is not valid; `fields` lists them.
    InvalidNote = "invalid_note", 422;
    /// The idempotency key was used with another note.
    KeyReused = "key_reused", 422;
    /// The limit of the proxy or of Omnidesk is exceeded. `Retry-After` contains the wait.
    RateLimited = "rate_limited", 429;
    /// The proxy failed before it called Omnidesk.
    Internal = "internal", 500;
    /// Omnidesk refused the note.
    UpstreamRefused = "upstream_refused", 422;
    /// The proxy could not reach Omnidesk.
    UpstreamUnreachable = "upstream_unreachable", 424;
    /// Omnidesk refused the proxy's API key.
    UpstreamMisconfigured = "upstream_misconfigured", 424;
    /// The request may have reached Omnidesk, and no usable response came.
    OutcomeUnknown = "outcome_unknown", 502;
    /// The outcome is unknown because Omnidesk did not respond in time.
    OutcomeUnknownTimeout = "outcome_unknown", 504;
    /// The proxy is shutting down, cannot write the ledger, or is overloaded.
    Unavailable = "unavailable", 503;
}

impl Code {
    /// Returns whether the note may have been added.
    #[must_use]
    pub const fn sent(self) -> Sent {
        match self {
            Self::OutcomeUnknown | Self::OutcomeUnknownTimeout => Sent::Unknown,
            _ => Sent::No,
        }
    }

    /// Returns the code with this text.
    #[must_use]
    pub fn from_text(text: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|code| code.as_str() == text)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_status_makes_browsers_send_again() {
        for code in Code::ALL {
            assert!(!matches!(code.status(), 408 | 421), "{code:?}");
        }
    }

    #[test]
    fn only_outcome_unknown_may_have_been_sent() {
        for code in Code::ALL {
            let is_unknown = code.as_str() == "outcome_unknown";
            assert_eq!(code.sent() == Sent::Unknown, is_unknown, "{code:?}");
        }
    }

    /// Reverse proxies replace the bodies of 502 and 504.
    #[test]
    fn only_outcome_unknown_is_a_502_or_504() {
        for code in Code::ALL {
            let is_replaceable = matches!(code.status(), 502 | 504);
            assert_eq!(is_replaceable, code.sent() == Sent::Unknown, "{code:?}");
        }
    }

    #[test]
    fn a_code_is_found_by_its_text() {
        assert_eq!(Code::from_text("key_reused"), Some(Code::KeyReused));
        assert_eq!(Code::from_text("teapot"), None);
    }
}
