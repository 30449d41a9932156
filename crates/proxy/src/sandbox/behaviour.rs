use serde::{Deserialize, Serialize};

/// How the stand-in is told to behave.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize, Serialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields, default)]
pub(super) struct Behaviour {
    /// How long it waits before it does anything, in milliseconds.
    pub(super) delay_ms: u64,
    /// What goes wrong.
    pub(super) fault: Fault,
}

/// What can go wrong with the stand-in.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize, Serialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum Fault {
    /// Nothing.
    #[default]
    None,
    /// 400 with no body.
    Empty400,
    /// 400 with the vendor's error body.
    Error400,
    /// 401, whatever the key.
    Unauthorized,
    /// 429 with a `Retry-After` of 7 seconds.
    RateLimited,
    /// 500 with a page.
    Http500,
    /// 200 with a page.
    Html200,
    /// 200 with half a JSON.
    NotJson200,
    /// 200 with the vendor's error body.
    Error200,
    /// The connection closes before anything was kept.
    ResetBefore,
    /// The connection closes after the note was kept.
    ResetAfter,
    /// No answer, ever; nothing is kept.
    Hang,
    /// 302 to a sign-in page.
    Redirect,
}
