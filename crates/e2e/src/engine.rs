use serde_json::{Value, json};
use std::env;
use thirtyfour::Capabilities;

/// A browser engine that the widget supports.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Engine {
    /// Chromium, or Chrome.
    Chrome,
    /// Firefox.
    Firefox,
    /// `WebKitGTK`, which stands in for Safari on Linux.
    Safari,
}

impl Engine {
    /// Returns the engine that `TICKET_NOTE_ENGINE` names. Without the variable, Chrome.
    ///
    /// # Panics
    /// If the variable is not `chrome`, `firefox` or `safari`.
    #[must_use]
    pub fn chosen() -> Self {
        match env::var("TICKET_NOTE_ENGINE").as_deref() {
            Err(_) | Ok("chrome") => Self::Chrome,
            Ok("firefox") => Self::Firefox,
            Ok("safari") => Self::Safari,
            Ok(other) => panic!("TICKET_NOTE_ENGINE is {other}; expected chrome, firefox or safari"),
        }
    }

    pub(crate) const fn driver(self) -> &'static str {
        match self {
            Self::Chrome => "chromedriver",
            Self::Firefox => "geckodriver",
            Self::Safari => "WebKitWebDriver",
        }
    }

    /// Whether tests share a browser of this engine.
    ///
    /// `WebKit` is not shared. It starts fast, and its driver sometimes loses a session, which must
    /// end one test only.
    pub(crate) const fn is_shared(self) -> bool {
        !matches!(self, Self::Safari)
    }

    /// Returns the capabilities in `webdriver.json`, which the widget's own browser tests use too.
    pub(crate) fn capabilities(self) -> Capabilities {
        let options: Value =
            serde_json::from_str(include_str!("../../../webdriver.json")).expect("webdriver.json is JSON");
        let wanted = match self {
            Self::Chrome => json!({
                "goog:chromeOptions": options["goog:chromeOptions"],
                "goog:loggingPrefs": { "browser": "ALL" },
            }),
            Self::Firefox => json!({ "moz:firefoxOptions": options["moz:firefoxOptions"] }),
            Self::Safari => json!({}),
        };
        let mut capabilities = Capabilities::new();
        for (name, value) in wanted.as_object().into_iter().flatten() {
            capabilities.set(name, value).expect("JSON");
        }
        capabilities
    }
}
