use crate::engine::Engine;
use serde_json::{Value, json};
use std::path::Path;
use thirtyfour::Capabilities;

/// How a browser of its own starts. With the default, tests share browsers.
#[derive(Clone, Copy, Debug, Default)]
pub struct BrowserSettings<'a> {
    /// An extension to install.
    pub extension: Option<Extension<'a>>,
    /// The language that the browser asks for, such as `nl-NL`.
    pub language: Option<&'a str>,
    /// Whether the system has a dark colour scheme.
    pub is_dark: bool,
}

/// An unpacked extension.
#[derive(Clone, Copy, Debug)]
pub struct Extension<'a> {
    /// The folder of the extension.
    pub folder: &'a Path,
    /// The ID in the manifest for Firefox.
    pub gecko_id: &'a str,
    /// The UUID in the addresses of its pages in Firefox.
    pub uuid: &'a str,
}

impl BrowserSettings<'_> {
    pub(super) const fn is_default(&self) -> bool {
        self.extension.is_none() && self.language.is_none() && !self.is_dark
    }

    /// Returns the capabilities of a browser with these settings.
    ///
    /// # Panics
    /// In `WebKit`, whose driver has none of these settings.
    pub(super) fn capabilities(&self, engine: Engine) -> Capabilities {
        let mut capabilities = engine.capabilities();
        let (name, options) = match engine {
            Engine::Chrome | Engine::ChromeWithoutWasm => ("goog:chromeOptions", self.chrome_options()),
            Engine::Firefox => ("moz:firefoxOptions", self.firefox_options()),
            Engine::Safari => panic!("WebKit's driver has no settings: {self:?}"),
        };
        let mut all = capabilities.get(name).cloned().unwrap_or_default();
        let more = options["args"].as_array().into_iter().flatten().cloned();
        all["args"].as_array_mut().expect("arguments").extend(more);
        for (name, value) in options["prefs"].as_object().into_iter().flatten() {
            all["prefs"][name] = value.clone();
        }
        capabilities.set(name, all).expect("JSON");
        capabilities
    }

    fn chrome_options(&self) -> Value {
        let mut arguments = Vec::new();
        if let Some(Extension { folder, .. }) = self.extension {
            arguments.push(format!("--load-extension={}", folder.display()));
            // Chrome has switched the argument above off. Chromium has not.
            arguments.push("--disable-features=DisableLoadExtensionCommandLineSwitch".to_owned());
        }
        if self.is_dark {
            arguments.push("--force-dark-mode".to_owned());
        }
        let language = self.language.unwrap_or("en-US");
        json!({"args": arguments, "prefs": {"intl.accept_languages": language}})
    }

    fn firefox_options(&self) -> Value {
        let mut preferences = json!({
            "intl.accept_languages": self.language.unwrap_or("en-US"),
            "layout.css.prefers-color-scheme.content-override": i32::from(!self.is_dark),
        });
        if let Some(Extension { gecko_id, uuid, .. }) = self.extension {
            preferences["extensions.webextensions.uuids"] = json!({gecko_id: uuid}).to_string().into();
            // The driver cannot press a button of the browser's own dialog.
            preferences["extensions.webextOptionalPermissionPrompts"] = false.into();
        }
        json!({"prefs": preferences})
    }
}
