use reqwest::blocking::Client;
use serde::{Deserialize, Serialize};

/// Client of the proxy's sandbox, which stands in for Omnidesk (docs/specification.md, section 8).
#[derive(Debug)]
pub struct Sandbox {
    client: Client,
    origin: String,
}

/// A note that the sandbox accepted.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub struct AcceptedNote {
    /// The ticket's number.
    #[serde(rename = "ticketID")]
    pub ticket: u64,
    /// The code of the note's type.
    #[serde(rename = "type")]
    pub note_type: String,
    /// The text of the note.
    pub message: String,
    /// The author's number. `None`: Omnidesk assigns the note to its anonymous agent.
    #[serde(rename = "userID")]
    pub user: Option<u64>,
}

/// A fault that the sandbox injects into its responses.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
#[allow(missing_docs, reason = "section 8 of the specification defines each name")]
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
    TicketForbidden,
    TicketHtml,
    TicketLate,
    TicketEdited,
}

#[derive(Serialize)]
struct Behaviour {
    #[serde(rename = "delayMs")]
    delay_ms: u32,
    fault: Fault,
}

impl Sandbox {
    pub(crate) fn new(origin: &str) -> Self {
        Self { client: Client::new(), origin: origin.to_owned() }
    }

    /// Returns every accepted note, in order of arrival.
    ///
    /// # Panics
    /// If the sandbox does not respond.
    #[must_use]
    pub fn notes(&self) -> Vec<AcceptedNote> {
        self.client.get(self.url("notes")).send().and_then(|response| response.json()).expect("the notes")
    }

    /// Injects a fault into every response from now on, without delay.
    pub fn set_fault(&self, fault: Fault) {
        self.set_behaviour(&Behaviour { delay_ms: 0, fault });
    }

    /// Delays every response from now on, without a fault.
    pub fn set_delay_ms(&self, delay_ms: u32) {
        self.set_behaviour(&Behaviour { delay_ms, fault: Fault::None });
    }

    /// Injects a fault into every response from now on, after a delay.
    pub fn set_delayed_fault(&self, fault: Fault, delay_ms: u32) {
        self.set_behaviour(&Behaviour { delay_ms, fault });
    }

    fn set_behaviour(&self, behaviour: &Behaviour) {
        self.client
            .put(self.url("behaviour"))
            .header("Origin", &self.origin)
            .json(behaviour)
            .send()
            .and_then(|response| response.error_for_status())
            .expect("the sandbox accepts its new behaviour");
    }

    fn url(&self, path: &str) -> String {
        format!("{}/sandbox/{path}", self.origin)
    }
}
