mod cleanup;
mod computed;
mod devtools;
mod firefox;
mod frames;
mod input;
mod script;
mod session;
mod settings;
mod start;
mod windows;

use crate::engine::Engine;
use crate::wait::{POLL_INTERVAL, REPLACED_PAGE};
use computed::Computed;
use script::{AWAITED_ONCE, ONCE, Script};
use serde::de::DeserializeOwned;
use serde_json::Value;
use session::Session;
pub use settings::{BrowserSettings, Extension};
use std::cell::RefCell;
use std::future::Future;
use std::thread::{self, sleep};
use std::time::Instant;
use thirtyfour::error::WebDriverResult;
use thirtyfour::{By, Rect, WebDriver, WebElement};
use tokio::runtime::Runtime;

/// A running browser with one new tab.
///
/// Dropping this value makes the browser available to the next test. It ends the browser if the test has
/// failed, or if tests do not share browsers of this engine.
#[derive(Debug)]
pub struct Browser {
    engine: Engine,
    /// Whether another test may use the session later.
    is_shared: bool,
    /// Present until the value is dropped.
    session: Option<Session>,
    /// The window's place and size before a test changed them.
    former_window: RefCell<Option<Rect>>,
}

/// The role and the name that assistive technology reads for an element.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RoleAndName {
    /// The ARIA role.
    pub role: String,
    /// The accessible name.
    pub name: String,
}

impl Browser {
    /// Starts the chosen engine, headless where possible, or reuses an idle browser.
    ///
    /// # Panics
    /// If the driver or the browser is missing or does not start.
    #[must_use]
    pub fn start() -> Self {
        let engine = Engine::chosen();
        Self::with_session(engine, Session::take(engine), engine.is_shared())
    }

    /// Starts a browser of its own with these settings. With the default settings, this is [`Self::start`].
    ///
    /// # Panics
    /// If the driver or the browser is missing or does not start, or the driver lacks a setting.
    #[must_use]
    pub fn start_with(settings: BrowserSettings<'_>) -> Self {
        if settings.is_default() {
            return Self::start();
        }
        let engine = Engine::chosen();
        let arguments: &[&str] = if engine == Engine::Firefox { &["--allow-system-access"] } else { &[] };
        let session = Session::start(engine, &settings.capabilities(engine), arguments);
        let browser = Self::with_session(engine, session, false);
        if let (Engine::Firefox, Some(extension)) = (engine, settings.extension) {
            browser.install(extension);
        }
        browser
    }

    const fn with_session(engine: Engine, session: Session, is_shared: bool) -> Self {
        Self { engine, is_shared, session: Some(session), former_window: RefCell::new(None) }
    }

    fn driver(&self) -> &WebDriver {
        &self.session().driver
    }

    fn runtime(&self) -> &Runtime {
        &self.session().runtime
    }

    fn session(&self) -> &Session {
        self.session.as_ref().expect("a session until the browser is dropped")
    }

    /// The engine of this browser.
    #[must_use]
    pub const fn engine(&self) -> Engine {
        self.engine
    }

    /// Opens a URL in the current tab.
    pub fn open(&self, url: &str) {
        self.block_on(self.driver().goto(url));
    }

    /// Runs a function body once in the page and returns its result.
    #[track_caller]
    pub fn execute<T: DeserializeOwned>(&self, body: &str, arguments: Vec<Value>) -> T {
        let Script { text, arguments } = Script::once(ONCE, body, arguments);
        self.retry_in_safari(|| self.driver().execute(&*text, arguments.clone()))
            .convert()
            .expect("the result of the script")
    }

    /// Runs a function body that only reads, and returns its result.
    ///
    /// The body may run several times: Firefox's driver returns `null` while the page is being replaced.
    ///
    /// # Panics
    /// If no run has a result of this type within 5 seconds.
    #[track_caller]
    pub fn evaluate<T: DeserializeOwned>(&self, body: &str) -> T {
        let read = || self.runtime().block_on(self.driver().execute(body, Vec::new()))?.convert();
        let start = Instant::now();
        loop {
            match read() {
                Ok(value) => return value,
                Err(error) => assert!(start.elapsed() < REPLACED_PAGE, "{:?}: {error}", self.engine),
            }
            sleep(POLL_INTERVAL);
        }
    }

