//! The only way in from JavaScript: four functions and one config.
//!
//! What the element's script and the form say to each other beside these goes through the DOM, as
//! with a native form: a `submit` event, `reset()`, the text area's value with its `input` event,
//! `data-state` on the form, and the [signals](crate::app::Signal) at its root.

use crate::app::{App, AppProps, Host};
use crate::config::Config;
use crate::object::Fields;
use crate::storage::Store;
use std::cell::RefCell;
use std::rc::Rc;
use wasm_bindgen::prelude::*;
use web_sys::{Element, EventTarget, ShadowRoot};
use yew::AppHandle;

/// A form that stands in a page.
#[wasm_bindgen]
pub struct Mounted {
    host: Host,
    root: Root,
}

/// A Yew root: the element that it renders into, and what renders.
struct Root {
    element: Element,
    app: AppHandle<App>,
}

thread_local! {
    /// The roots that stand in no page. A removed form leaves its root to the next one.
    static FREE: RefCell<Vec<Root>> = const { RefCell::new(Vec::new()) };
}

impl std::fmt::Debug for Mounted {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.debug_struct("Mounted").finish_non_exhaustive()
    }
}

/// Puts a form into the shadow root of `host`. Events go to `host`, signals to the shadow root.
/// `store` is where the element keeps drafts.
///
/// # Errors
/// When the browser makes no element of it.
#[wasm_bindgen]
pub fn mount(
    host: EventTarget,
    shadow: &ShadowRoot,
    store: Store,
    config: JsValue,
) -> Result<Mounted, JsValue> {
    let host = Host::new(host, shadow.clone().into(), store);
    let props = AppProps { host: Some(host.clone()), config: Rc::new(Config::from(&Fields(config))) };
    let root = match Root::free() {
        Some(mut root) => {
            root.app.update(props);
            root
        }
        None => Root::new(shadow, props)?,
    };
    shadow.append_child(&root.element)?;
    Ok(Mounted { host, root })
}

/// Gives a form another config. Text, caret and focus stay.
#[wasm_bindgen]
pub fn update(mounted: &mut Mounted, config: JsValue) {
    let host = Some(mounted.host.clone());
    mounted.root.app.update(AppProps { host, config: Rc::new(Config::from(&Fields(config))) });
}

/// Whether a form, as it stands in the page at this moment, could be sent. A listener that is told of
/// an event asks while the form is at work, and then it is as the form was before that.
#[wasm_bindgen]
pub fn check(mounted: &Mounted) -> bool {
    let app = mounted.root.app.get_component();
    app.map_or_else(|| mounted.host.was_valid(), |app| app.is_valid())
}

/// Takes a form out of the page. A request that is under way ends by itself.
#[wasm_bindgen]
pub fn unmount(mounted: Mounted) {
    let Mounted { host, mut root } = mounted;
    host.leave();
    root.app.update(AppProps { host: None, config: Rc::default() });
    root.element.remove();
    FREE.with_borrow_mut(|free| free.push(root));
}

impl Root {
    /// A root that nothing of its former form stands in any more.
    fn free() -> Option<Self> {
        FREE.with_borrow_mut(|free| {
            let index = free.iter().position(|root| !root.element.has_child_nodes())?;
            Some(free.swap_remove(index))
        })
    }

    fn new(shadow: &ShadowRoot, props: AppProps) -> Result<Self, JsValue> {
        let document = shadow.owner_document().ok_or(JsValue::UNDEFINED)?;
        let element = document.create_element("div")?;
        element.set_class_name("ticket-note");
        let app = yew::Renderer::<App>::with_root_and_props(element.clone(), props).render();
        Ok(Self { element, app })
    }
}
