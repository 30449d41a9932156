use reqwest::Method;
use thirtyfour::common::command::FormatRequestData;
use thirtyfour::{RequestData, SessionId, WebElement};

/// The WebDriver commands `computedrole` and `computedlabel`, which the client library lacks.
#[derive(Debug)]
pub(super) struct Computed {
    element: String,
    property: &'static str,
}

impl Computed {
    pub(super) fn of(element: &WebElement, property: &'static str) -> Self {
        Self { element: element.element_id().to_string(), property }
    }
}

impl FormatRequestData for Computed {
    fn format_request(&self, session: &SessionId) -> RequestData {
        let Self { element, property } = self;
        RequestData::new(Method::GET, format!("session/{session}/element/{element}/{property}"))
    }
}
