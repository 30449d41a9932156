//! The fields and their problems.

use crate::page::Page;
use std::cell::RefCell;
use std::rc::Rc;
use wasm_bindgen::prelude::*;
use wasm_bindgen_test::wasm_bindgen_test;
use web_sys::{MutationObserver, MutationObserverInit, MutationRecord};

const TICKET: &str = r#"{"ticketId":"858462"}"#;

#[wasm_bindgen_test]
async fn a_new_form_names_its_parts_and_shows_no_problem() {
    let page = Page::open(TICKET).await;
    assert_eq!(page.select().length(), 12);
    assert_eq!(page.area().value(), "");
    assert_eq!(page.buttons(), ["Add note"]);
    assert_eq!(page.problem_of(&page.select()), None);
    assert_eq!(page.problem_of(&page.area()), None);
    let form = page.find("form").unwrap();
    assert_eq!(form.get_attribute("aria-label").as_deref(), Some("Note on ticket 858462"));
}

#[wasm_bindgen_test]
async fn a_number_without_a_name_has_no_meaning() {
    let page = Page::open(r#"{"ticketId":"1","types":"1,5=Phone,calllog,contactform"}"#).await;
    let texts: Vec<_> =
        (1..5).map(|index| page.select().item(index).unwrap().text_content().unwrap()).collect();
    assert_eq!(texts, ["Channel 1", "Phone", "Call log", "Contact form"]);
}

#[wasm_bindgen_test]
async fn an_empty_send_focuses_the_first_problem() {
    let page = Page::open(TICKET).await;
    page.press("Add note");
    page.see(|page| page.problem_of(&page.area()).is_some()).await;
    assert_eq!(page.problem_of(&page.select()).as_deref(), Some("Choose a type."));
    assert_eq!(page.problem_of(&page.area()).as_deref(), Some("Write a note."));
    assert_eq!(page.focused().unwrap().id(), page.select().id());
    assert_eq!(page.network.requests(), 0);
}

#[wasm_bindgen_test]
async fn a_fifth_character_removes_the_problem() {
    let page = Page::open(r#"{"ticketId":"1","type":"1"}"#).await;
    page.type_text("Hell");
    page.press("Add note");
    page.see(|page| page.problem_of(&page.area()).is_some()).await;
    assert_eq!(page.problem_of(&page.area()).as_deref(), Some("Write at least 5 characters."));
    assert_eq!(page.focused().unwrap().id(), page.area().id());
    page.type_text("Hello");
    page.see(|page| page.problem_of(&page.area()).is_none()).await;
    assert_eq!(page.network.requests(), 0);
}

#[wasm_bindgen_test]
async fn a_refused_character_is_selected() {
    let page = Page::open(r#"{"ticketId":"1","type":"1"}"#).await;
    page.type_text("Hello\u{7}there");
    page.press("Add note");
    page.see(|page| page.problem_of(&page.area()).is_some_and(|text| text.contains("control"))).await;
    assert_eq!(page.area().selection_start().unwrap(), Some(5));
    assert_eq!(page.area().selection_end().unwrap(), Some(6));
}

#[wasm_bindgen_test]
async fn a_field_that_lost_the_focus_shows_no_problem() {
    let page = Page::open(TICKET).await;
    page.select().focus().unwrap();
    page.area().focus().unwrap();
    page.type_text("Hell");
    page.select().focus().unwrap();
    page.settle().await;
    assert_eq!(page.problem_of(&page.area()), None);
    assert_eq!(page.problem_of(&page.select()), None);
}

#[wasm_bindgen_test]
async fn the_counter_shows_near_and_over_the_limit() {
    let page = Page::open(r#"{"ticketId":"1","maxLength":"10"}"#).await;
    page.type_text("12345678");
    page.settle().await;
    assert_eq!(page.text_of("[part=counter]"), "");
    page.type_text("123456789");
    page.see(|page| page.text_of("[part=counter]") == "Characters left: 1").await;
    page.type_text("123456789012");
    page.see(|page| page.text_of("[part=counter]") == "Characters over the limit: 2").await;
}

#[wasm_bindgen_test]
async fn a_key_press_far_from_the_limit_renders_nothing() {
    let page = Page::open(r#"{"ticketId":"1","type":"1"}"#).await;
    let watch = Watch::over(&page);
    page.type_text("Hello");
    page.type_text("Hello there");
    page.settle().await;
    assert_eq!(watch.changes(), Vec::<String>::new());
}

#[wasm_bindgen_test]
async fn a_key_press_near_the_limit_renders_the_counter_only() {
    let page = Page::open(r#"{"ticketId":"1","type":"1","maxLength":"10"}"#).await;
    page.type_text("123456789");
    page.see(|page| !page.text_of("[part=counter]").is_empty()).await;
    let watch = Watch::over(&page);
    page.type_text("1234567890");
    page.see(|page| page.text_of("[part=counter]") == "Characters left: 0").await;
    page.settle().await;
    assert_eq!(watch.changes(), ["counter"]);
}

/// Records the parts of a form whose DOM changes. The height of the text area does not count as a
/// change.
struct Watch {
    observer: MutationObserver,
    parts: Rc<RefCell<Vec<String>>>,
    _callback: Closure<dyn FnMut(js_sys::Array<MutationRecord>)>,
}

impl Watch {
    fn over(page: &Page) -> Self {
        let parts = Rc::new(RefCell::new(Vec::new()));
        let seen = parts.clone();
        let callback = Closure::new(move |records: js_sys::Array<MutationRecord>| {
            seen.borrow_mut().extend(records.iter().filter_map(|record| part(&record)));
        });
        let observer = MutationObserver::new(callback.as_ref().unchecked_ref()).unwrap();
        let options = MutationObserverInit::new();
        options.set_subtree(true);
        options.set_child_list(true);
        options.set_character_data(true);
        options.set_attributes(true);
        observer.observe_with_options(&page.shadow, &options).unwrap();
        Self { observer, parts, _callback: callback }
    }

    fn changes(&self) -> Vec<String> {
        self.parts.borrow().clone()
    }
}

impl Drop for Watch {
    fn drop(&mut self) {
        self.observer.disconnect();
    }
}

fn part(record: &MutationRecord) -> Option<String> {
    if record.attribute_name().as_deref() == Some("style") {
        return None;
    }
    let node = record.target()?;
    let element = node.dyn_ref::<web_sys::Element>().cloned().or_else(|| node.parent_element())?;
    Some(element.get_attribute("part").unwrap_or_else(|| element.tag_name()))
}
