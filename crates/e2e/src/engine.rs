use crate::secure_origin::proxy_capability;
use serde_json::{Value, json};
use std::env;
use thirtyfour::Capabilities;

/// A browser engine that the widget supports.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Engine {
    /// Chromium, or Chrome.
    Chrome,
    /// Chromium, or Chrome, without the global `WebAssembly`. The form runs in its JavaScript engine.
    ChromeWithoutWasm,
    /// Firefox.
    Firefox,
    /// `WebKitGTK`, which stands in for Safari on Linux.
    Safari,
}

impl Engine {
    /// Returns the engine that `TICKET_NOTE_ENGINE` names. Without the variable, Chrome.
    ///
    /// # Panics
    /// If the variable is not `chrome`, `chrome-js`, `firefox` or `safari`.
    #[must_use]
    pub fn chosen() -> Self {
        match env::var("TICKET_NOTE_ENGINE").as_deref() {
            Err(_) | Ok("chrome") => Self::Chrome,
            Ok("chrome-js") => Self::ChromeWithoutWasm,
            Ok("firefox") => Self::Firefox,
            Ok("safari") => Self::Safari,
            Ok(other) => {
                panic!("TICKET_NOTE_ENGINE is {other}; expected chrome, chrome-js, firefox or safari")
            }
        }
    }

    pub(crate) const fn driver(self) -> &'static str {
        match self {
            Self::Chrome | Self::ChromeWithoutWasm => "chromedriver",
            Self::Firefox => "geckodriver",
            Self::Safari => "WebKitWebDriver",
        }
    }

    /// Whether the browser is Chromium or Chrome, whose driver has a console log and the DevTools protocol.
    #[must_use]
    pub const fn is_chrome(self) -> bool {
        matches!(self, Self::Chrome | Self::ChromeWithoutWasm)
    }

    /// Whether pages have the global `WebAssembly`.
    #[must_use]
    pub const fn has_wasm(self) -> bool {
        !matches!(self, Self::ChromeWithoutWasm)
    }

    /// Returns the value of the element's `engine`.
    #[must_use]
    pub const fn form_engine(self) -> &'static str {
        if self.has_wasm() { "wasm" } else { "js" }
    }

    /// Returns the cause that the form reports if `cause` prevents WebAssembly, and there is no JavaScript
    /// engine: the first that prevents it.
    #[must_use]
    pub const fn failure_cause(self, cause: &str) -> &str {
        if self.has_wasm() { cause } else { "wasm-unsupported" }
    }

    /// Whether tests share a browser of this engine.
    ///
    /// `WebKit` is not shared. It starts fast, and its driver sometimes loses a session, which must
    /// end one test only.
    pub(crate) const fn is_shared(self) -> bool {
        !matches!(self, Self::Safari)
    }

    /// Returns the capabilities in `webdriver.json`, which the widget's own browser tests use too, and those
    /// by which the browser reaches a [`SecureOrigin`](crate::SecureOrigin).
    pub(crate) fn capabilities(self) -> Capabilities {
        let mut options: Value =
            serde_json::from_str(include_str!("../../../webdriver.json")).expect("webdriver.json is JSON");
        if !self.has_wasm() {
            let arguments = options["goog:chromeOptions"]["args"].as_array_mut().expect("arguments");
            // As in hardened browsers, which have neither WebAssembly nor a JIT compiler.
            arguments.push("--js-flags=--jitless".into());
        }
        let wanted = match self {
            Self::Chrome | Self::ChromeWithoutWasm => json!({
                "goog:chromeOptions": options["goog:chromeOptions"],
                "goog:loggingPrefs": { "browser": "ALL" },
            }),
            Self::Firefox => json!({ "moz:firefoxOptions": options["moz:firefoxOptions"] }),
            Self::Safari => json!({}),
        };
        let mut capabilities = Capabilities::new();
        capabilities.set("acceptInsecureCerts", true).expect("JSON");
        capabilities.set("proxy", proxy_capability(self)).expect("JSON");
        for (name, value) in wanted.as_object().into_iter().flatten() {
            capabilities.set(name, value).expect("JSON");
        }
        capabilities
    }
}
