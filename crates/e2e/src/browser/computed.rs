use reqwest::Method;
use thirtyfour::common::command::FormatRequestData;
use thirtyfour::{RequestData, SessionId, WebElement};

/// The two questions of WebDriver that the client has no function for.
#[derive(Debug)]
pub(super) struct Computed {
    element: String,
    what: &'static str,
}

impl Computed {
    pub(super) fn of(element: &WebElement, what: &'static str) -> Self {
        Self { element: element.element_id().to_string(), what }
    }
}

impl FormatRequestData for Computed {
    fn format_request(&self, session: &SessionId) -> RequestData {
        let Self { element, what } = self;
        RequestData::new(Method::GET, format!("session/{session}/element/{element}/{what}"))
    }
}
