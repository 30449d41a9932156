use super::Browser;
use thirtyfour::By;

impl Browser {
    /// Switches to the document in a frame, until [`Self::leave_frame`].
    #[track_caller]
    pub fn enter_frame(&self, selector: &str) {
        self.block_on(async { self.driver().find(By::Css(selector)).await?.enter_frame().await });
    }

    /// Switches to the document in a frame in the shadow root of `host`, until [`Self::leave_frame`].
    #[track_caller]
    pub fn enter_frame_in_shadow(&self, host: &str, selector: &str) {
        let frame = self.find_in_shadow(host, selector).into_iter().next().expect("a frame");
        self.block_on(frame.enter_frame());
    }

    /// Switches to the top-level document.
    #[track_caller]
    pub fn leave_frame(&self) {
        self.block_on(self.driver().enter_default_frame());
    }
}
