/// What the proxy found when it read the ticket of an attempt whose outcome is unknown
/// (`docs/specification.md`, section 2.8).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TicketFinding {
    /// A note with the same text is in the ticket. Whether this attempt added it is not certain.
    SameText,
    /// No note with this text is in the ticket.
    Absent,
}

impl TicketFinding {
    /// Returns the value of `ticket` in the status of an attempt.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::SameText => "same_text",
            Self::Absent => "absent",
        }
    }

    /// Returns the finding with this text.
    #[must_use]
    pub fn from_text(text: &str) -> Option<Self> {
        [Self::SameText, Self::Absent].into_iter().find(|finding| finding.as_str() == text)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_finding_is_found_by_its_text() {
        for finding in [TicketFinding::SameText, TicketFinding::Absent] {
            assert_eq!(TicketFinding::from_text(finding.as_str()), Some(finding));
        }
        assert_eq!(TicketFinding::from_text("present"), None);
    }
}
