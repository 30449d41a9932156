use serde::{Deserialize, Serialize};

/// How the sandbox responds, as `PUT /sandbox/behaviour` sets it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize, Serialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields, default)]
pub(super) struct Behaviour {
    /// The delay before each response, in milliseconds.
    pub(super) delay_ms: u64,
    /// The fault that replaces the documented response.
    pub(super) fault: Fault,
}

/// A fault that the sandbox injects in place of its documented response. Only [`Self::None`],
/// [`Self::ResetAfter`] and the faults of tickets store the note.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize, Serialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum Fault {
    /// No fault.
    #[default]
    None,
    /// 400 with no body.
    Empty400,
    /// 400 with the error body of Omnidesk.
    Error400,
    /// 401, even for the right API key.
    Unauthorized,
    /// 429 with a `Retry-After` of 7 seconds.
    RateLimited,
    /// 500 with an HTML page.
    Http500,
    /// 200 with an HTML page.
    Html200,
    /// 200 with JSON that is cut off.
    NotJson200,
    /// 200 with the error body of Omnidesk.
    Error200,
    /// The connection closes before the note is stored.
    ResetBefore,
    /// The connection closes after the note is stored.
    ResetAfter,
    /// No response, and the connection stays open.
    Hang,
    /// 302 to a login page.
    Redirect,
    /// The note is stored and its response lost. The ticket is refused with 403.
    TicketForbidden,
    /// The note is stored and its response lost. The ticket is an HTML page.
    TicketHtml,
    /// The note is stored and its response lost. It is in the ticket 20 seconds later.
    TicketLate,
    /// The note is stored and its response lost. Another user has edited it in the ticket.
    TicketEdited,
}

impl Fault {
    /// Returns whether the note is stored, and the connection closes then.
    pub(super) const fn loses_response(self) -> bool {
        matches!(
            self,
            Self::ResetAfter
                | Self::TicketForbidden
                | Self::TicketHtml
                | Self::TicketLate
                | Self::TicketEdited
        )
    }
}
