/// Whether the note may have been added.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sent {
    /// It was not: the vendor was not asked, or refused.
    No,
    /// Nobody can say.
    Unknown,
}

impl Sent {
    /// The word on the wire.
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
        /// Why the proxy did not answer that the note was added: the table of section 2.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
        pub enum Code {
            $($(#[$doc])* $name,)+
        }

        impl Code {
            /// Every code, in the order of the table.
            pub const ALL: &[Self] = &[$(Self::$name,)+];

            /// The code on the wire.
            #[must_use]
            pub const fn as_str(self) -> &'static str {
                match self {
                    $(Self::$name => $text,)+
                }
            }

            /// The HTTP status that it comes with.
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
    /// The body is not the JSON of a note.
    InvalidJson = "invalid_json", 400;
    /// The idempotency key is missing or is not a quoted UUID of version 4.
    InvalidKey = "invalid_key", 400;
    /// The request was not all there in time.
    IncompleteRequest = "incomplete_request", 400;
    /// Nobody vouches for the person.
    Unauthenticated = "unauthenticated", 401;
    /// The request comes from another origin.
    CrossSite = "cross_site", 403;
    /// Nothing is at this path.
    NotFound = "not_found", 404;
    /// The path takes other methods; `Allow` names them.
    MethodNotAllowed = "method_not_allowed", 405;
    /// The body is over the limit.
    TooLarge = "too_large", 413;
    /// The body is not `application/json`, or is compressed.
    UnsupportedMediaType = "unsupported_media_type", 415;
    /// A field breaks a rule of the vendor's; `fields` names it.
    InvalidNote = "invalid_note", 422;
    /// The idempotency key was used with another note.
    KeyReused = "key_reused", 422;
    /// Too many posts, for us or for the vendor; `Retry-After` says how long to wait.
    RateLimited = "rate_limited", 429;
    /// A fault before the vendor was called.
    Internal = "internal", 500;
    /// The vendor refused the note.
    UpstreamRefused = "upstream_refused", 502;
    /// The vendor could not be reached.
    UpstreamUnreachable = "upstream_unreachable", 502;
    /// The vendor refused the key.
    UpstreamMisconfigured = "upstream_misconfigured", 502;
    /// The request was written, and no usable answer came.
    OutcomeUnknown = "outcome_unknown", 502;
    /// The same, since no answer came in time.
    OutcomeUnknownTimeout = "outcome_unknown", 504;
    /// Shutting down, no ledger, or too much under way.
    Unavailable = "unavailable", 503;
}

impl Code {
    /// Whether a note with this answer may have been added.
    #[must_use]
    pub const fn sent(self) -> Sent {
        match self {
            Self::OutcomeUnknown | Self::OutcomeUnknownTimeout => Sent::Unknown,
            _ => Sent::No,
        }
    }

    /// The code with this text.
    #[must_use]
    pub fn from_text(text: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|code| code.as_str() == text)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn browsers_are_never_told_to_send_again() {
        for code in Code::ALL {
            assert!(!matches!(code.status(), 408 | 421), "{code:?}");
        }
    }

    #[test]
    fn only_an_unknown_outcome_is_not_known_to_be_unsent() {
        for code in Code::ALL {
            let is_unknown = code.as_str() == "outcome_unknown";
            assert_eq!(code.sent() == Sent::Unknown, is_unknown, "{code:?}");
        }
    }

    #[test]
    fn a_code_is_found_by_its_text() {
        assert_eq!(Code::from_text("key_reused"), Some(Code::KeyReused));
        assert_eq!(Code::from_text("teapot"), None);
    }
}
