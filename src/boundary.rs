//! The only way in from JavaScript: four functions and one config.
//!
//! What the element's script and the form say to each other beside these goes through the DOM, as
//! with a native form: a `submit` event, `reset()`, the text area's value with its `input` event,
//! `data-state` on the form, and the [signals](crate::host::Signal) at its root.

use crate::app::{App, Message};
use crate::config::Config;
use crate::host::Host;
use crate::object::Properties;
use crate::storage::Store;
use std::cell::RefCell;
use wasm_bindgen::prelude::*;
use web_sys::{Element, EventTarget, ShadowRoot};
use yew::AppHandle;

/// A Yew root: the element that it renders into, what renders, and whom it serves at present.
struct Root {
    element: Element,
    app: AppHandle<App>,
    host: Option<Host>,
}

thread_local! {
    /// Every root that there is; its place is the number of the form in it. A form that is removed
    /// leaves its root to the next one.
    static ROOTS: RefCell<Vec<Root>> = const { RefCell::new(Vec::new()) };
}

/// Puts a form into the shadow root of `host`, and gives its number. Events go to `host`, signals to
/// the shadow root. `store` is where the element keeps drafts.
///
/// # Errors
/// When the browser makes no element of it.
#[wasm_bindgen]
pub fn mount(
    host: EventTarget,
    shadow: &ShadowRoot,
    store: Store,
    config: JsValue,
) -> Result<usize, JsValue> {
    let host = Host::new(host, shadow.clone().into(), store);
    let begin = Message::Begin(host.clone(), Config::from(&Properties(config)));
    let form = match ROOTS.with_borrow(|roots| roots.iter().position(Root::is_free)) {
        Some(free) => free,
        None => {
            let root = Root::new(shadow)?;
            ROOTS.with_borrow_mut(|roots| {
                roots.push(root);
                roots.len() - 1
            })
        }
    };
    let element = with(form, |root| {
        root.host = Some(host);
        root.app.send_message(begin);
        root.element.clone()
    });
    if let Some(element) = element {
        shadow.append_child(&element)?;
    }
    Ok(form)
}

/// Gives a form another config. Text, caret and focus stay.
#[wasm_bindgen]
pub fn update(form: usize, config: JsValue) {
    with(form, |root| root.app.send_message(Message::Configure(Config::from(&Properties(config)))));
}

/// Whether a form, as it stands in the page at this moment, could be sent. A listener that is told of
/// an event asks while the form is at work, and then it is as the form was before that.
#[wasm_bindgen]
pub fn check(form: usize) -> bool {
    let is_valid = with(form, |root| match root.app.get_component() {
        Some(app) => app.is_valid(),
        None => root.host.as_ref().is_some_and(Host::was_valid),
    });
    is_valid.unwrap_or_default()
}

/// Takes a form out of the page. A request that is under way ends by itself.
#[wasm_bindgen]
pub fn unmount(form: usize) {
    if let Some(host) = with(form, |root| root.host.clone()).flatten() {
        host.leave();
    }
    let element = with(form, |root| {
        root.host = None;
        root.app.send_message(Message::End);
        root.element.clone()
    });
    if let Some(element) = element {
        element.remove();
    }
}

/// Works with a root. Nothing of it may reach the page, which may do anything then: events and moves of
/// elements are for afterwards.
fn with<T>(form: usize, work: impl FnOnce(&mut Root) -> T) -> Option<T> {
    ROOTS.with_borrow_mut(|roots| roots.get_mut(form).map(work))
}

impl Root {
    fn new(shadow: &ShadowRoot) -> Result<Self, JsValue> {
        let document = shadow.owner_document().ok_or(JsValue::UNDEFINED)?;
        let element = document.create_element("div")?;
        element.set_class_name("ticket-note");
        let app = yew::Renderer::<App>::with_root(element.clone()).render();
        Ok(Self { element, app, host: None })
    }

    /// Whether its former form is fully gone.
    fn is_free(&self) -> bool {
        self.host.is_none() && !self.element.has_child_nodes()
    }
}
