//! A page with a form, and the actions of the user and of the page.

use crate::event_log::EventLog;
use crate::network::Network;
use js_sys::{Array, Function, Reflect};
use std::cell::Cell;
use ticket_note::handle::NoteForm;
use ticket_note_strings::{ALL, ENGLISH};
use wasm_bindgen::prelude::*;
use web_sys::{
    Element, EventTarget, HtmlButtonElement, HtmlElement, HtmlSelectElement, HtmlTextAreaElement, InputEvent,
    MouseEvent, MouseEventInit, ShadowRoot, ShadowRootInit, ShadowRootMode, StorageEvent,
};

// `environment.js` imports these, and the test runner serves only the modules that are named here.
#[wasm_bindgen(module = "/static/embed/height.js")]
extern "C" {
    #[wasm_bindgen(js_name = fitHeight)]
    fn fit_height(root: &ShadowRoot);
}

#[wasm_bindgen(module = "/static/embed/press.js")]
extern "C" {
    #[wasm_bindgen(js_name = watchPresses)]
    fn watch_presses(root: &ShadowRoot);
}

#[wasm_bindgen(module = "/static/embed/watching.js")]
extern "C" {
    #[wasm_bindgen(js_name = onResult)]
    fn on_result(element: &HtmlElement, report: &Function);
}

#[wasm_bindgen(module = "/static/embed/requests.js")]
extern "C" {
    #[wasm_bindgen(js_name = onCaller)]
    fn on_caller(element: &HtmlElement, act: &JsValue);
}

#[wasm_bindgen(module = "/static/embed/digest.js")]
extern "C" {
    #[wasm_bindgen(js_name = digestOf)]
    fn digest_of(caller: &str) -> f64;
}

#[wasm_bindgen(module = "/static/embed/parts.js")]
extern "C" {
    fn place(root: &ShadowRoot, parts: &JsValue);
}

#[wasm_bindgen(module = "/static/embed/drawing.js")]
extern "C" {
    fn draw(view: &JsValue, strings: &Array, attributes: &JsValue) -> Element;
}

#[wasm_bindgen(module = "/static/embed/environment.js")]
extern "C" {
    #[wasm_bindgen(thread_local_v2, js_name = environment)]
    static ENVIRONMENT: JsValue;
}

/// The time limit for a condition to become true.
const TIMEOUT_MS: f64 = 5000.0;

/// The proxy's response after the note was added.
pub(crate) const RESULT: &str = r#"{"type":"result","message":"Message has been sent."}"#;

pub(crate) struct Page {
    pub(crate) network: Network,
    pub(crate) host: HtmlElement,
    pub(crate) shadow: ShadowRoot,
    pub(crate) events: EventLog,
    form: NoteForm,
    is_mounted: Cell<bool>,
}

impl Page {
    /// Opens a form without a draft. The attributes are a JSON object of properties.
    pub(crate) async fn open(attributes: &str) -> Self {
        for storage in [window().session_storage(), window().local_storage()] {
            storage.unwrap().unwrap().clear().unwrap();
        }
        Self::reopen(attributes).await
    }

    /// Opens a form as after a reload, with its draft.
    pub(crate) async fn reopen(attributes: &str) -> Self {
        let network = Network::replace();
        let host: HtmlElement = document().create_element("div").unwrap().unchecked_into();
        document().body().unwrap().append_child(&host).unwrap();
        let shadow = host.attach_shadow(&ShadowRootInit::new(ShadowRootMode::Open)).unwrap();
        let events = EventLog::at(&host);
        let form = NoteForm::new(ENVIRONMENT.with(JsValue::clone).unchecked_into());
        on_result(&host, &Function::new_no_args(""));
        shadow.append_child(&drawn(attributes)).unwrap();
        form.mount(host.clone().into(), &shadow, parse(attributes), false, false, true).unwrap();
        form.enter();
        let page = Self { network, host, shadow, events, form, is_mounted: Cell::new(true) };
        page.see(|page| !page.events.details("note-change").is_empty()).await;
        page
    }

