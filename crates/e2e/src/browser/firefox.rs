//! Commands that only Firefox's driver has.

use super::{Browser, Extension};
use crate::engine::Engine;
use reqwest::Method;
use serde::de::DeserializeOwned;
use serde_json::{Value, json};
use thirtyfour::common::command::FormatRequestData;
use thirtyfour::extensions::addons::firefox::FirefoxTools;
use thirtyfour::{RequestData, SessionId};

/// Chooses the document of later commands: `content`, or `chrome` for that of the browser's own window.
#[derive(Debug)]
struct Context(&'static str);

impl FormatRequestData for Context {
    fn format_request(&self, session: &SessionId) -> RequestData {
        let path = format!("session/{session}/moz/context");
        RequestData::new(Method::POST, path).add_body(json!({"context": self.0}))
    }
}

impl Browser {
    /// Installs an unpacked extension until the browser ends.
    pub(super) fn install(&self, extension: Extension<'_>) {
        let tools = FirefoxTools::new(self.driver().handle().clone());
        self.block_on(tools.install_addon(&extension.folder.to_string_lossy(), Some(true)));
    }

    /// Runs a function body in the document of the browser's own window. Only for a Firefox with an extension.
    #[track_caller]
    pub fn execute_in_browser_window<T: DeserializeOwned>(&self, body: &str, arguments: Vec<Value>) -> T {
        self.in_browser_window(|| self.execute(body, arguments))
    }

    /// Works in the document of the browser's own window. Only for a Firefox with an extension.
    ///
    /// # Panics
    /// In other engines.
    #[track_caller]
    pub fn in_browser_window<T>(&self, work: impl FnOnce() -> T) -> T {
        assert_eq!(self.engine(), Engine::Firefox, "only Firefox's driver reaches the browser's window");
        self.block_on(self.driver().handle().cmd(Context("chrome")));
        let done = work();
        self.block_on(self.driver().handle().cmd(Context("content")));
        done
    }
}
