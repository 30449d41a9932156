use super::cleanup::Cleanup;
use super::start::start;
use crate::engine::Engine;
use crate::process::ChildProcess;
use std::sync::{Mutex, PoisonError};
use std::time::Duration;
use thirtyfour::error::WebDriverResult;
use thirtyfour::{Capabilities, Rect, WebDriver};
use tokio::runtime::{Builder, Runtime};
use tokio::time::timeout;

/// Sessions that no test uses now.
static IDLE: Mutex<Vec<Session>> = Mutex::new(Vec::new());
const TAB_TIMEOUT: Duration = Duration::from_secs(20);

/// A WebDriver session and its driver process.
///
/// Starting a browser takes seconds of processor time, so tests reuse sessions. Each test gets a
/// new tab. Its own proxy port keeps its storages and its cache separate.
#[derive(Debug)]
pub(super) struct Session {
    pub(super) runtime: Runtime,
    pub(super) driver: WebDriver,
    cleanup: Cleanup,
    _process: ChildProcess,
}

impl Session {
    /// Returns an idle session, which has one new tab, or starts a session.
    ///
    /// # Panics
    /// If the browser does not start.
    pub(super) fn take(engine: Engine) -> Self {
        while let Some(session) = pop_idle() {
            if session.replace_tabs(engine) {
                return session;
            }
            session.quit();
        }
        Self::start(engine, &engine.capabilities(), &[])
    }

    /// Starts a session with these capabilities. The driver has these further arguments.
    pub(super) fn start(engine: Engine, capabilities: &Capabilities, arguments: &[&str]) -> Self {
        let runtime = Builder::new_current_thread().enable_all().build().expect("a runtime");
        let (driver, process, port) = start(engine, capabilities, arguments, &runtime);
        let cleanup = Cleanup::start(port, driver.handle().session_id(), process.id());
        Self { runtime, driver, cleanup, _process: process }
    }

    /// Makes the session available to the next test.
    pub(super) fn release(self) {
        IDLE.lock().unwrap_or_else(PoisonError::into_inner).push(self);
    }

    /// Ends the session, its browser and its driver.
    pub(super) fn quit(self) {
        // A killed driver would leave its browser running. If this fails, the browser has crashed.
        let _ = self.runtime.block_on(self.driver.quit());
        drop(self.cleanup);
    }

    /// Moves and resizes the window. Returns whether that succeeded.
    pub(super) fn restore_window(&self, window: &Rect) -> bool {
        let (Ok(width), Ok(height)) = (u32::try_from(window.width), u32::try_from(window.height)) else {
            return false;
        };
        self.runtime.block_on(self.driver.set_window_rect(window.x, window.y, width, height)).is_ok()
    }

    /// Opens a new tab and closes all others. Returns whether both steps succeeded.
    fn replace_tabs(&self, engine: Engine) -> bool {
        let replacement = async { timeout(TAB_TIMEOUT, self.try_to_replace_tabs(engine)).await };
        matches!(self.runtime.block_on(replacement), Ok(Ok(())))
    }

    async fn try_to_replace_tabs(&self, engine: Engine) -> WebDriverResult<()> {
        let former = self.driver.windows().await?;
        let tab = self.driver.new_tab().await?;
        for window in former {
            self.driver.switch_to_window(window).await?;
            self.driver.close_window().await?;
        }
        self.driver.switch_to_window(tab).await?;
        if engine.is_chrome() {
            // Reading the console log empties it.
            self.driver.browser_log().await?;
        }
        Ok(())
    }
}

fn pop_idle() -> Option<Session> {
    IDLE.lock().unwrap_or_else(PoisonError::into_inner).pop()
}
