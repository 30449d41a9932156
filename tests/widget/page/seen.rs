//! What the user sees.

use super::Page;
use wasm_bindgen::prelude::*;
use web_sys::{Element, HtmlButtonElement, HtmlSelectElement, HtmlTextAreaElement};

impl Page {
    pub(crate) fn find(&self, selector: &str) -> Option<Element> {
        self.shadow.query_selector(selector).unwrap()
    }

    /// Returns the control with this label.
    #[track_caller]
    pub(crate) fn labelled<T: JsCast>(&self, label: &str) -> T {
        let labels = self.shadow.query_selector_all("label").unwrap();
        let id = (0..labels.length())
            .map(|index| labels.get(index).unwrap().unchecked_into::<Element>())
            .find(|found| found.text_content().as_deref() == Some(label))
            .and_then(|found| found.get_attribute("for"))
            .unwrap_or_else(|| panic!("no label {label}"));
        self.shadow.get_element_by_id(&id).unwrap().unchecked_into()
    }

    pub(crate) fn area(&self) -> HtmlTextAreaElement {
        self.labelled("Note")
    }

    pub(crate) fn select(&self) -> HtmlSelectElement {
        self.labelled("Type")
    }

    /// Returns the names of the buttons below the text.
    pub(crate) fn buttons(&self) -> Vec<String> {
        let found = self.shadow.query_selector_all("[part=submit]").unwrap();
        (0..found.length()).filter_map(|index| found.get(index)?.text_content()).collect()
    }

    #[track_caller]
    pub(crate) fn button(&self, name: &str) -> HtmlButtonElement {
        let found = self.shadow.query_selector_all("button").unwrap();
        (0..found.length())
            .map(|index| found.get(index).unwrap().unchecked_into::<HtmlButtonElement>())
            .find(|button| button.text_content().as_deref() == Some(name))
            .unwrap_or_else(|| panic!("no button {name}"))
    }

    pub(crate) fn polite(&self) -> String {
        self.text_of("[role=status]")
    }

    pub(crate) fn alert(&self) -> String {
        let regions = self.shadow.query_selector_all(".form [role=alert]:not(.notice)").unwrap();
        let texts = (0..regions.length()).filter_map(|index| regions.get(index)?.text_content());
        texts.filter(|text| !text.is_empty()).collect::<Vec<_>>().join(" ")
    }

    pub(crate) fn text_of(&self, selector: &str) -> String {
        self.find(selector).and_then(|found| found.text_content()).unwrap_or_default()
    }

    /// Returns the problem that a control refers to.
    pub(crate) fn problem_of(&self, control: &Element) -> Option<String> {
        if control.get_attribute("aria-invalid").as_deref() != Some("true") {
            return None;
        }
        let ids = control.get_attribute("aria-describedby").unwrap_or_default();
        let id = ids.split(' ').find(|id| id.ends_with("-error")).unwrap();
        self.shadow.get_element_by_id(id).and_then(|found| found.text_content())
    }

    pub(crate) fn focused(&self) -> Option<Element> {
        self.shadow.active_element()
    }
}
