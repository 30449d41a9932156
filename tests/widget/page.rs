//! A page with a form, and the actions of the page.

mod seen;
mod user;

use crate::event_log::EventLog;
use crate::network::Network;
use crate::scripts::{drawn, environment, on_result};
use js_sys::{Array, Function, Reflect};
use std::cell::Cell;
use ticket_note::handle::NoteForm;
use ticket_note_strings::ALL;
use wasm_bindgen::prelude::*;
use web_sys::{HtmlElement, ShadowRoot, ShadowRootInit, ShadowRootMode, StorageEvent};

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
        let form = NoteForm::new(environment().unchecked_into());
        on_result(&host, &Function::new_no_args(""));
        shadow.append_child(&drawn(&parse(attributes))).unwrap();
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

    pub(crate) fn state(&self) -> String {
        self.form.state()
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

pub(crate) fn parse(attributes: &str) -> JsValue {
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
