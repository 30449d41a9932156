use reqwest::blocking::Client;
use serde::{Deserialize, Serialize};

/// The proxy's stand-in for the vendor, and what it was told to do (contract, section 8).
#[derive(Debug)]
pub struct Sandbox {
    client: Client,
    origin: String,
}

/// A note that the vendor accepted.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub struct AcceptedNote {
    /// The ticket.
    #[serde(rename = "ticketID")]
    pub ticket: u64,
    /// The type's code.
    #[serde(rename = "type")]
    pub note_type: String,
    /// The text.
    pub message: String,
    /// The author; none: the vendor's anonymous agent.
    #[serde(rename = "userID")]
    pub user: Option<u64>,
}

/// What goes wrong at the vendor.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
#[allow(missing_docs, reason = "the names are the contract's")]
pub enum Fault {
    None,
    Empty400,
    Error400,
    Unauthorized,
    RateLimited,
    Http500,
    Html200,
    #[serde(rename = "not_json200")]
    NotJson200,
    Error200,
    ResetBefore,
    ResetAfter,
    Hang,
    Redirect,
}

#[derive(Serialize)]
struct Behaviour {
    #[serde(rename = "delayMs")]
    delay_ms: u32,
    fault: Fault,
}

impl Sandbox {
    pub(crate) fn new(origin: &str) -> Self {
        // A page's request comes from the page's own origin, and so does one of a test.
        Self { client: Client::new(), origin: origin.to_owned() }
    }

    /// Every note that was accepted, in the order of arrival.
    #[must_use]
    pub fn notes(&self) -> Vec<AcceptedNote> {
        self.client.get(self.url("notes")).send().and_then(|answer| answer.json()).expect("the notes")
    }

    /// From now on this goes wrong.
    pub fn set_fault(&self, fault: Fault) {
        self.set_behaviour(&Behaviour { delay_ms: 0, fault });
    }

    /// From now on an answer takes this long.
    pub fn set_delay_ms(&self, delay_ms: u32) {
        self.set_behaviour(&Behaviour { delay_ms, fault: Fault::None });
    }

    /// From now on this goes wrong, after so long.
    pub fn set_delayed_fault(&self, fault: Fault, delay_ms: u32) {
        self.set_behaviour(&Behaviour { delay_ms, fault });
    }

    fn set_behaviour(&self, behaviour: &Behaviour) {
        self.client
            .put(self.url("behaviour"))
            .header("Origin", &self.origin)
            .json(behaviour)
            .send()
            .and_then(|answer| answer.error_for_status())
            .expect("the sandbox takes its orders");
    }

    fn url(&self, path: &str) -> String {
        format!("{}/sandbox/{path}", self.origin)
    }
}