    /// Opens a form for ticket 858462 with a type and a text.
    pub(crate) async fn filled() -> Self {
        let page = Self::open(r#"{"ticketId":"858462","type":"calllog"}"#).await;
        page.type_text("Called back");
        page.settle().await;
        page
    }

    /// Opens a form and sends its note. The request is in flight.
    pub(crate) async fn sent() -> Self {
        let page = Self::filled().await;
        page.press("Add note");
        page.see(|page| page.network.requests() == 1).await;
        page
    }

    pub(crate) fn configure(&self, attributes: &str) {
        self.form.configure(parse(attributes));
    }

    /// Applies attributes in another language, as the element's script does.
    pub(crate) fn configure_in(&self, lang: &str, attributes: &str) {
        let strings = ALL.into_iter().find(|strings| strings.lang == lang).unwrap();
        let texts: Array = strings.texts().into_iter().map(JsValue::from_str).collect();
        let attributes = parse(attributes);
        Reflect::set(&attributes, &"strings".into(), &texts).unwrap();
        self.form.configure(attributes);
    }

    /// Saves the text, as the element's script does when the page is hidden.
    pub(crate) fn save(&self) {
        self.form.save();
    }

    /// Tells the form about a storage event or, without one, that the page is shown again.
    pub(crate) fn compare(&self, event: Option<StorageEvent>) {
        self.form.compare(event);
    }

    pub(crate) fn remove(&self) {
        assert!(self.is_mounted.replace(false));
        self.form.unmount();
        self.host.remove();
    }

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

    /// Clicks a button, and reports it, as the element's script does.
    #[track_caller]
    pub(crate) fn press(&self, name: &str) {
        let button = self.button(name);
        button.click();
        self.form.press(&button.id().into(), 1);
    }

    /// Clicks a second time, as in a double click, and reports it, as the element's script does.
    #[track_caller]
    pub(crate) fn click_again(&self, name: &str) {
        let init = MouseEventInit::new();
        init.set_bubbles(true);
        init.set_detail(2);
        let button = self.button(name);
        dispatch(&button, &MouseEvent::new_with_mouse_event_init_dict("click", &init).unwrap());
        self.form.press(&button.id().into(), 2);
    }

    pub(crate) fn type_text(&self, text: &str) {
        let area = self.area();
        area.set_value(text);
        dispatch(&area, &InputEvent::new_with_event_init_dict("input", &bubbling_input()).unwrap());
        self.follow();
    }

    pub(crate) fn choose(&self, code: &str) {
        let select = self.select();
        select.set_value(code);
        let init = web_sys::EventInit::new();
        init.set_bubbles(true);
        dispatch(&select, &web_sys::Event::new_with_event_init_dict("change", &init).unwrap());
        self.form.chosen();
    }

    /// Follows the text area, as the element's script does.
    fn follow(&self) {
        self.form.typed();
    }

    /// Sends the note, as the element's script does for a key.
    pub(crate) fn submit(&self) {
        self.form.submit(Function::new_no_args(""));
    }

    pub(crate) fn state(&self) -> String {
        self.form.state()
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

    /// Waits until a condition is true. Fails after the timeout.
    #[track_caller]
    pub(crate) fn see(&self, condition: impl Fn(&Self) -> bool) -> impl Future<Output = ()> {
        let caller = std::panic::Location::caller();
        async move {
            let end = js_sys::Date::now() + TIMEOUT_MS;
            while !condition(self) {
                assert!(js_sys::Date::now() < end, "timeout: {caller}, state {}", self.state());
                tick().await;
            }
        }
    }

    #[track_caller]
    pub(crate) fn see_state(&self, state: &str) -> impl Future<Output = ()> {
        let state = state.to_owned();
        self.see(move |page| page.state() == state)
    }

    /// Waits until Yew and the page have nothing left to do.
    pub(crate) async fn settle(&self) {
        yew::scheduler::flush().await;
        tick().await;
        tick().await;
    }
}

impl Drop for Page {
    fn drop(&mut self) {
        self.form.unmount();
        self.host.remove();
    }
}

fn bubbling_input() -> web_sys::InputEventInit {
    let init = web_sys::InputEventInit::new();
    init.set_bubbles(true);
    init
}

fn dispatch(target: &EventTarget, event: &web_sys::Event) {
    target.dispatch_event(event).unwrap();
}

/// Returns a form as the element's script draws it.
fn drawn(attributes: &str) -> Element {
    let description = parse(include_str!("../../static/embed/first-view.json"));
    let indices: Array = Reflect::get(&description, &"strings".into()).unwrap().unchecked_into();
    let texts = ENGLISH.texts();
    let strings = indices.iter().map(|index| JsValue::from_str(texts[index.as_f64().unwrap() as usize]));
    let view = Reflect::get(&description, &"view".into()).unwrap();
    draw(&view, &strings.collect(), &parse(attributes))
}

fn parse(attributes: &str) -> JsValue {
    js_sys::JSON::parse(attributes).unwrap()
}

pub(crate) fn window() -> web_sys::Window {
    web_sys::window().unwrap()
}

fn document() -> web_sys::Document {
    window().document().unwrap()
}

/// Waits for the next task of the browser.
async fn tick() {
    yew::platform::time::sleep(std::time::Duration::from_millis(1)).await;
}
