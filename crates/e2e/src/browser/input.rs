use super::Browser;
use std::time::Duration;
use thirtyfour::{TypingData, WebElement};

impl Browser {
    /// Focuses an element and types keys into it.
    #[track_caller]
    pub fn send_keys(&self, element: &WebElement, keys: impl Into<TypingData>) {
        self.block_on(element.send_keys(keys));
    }

    /// Presses keys in the element that has the focus.
    #[track_caller]
    pub fn press_keys(&self, keys: impl Into<TypingData>) {
        self.block_on(self.driver().action_chain().send_keys(keys).perform());
    }

    /// Presses keys at once, such as Alt, Shift and a letter.
    #[track_caller]
    pub fn press_together(&self, keys: &[char]) {
        let down = keys.iter().fold(self.driver().action_chain(), |chain, &key| chain.key_down(key));
        let up = keys.iter().rev().fold(down, |chain, &key| chain.key_up(key));
        self.block_on(up.perform());
    }

    /// Clicks an element with the mouse.
    #[track_caller]
    pub fn click(&self, element: &WebElement) {
        self.block_on(element.click());
    }

    /// Double-clicks the centre of an element with the mouse.
    #[track_caller]
    pub fn double_click(&self, element: &WebElement) {
        self.block_on(self.driver().action_chain().double_click_element(element).perform());
    }

    /// Opens the context menu of an element with the mouse.
    #[track_caller]
    pub fn open_context_menu(&self, element: &WebElement) {
        self.block_on(self.driver().action_chain().context_click_element(element).perform());
    }

    /// Clicks a point of the viewport with the mouse, in CSS pixels.
    #[track_caller]
    pub fn click_at(&self, x: i64, y: i64) {
        self.block_on(self.driver().action_chain().move_to(x, y).click().perform());
    }

    /// Clicks an element several times without a pause.
    #[track_caller]
    pub fn click_rapidly(&self, element: &WebElement, times: usize) {
        let at_once = Some(Duration::ZERO);
        let chain = self.driver().action_chain_with_delay(at_once, at_once).move_to_element_center(element);
        self.block_on((0..times).fold(chain, |chain, _| chain.click()).perform());
    }
}
