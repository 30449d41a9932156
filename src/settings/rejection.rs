use ticket_note_core::problem::Problem;

/// An invalid attribute. Nothing is sent until it is corrected.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Rejection {
    /// The name of the attribute.
    pub(crate) attribute: &'static str,
    /// The value as the page wrote it; empty if the attribute is absent.
    pub(crate) value: String,
    /// The reason why the value is invalid.
    pub(crate) reason: Reason,
}

/// The reason why an attribute is invalid.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Reason {
    /// The value breaks a rule for a field of the note.
    Value(Problem),
    /// `types` does not offer this `type`.
    NotOffered,
    /// `types` contains a type twice.
    Duplicate,
    /// `lock-type` is present, but `type` is not.
    NothingToLock,
    /// The `endpoint` is not on the page's own origin.
    NotSameOrigin,
    /// The value is not one of the attribute's keywords.
    UnknownWord,
}

impl Rejection {
    /// Returns the rejection of an attribute.
    pub(crate) fn new(attribute: &'static str, value: &str, reason: Reason) -> Self {
        Self { attribute, value: value.to_owned(), reason }
    }
}

impl Reason {
    /// Returns the stable code in `note-config-error`.
    pub(crate) const fn code(self) -> &'static str {
        match self {
            Self::Value(problem) => problem.code(),
            Self::NotOffered => "not_offered",
            Self::Duplicate => "duplicate",
            Self::NothingToLock => "nothing_to_lock",
            Self::NotSameOrigin => "not_same_origin",
            Self::UnknownWord => "unknown_word",
        }
    }
}