    /// Runs a function body once in the page, and returns what it passes to the callback in its last argument.
    #[track_caller]
    pub fn execute_async<T: DeserializeOwned>(&self, body: &str, arguments: Vec<Value>) -> T {
        let Script { text, arguments } = Script::once(AWAITED_ONCE, body, arguments);
        let result = self.retry_in_safari(|| self.driver().execute_async(&*text, arguments.clone()));
        result.convert().expect("the result of the script")
    }

    /// Returns the first element of the current document that matches a selector.
    #[track_caller]
    pub fn find(&self, selector: &str) -> WebElement {
        self.block_on(self.driver().find(By::Css(selector)))
    }

    /// Returns the elements that match a selector in the shadow root of `host`.
    #[track_caller]
    pub fn find_in_shadow(&self, host: &str, selector: &str) -> Vec<WebElement> {
        let script = "const root = document.querySelector(arguments[0])?.shadowRoot; \
                      return root ? [...root.querySelectorAll(arguments[1])] : []";
        let found = self.block_on(self.driver().execute(script, vec![host.into(), selector.into()]));
        found.elements().expect("elements")
    }

    /// Returns the option of a list by its name.
    #[track_caller]
    pub fn find_option(&self, list: &WebElement, name: &str) -> WebElement {
        let script = "return [...arguments[0].options].find((option) => option.label === arguments[1])";
        let arguments = vec![list.to_json().expect("an element"), name.into()];
        let found = self.block_on(self.driver().execute(script, arguments)).element();
        found.unwrap_or_else(|_| panic!("the list offers no {name}"))
    }

    /// Returns the computed role and name of an element.
    ///
    /// # Errors
    /// The driver's error, for example because the element has been removed.
    pub fn role_and_name(&self, element: &WebElement) -> WebDriverResult<RoleAndName> {
        self.runtime().block_on(async {
            let session = self.driver().handle();
            let role: String = session.cmd(Computed::of(element, "computedrole")).await?.value()?;
            let name: String = session.cmd(Computed::of(element, "computedlabel")).await?.value()?;
            // WebKit reports a native list as a button.
            let is_list =
                self.engine == Engine::Safari && role == "button" && element.tag_name().await? == "select";
            Ok(RoleAndName { role: if is_list { "combobox".to_owned() } else { role }, name })
        })
    }

    /// Returns the browser's own console log of the page. Empty in engines whose driver has no log.
    #[must_use]
    pub fn console_log(&self) -> Vec<String> {
        if !self.engine.is_chrome() {
            return Vec::new();
        }
        self.block_on(self.driver().browser_log()).into_iter().map(|entry| entry.message).collect()
    }

    /// Sends a command, and sends it again if `WebKit`'s driver has lost it.
    #[track_caller]
    fn retry_in_safari<T, F: Future<Output = WebDriverResult<T>>>(&self, command: impl Fn() -> F) -> T {
        let result = self.runtime().block_on(command());
        let result = result.or_else(|error| match self.engine {
            Engine::Safari => self.runtime().block_on(command()),
            Engine::Chrome | Engine::ChromeWithoutWasm | Engine::Firefox => Err(error),
        });
        result.unwrap_or_else(|error| panic!("{:?}: {error}", self.engine))
    }

    #[track_caller]
    fn block_on<T>(&self, command: impl Future<Output = WebDriverResult<T>>) -> T {
        self.runtime().block_on(command).unwrap_or_else(|error| panic!("{:?}: {error}", self.engine))
    }
}

impl Drop for Browser {
    fn drop(&mut self) {
        let Some(session) = self.session.take() else { return };
        let is_healthy = self.is_shared && !thread::panicking();
        let is_restored = self.former_window.take().is_none_or(|window| session.restore_window(&window));
        if is_healthy && is_restored {
            session.release();
        } else {
            session.quit();
        }
    }
}
