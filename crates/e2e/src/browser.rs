use crate::engine::Engine;
use crate::patience::until;
use crate::process::{Running, free_port};
use reqwest::Method;
use serde::de::DeserializeOwned;
use serde_json::{Value, json};
use std::future::Future;
use std::net::TcpStream;
use std::process::Command as Program;
use std::time::Duration;
use thirtyfour::common::command::FormatRequestData;
use thirtyfour::error::WebDriverResult;
use thirtyfour::{By, RequestData, SessionId, TypingData, WebDriver, WebElement, WindowHandle};
use tokio::runtime::Runtime;
use tokio::time::timeout;

const STARTS: usize = 3;
const PATIENCE_WITH_A_START: Duration = Duration::from_secs(40);

/// A browser of its own, which ends with this value.
#[derive(Debug)]
pub struct Browser {
    engine: Engine,
    runtime: Runtime,
    session: WebDriver,
    _driver: Running,
}

/// What assistive technology is told of an element.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Told {
    /// The ARIA role.
    pub role: String,
    /// The accessible name.
    pub name: String,
}

impl Browser {
    /// Starts the chosen engine, without a window where it can.
    ///
    /// # Panics
    /// When its driver or the browser is missing.
    #[must_use]
    pub fn start() -> Self {
        let engine = Engine::chosen();
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime");
        let started = (0..STARTS).find_map(|_| open(engine, &runtime));
        let (session, driver) = started.unwrap_or_else(|| panic!("{engine:?} does not start"));
        Self { engine, runtime, session, _driver: driver }
    }

    /// Which engine it is.
    #[must_use]
    pub const fn engine(&self) -> Engine {
        self.engine
    }

    /// Opens a page.
    pub fn goes_to(&self, url: &str) {
        self.does(self.session.goto(url));
    }

    /// Turns to the page in a frame, until [`Self::leaves_frame`].
    #[track_caller]
    pub fn enters_frame(&self, selector: &str) {
        self.does(async { self.session.find(By::Css(selector)).await?.enter_frame().await });
    }

    /// Turns to the page around all frames.
    #[track_caller]
    pub fn leaves_frame(&self) {
        self.does(self.session.enter_default_frame());
    }

    /// Runs the body of a function in the page.
    #[track_caller]
    pub fn runs<T: DeserializeOwned>(&self, body: &str, arguments: Vec<Value>) -> T {
        self.does(self.session.execute(body, arguments)).convert().expect("the script's answer")
    }

    /// Runs the body of a function in the page that only reads, and so can be asked again: `WebKit`'s
    /// driver loses a command in some ten thousand, and Firefox' answers `null` for a page that went
    /// while it was asked.
    #[track_caller]
    pub fn reads<T: DeserializeOwned>(&self, body: &str) -> T {
        let read = || self.runtime.block_on(self.session.execute(body, Vec::new()))?.convert();
        let answer = read().or_else(|_| read());
        answer.unwrap_or_else(|error| panic!("{:?}: {error}", self.engine))
    }

    /// Runs the body of a function in the page that calls its last argument with the answer.
    #[track_caller]
    pub fn awaits<T: DeserializeOwned>(&self, body: &str, arguments: Vec<Value>) -> T {
        self.does(self.session.execute_async(body, arguments)).convert().expect("the script's answer")
    }

    /// The elements for this selector in the open shadow root of `host`.
    #[track_caller]
    pub fn in_shadow(&self, host: &str, selector: &str) -> Vec<WebElement> {
        let script = "const root = document.querySelector(arguments[0])?.shadowRoot; \
                      return root ? [...root.querySelectorAll(arguments[1])] : []";
        let found = self.does(self.session.execute(script, vec![host.into(), selector.into()]));
        found.elements().expect("elements")
    }

    /// The option of a list by its name.
    #[track_caller]
    pub fn option(&self, list: &WebElement, name: &str) -> WebElement {
        let script = "return [...arguments[0].options].find((option) => option.label === arguments[1])";
        let arguments = vec![list.to_json().expect("an element"), name.into()];
        let found = self.does(self.session.execute(script, arguments)).element();
        found.unwrap_or_else(|_| panic!("the list offers no {name}"))
    }

    /// What assistive technology is told of it; an error where it has gone meanwhile.
    ///
    /// # Errors
    /// Whatever the driver says.
    pub fn tells(&self, element: &WebElement) -> WebDriverResult<Told> {
        self.runtime.block_on(async {
            let session = self.session.handle();
            let role: String = session.cmd(Computed::of(element, "computedrole")).await?.value()?;
            let name: String = session.cmd(Computed::of(element, "computedlabel")).await?.value()?;
            // WebKit calls a native list by what it looks like.
            let is_list = role == "button" && element.tag_name().await? == "select";
            Ok(Told { role: if is_list { "combobox".to_owned() } else { role }, name })
        })
    }

