use super::Browser;
use crate::wait::wait_until;
use thirtyfour::WindowHandle;

impl Browser {
    /// Loads the page again, and waits until it has loaded. `location.reload()` would return while the former
    /// page still answers.
    pub fn reload(&self) {
        self.block_on(self.driver().refresh());
    }

    /// Goes back in the history.
    pub fn go_back(&self) {
        self.block_on(self.driver().back());
    }

    /// Opens a new tab, switches to it, and returns the former tab.
    pub fn open_tab(&self) -> WindowHandle {
        self.block_on(async {
            let former = self.driver().window().await?;
            let tab = self.driver().new_tab().await?;
            self.driver().switch_to_window(tab).await?;
            Ok(former)
        })
    }

    /// Performs an action that opens a window, switches to that window, and returns the former one.
    ///
    /// # Panics
    /// If the action opens no window.
    #[track_caller]
    pub fn switch_to_opened(&self, action: impl FnOnce()) -> WindowHandle {
        let former = self.block_on(self.driver().window());
        let before = self.block_on(self.driver().windows());
        action();
        let windows = || self.block_on(self.driver().windows());
        let after = wait_until("another window", windows, |after| after.len() > before.len());
        let opened = after.into_iter().find(|window| !before.contains(window)).expect("a new handle");
        self.switch_to_tab(opened);
        former
    }

    /// Returns the current tab or window.
    #[must_use]
    pub fn current_tab(&self) -> WindowHandle {
        self.block_on(self.driver().window())
    }

    /// Switches to a tab.
    pub fn switch_to_tab(&self, tab: WindowHandle) {
        self.block_on(self.driver().switch_to_window(tab));
    }

    /// Sets the width of the window in CSS pixels. Engines have a minimum of their own.
    pub fn set_width(&self, width: u32) {
        let former = self.block_on(self.driver().get_window_rect());
        self.former_window.borrow_mut().get_or_insert(former);
        self.block_on(self.driver().set_window_rect(0, 0, width, 800));
    }
}
