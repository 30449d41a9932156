mod computed;
mod script;
mod start;

use crate::engine::Engine;
use crate::process::ChildProcess;
use computed::Computed;
use script::{AWAITED_ONCE, ONCE, Script};
use serde::de::DeserializeOwned;
use serde_json::{Value, json};
use start::start;
use std::future::Future;
use std::time::Duration;
use thirtyfour::error::WebDriverResult;
use thirtyfour::{By, TypingData, WebDriver, WebElement, WindowHandle};
use tokio::runtime::Runtime;

/// A browser of its own, which ends with this value.
#[derive(Debug)]
pub struct Browser {
    engine: Engine,
    runtime: Runtime,
    session: WebDriver,
    _driver: ChildProcess,
}

/// What assistive technology is told of an element.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RoleAndName {
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
        let (session, driver) = start(engine, &runtime);
        Self { engine, runtime, session, _driver: driver }
    }

    /// Which engine it is.
    #[must_use]
    pub const fn engine(&self) -> Engine {
        self.engine
    }

    /// Opens a page.
    pub fn open(&self, url: &str) {
        self.block_on(self.session.goto(url));
    }

    /// Turns to the page in a frame, until [`Self::leave_frame`].
    #[track_caller]
    pub fn enter_frame(&self, selector: &str) {
        self.block_on(async { self.session.find(By::Css(selector)).await?.enter_frame().await });
    }

    /// Turns to the page around all frames.
    #[track_caller]
    pub fn leave_frame(&self) {
        self.block_on(self.session.enter_default_frame());
    }

    /// Runs the body of a function in the page.
    #[track_caller]
    pub fn execute<T: DeserializeOwned>(&self, body: &str, arguments: Vec<Value>) -> T {
        let Script { text, arguments } = Script::once(ONCE, body, arguments);
        self.retry_in_safari(|| self.session.execute(&*text, arguments.clone()))
            .convert()
            .expect("the script's answer")
    }

    /// Runs the body of a function in the page that only reads, and so can be asked again: Firefox' driver
    /// answers `null` for a page that went while it was asked.
    #[track_caller]
    pub fn evaluate<T: DeserializeOwned>(&self, body: &str) -> T {
        let read = || self.runtime.block_on(self.session.execute(body, Vec::new()))?.convert();
        let answer = read().or_else(|_| read());
        answer.unwrap_or_else(|error| panic!("{:?}: {error}", self.engine))
    }

    /// Runs the body of a function in the page that calls its last argument with the answer.
    #[track_caller]
    pub fn execute_async<T: DeserializeOwned>(&self, body: &str, arguments: Vec<Value>) -> T {
        let Script { text, arguments } = Script::once(AWAITED_ONCE, body, arguments);
        let answer = self.retry_in_safari(|| self.session.execute_async(&*text, arguments.clone()));
        answer.convert().expect("the script's answer")
    }

    /// The elements for this selector in the open shadow root of `host`.
    #[track_caller]
    pub fn find_in_shadow(&self, host: &str, selector: &str) -> Vec<WebElement> {
        let script = "const root = document.querySelector(arguments[0])?.shadowRoot; \
                      return root ? [...root.querySelectorAll(arguments[1])] : []";
        let found = self.block_on(self.session.execute(script, vec![host.into(), selector.into()]));
        found.elements().expect("elements")
    }

    /// The option of a list by its name.
    #[track_caller]
    pub fn find_option(&self, list: &WebElement, name: &str) -> WebElement {
        let script = "return [...arguments[0].options].find((option) => option.label === arguments[1])";
        let arguments = vec![list.to_json().expect("an element"), name.into()];
        let found = self.block_on(self.session.execute(script, arguments)).element();
        found.unwrap_or_else(|_| panic!("the list offers no {name}"))
    }

    /// What assistive technology is told of it; an error where it has gone meanwhile.
    ///
    /// # Errors
    /// Whatever the driver says.
    pub fn role_and_name(&self, element: &WebElement) -> WebDriverResult<RoleAndName> {
        self.runtime.block_on(async {
            let session = self.session.handle();
            let role: String = session.cmd(Computed::of(element, "computedrole")).await?.value()?;
            let name: String = session.cmd(Computed::of(element, "computedlabel")).await?.value()?;
            // WebKit calls a native list by what it looks like.
            let is_list = role == "button" && element.tag_name().await? == "select";
            Ok(RoleAndName { role: if is_list { "combobox".to_owned() } else { role }, name })
        })
    }

    /// Presses keys while the element has the focus.
    #[track_caller]
    pub fn send_keys(&self, element: &WebElement, keys: impl Into<TypingData>) {
        self.block_on(element.send_keys(keys));
    }

    /// Presses keys wherever the focus is.
    #[track_caller]
    pub fn press_keys(&self, keys: impl Into<TypingData>) {
        self.block_on(self.session.action_chain().send_keys(keys).perform());
    }

    /// Clicks the element with the mouse.
    #[track_caller]
    pub fn click(&self, element: &WebElement) {
        self.block_on(element.click());
    }

    /// Clicks as fast as the driver can.
    #[track_caller]
    pub fn click_rapidly(&self, element: &WebElement, times: usize) {
        let at_once = Some(Duration::ZERO);
        let chain = self.session.action_chain_with_delay(at_once, at_once).move_to_element_center(element);
        self.block_on((0..times).fold(chain, |chain, _| chain.click()).perform());
    }

    /// What the browser itself logged of the page, where its driver tells.
    #[must_use]
    pub fn console_log(&self) -> Vec<String> {
        if self.engine != Engine::Chrome {
            return Vec::new();
        }
        self.block_on(self.session.browser_log()).into_iter().map(|entry| entry.message).collect()
    }

    /// Goes back to the page before.
    pub fn go_back(&self) {
        self.block_on(self.session.back());
    }

    /// Opens another tab and turns to it; gives the one that was at hand.
    pub fn open_tab(&self) -> WindowHandle {
        self.block_on(async {
            let former = self.session.window().await?;
            let tab = self.session.new_tab().await?;
            self.session.switch_to_window(tab).await?;
            Ok(former)
        })
    }

    /// Turns to a tab.
    pub fn switch_to_tab(&self, tab: WindowHandle) {
        self.block_on(self.session.switch_to_window(tab));
    }

    /// What a page keeps alive after its garbage was collected: documents, nodes, listeners. Chrome
    /// alone tells.
    #[must_use]
    pub fn live_object_counts(&self) -> Option<Value> {
        self.devtools("HeapProfiler.collectGarbage", json!({}))?;
        self.devtools("Memory.getDOMCounters", json!({}))
    }

    /// Has the page see another preference of its person's. Whether the driver can: Chrome's alone.
    #[must_use]
    pub fn emulate_media(&self, feature: &str, value: &str) -> bool {
        let features = json!({"features": [{"name": feature, "value": value}]});
        self.devtools("Emulation.setEmulatedMedia", features).is_some()
    }

    fn devtools(&self, command: &'static str, parameters: Value) -> Option<Value> {
        if self.engine != Engine::Chrome {
            return None;
        }
        Some(self.block_on(self.session.cdp().send_raw(command, parameters)))
    }

    /// Makes the window this wide, as far as the engine lets it be.
    pub fn set_width(&self, width: u32) {
        self.block_on(self.session.set_window_rect(0, 0, width, 800));
    }

    /// Asks a second time where the driver is one that loses commands.
    #[track_caller]
    fn retry_in_safari<T, F: Future<Output = WebDriverResult<T>>>(&self, command: impl Fn() -> F) -> T {
        let answer = self.runtime.block_on(command());
        let answer = answer.or_else(|error| match self.engine {
            Engine::Safari => self.runtime.block_on(command()),
            Engine::Chrome | Engine::Firefox => Err(error),
        });
        answer.unwrap_or_else(|error| panic!("{:?}: {error}", self.engine))
    }

    #[track_caller]
    fn block_on<T>(&self, command: impl Future<Output = WebDriverResult<T>>) -> T {
        self.runtime.block_on(command).unwrap_or_else(|error| panic!("{:?}: {error}", self.engine))
    }
}

impl Drop for Browser {
    fn drop(&mut self) {
        // A driver that is killed leaves its browser behind.
        let _ = self.runtime.block_on(self.session.clone().quit());
    }
}
