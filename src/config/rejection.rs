use ticket_note_core::problem::Problem;

/// An attribute that is not acceptable: nothing is sent while it stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Rejection {
    /// The attribute's name.
    pub attribute: &'static str,
    /// What it says.
    pub value: String,
    /// What is wrong with that.
    pub reason: Reason,
}

/// What is wrong with an attribute.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reason {
    /// Its value breaks a rule of a note's field.
    Value(Problem),
    /// A `type` that `types` does not offer.
    NotOffered,
    /// A type that `types` offers twice.
    Duplicate,
    /// `lock-type` without a `type` to lock.
    NothingToLock,
    /// An `endpoint` that is not on the page's own origin.
    NotSameOrigin,
    /// Not one of the words that the attribute takes.
    UnknownWord,
}

impl Rejection {
    /// Says what is wrong with an attribute.
    #[must_use]
    pub fn new(attribute: &'static str, value: &str, reason: Reason) -> Self {
        Self { attribute, value: value.to_owned(), reason }
    }
}

impl Reason {
    /// The stable code in `note-config-error`.
    #[must_use]
    pub const fn code(self) -> &'static str {
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