    /// Presses keys while the element has the focus.
    #[track_caller]
    pub fn types(&self, element: &WebElement, keys: impl Into<TypingData>) {
        self.does(element.send_keys(keys));
    }

    /// Presses keys wherever the focus is.
    #[track_caller]
    pub fn presses(&self, keys: impl Into<TypingData>) {
        self.does(self.session.action_chain().send_keys(keys).perform());
    }

    /// Clicks the element with the mouse.
    #[track_caller]
    pub fn clicks(&self, element: &WebElement) {
        self.does(element.click());
    }

    /// Clicks as fast as the driver can.
    #[track_caller]
    pub fn clicks_often(&self, element: &WebElement, times: usize) {
        let at_once = Some(Duration::ZERO);
        let chain = self.session.action_chain_with_delay(at_once, at_once).move_to_element_center(element);
        self.does((0..times).fold(chain, |chain, _| chain.click()).perform());
    }

    /// What the browser itself logged of the page, where its driver tells.
    #[must_use]
    pub fn log(&self) -> Vec<String> {
        if self.engine != Engine::Chrome {
            return Vec::new();
        }
        self.does(self.session.browser_log()).into_iter().map(|entry| entry.message).collect()
    }

    /// Goes back to the page before.
    pub fn goes_back(&self) {
        self.does(self.session.back());
    }

    /// Opens another tab and turns to it; gives the one that was at hand.
    pub fn opens_tab(&self) -> WindowHandle {
        self.does(async {
            let former = self.session.window().await?;
            let tab = self.session.new_tab().await?;
            self.session.switch_to_window(tab).await?;
            Ok(former)
        })
    }

    /// Turns to a tab.
    pub fn turns_to(&self, tab: WindowHandle) {
        self.does(self.session.switch_to_window(tab));
    }

    /// What a page keeps alive after its garbage was collected: documents, nodes, listeners. Chrome
    /// alone tells.
    #[must_use]
    pub fn keeps_alive(&self) -> Option<Value> {
        self.devtools("HeapProfiler.collectGarbage", json!({}))?;
        self.devtools("Memory.getDOMCounters", json!({}))
    }

    /// Has the page see another preference of its person's. Whether the driver can: Chrome's alone.
    #[must_use]
    pub fn prefers(&self, feature: &str, value: &str) -> bool {
        let features = json!({"features": [{"name": feature, "value": value}]});
        self.devtools("Emulation.setEmulatedMedia", features).is_some()
    }

    fn devtools(&self, command: &'static str, parameters: Value) -> Option<Value> {
        if self.engine != Engine::Chrome {
            return None;
        }
        Some(self.does(self.session.cdp().send_raw(command, parameters)))
    }

    /// Makes the window this wide, as far as the engine lets it be.
    pub fn is_wide(&self, width: u32) {
        self.does(self.session.set_window_rect(0, 0, width, 800));
    }

    #[track_caller]
    fn does<T>(&self, command: impl Future<Output = WebDriverResult<T>>) -> T {
        self.runtime.block_on(command).unwrap_or_else(|error| panic!("{:?}: {error}", self.engine))
    }
}

/// Starts a driver and its browser. About one start of `WebKit` in a hundred hangs, and then there is
/// none.
fn open(engine: Engine, runtime: &Runtime) -> Option<(WebDriver, Running)> {
    let port = free_port();
    let mut driver = Program::new(engine.driver());
    // The framed page speaks the browser's language, and the tests read English.
    driver.arg(format!("--port={port}")).env("LC_ALL", "C.UTF-8").env_remove("LANGUAGE");
    let (driver, _) = Running::start(&mut driver);
    until("a driver that listens", || TcpStream::connect(("127.0.0.1", port)).is_ok(), |is_up| *is_up);
    let session = WebDriver::new(format!("http://127.0.0.1:{port}"), engine.capabilities());
    let session = runtime.block_on(async { timeout(PATIENCE_WITH_A_START, session).await }).ok()?;
    Some((session.unwrap_or_else(|error| panic!("{engine:?} does not start: {error}")), driver))
}

impl Drop for Browser {
    fn drop(&mut self) {
        // A driver that is killed leaves its browser behind.
        let _ = self.runtime.block_on(self.session.clone().quit());
    }
}

/// The two questions of WebDriver that the client has no function for.
#[derive(Debug)]
struct Computed {
    element: String,
    what: &'static str,
}

impl Computed {
    fn of(element: &WebElement, what: &'static str) -> Self {
        Self { element: element.element_id().to_string(), what }
    }
}

impl FormatRequestData for Computed {
    fn format_request(&self, session: &SessionId) -> RequestData {
        let Self { element, what } = self;
        RequestData::new(Method::GET, format!("session/{session}/element/{element}/{what}"))
    }
}
