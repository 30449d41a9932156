//! The only way in from JavaScript: four functions and one config.
//!
//! What the element's script and the form say to each other beside these goes through the DOM, as
//! with a native form: `requestSubmit()`, `reset()`, the text area's value with its `input` event,
//! `data-state` on the form, and the [signals](crate::app::Signal) at its root.

use crate::app::{App, AppProps, Host};
use crate::config::Config;
use crate::object::Fields;
use wasm_bindgen::prelude::*;
use web_sys::{Element, EventTarget};
use yew::AppHandle;

/// A form that stands in a page.
#[wasm_bindgen]
pub struct Mounted {
    host: Host,
    app: AppHandle<App>,
}

impl std::fmt::Debug for Mounted {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.debug_struct("Mounted").finish_non_exhaustive()
    }
}

/// Puts a form into `root`, a fresh element in the shadow root of `host`. Events go to `host`.
#[wasm_bindgen]
pub fn mount(host: EventTarget, root: Element, config: JsValue) -> Mounted {
    let config = Config::from(&Fields(config));
    let host = Host::new(host, root.clone());
    let props = AppProps { host: host.clone(), config };
    let app = yew::Renderer::<App>::with_root_and_props(root, props).render();
    Mounted { host, app }
}

/// Gives a form another config. Text, caret and focus stay.
#[wasm_bindgen]
pub fn update(mounted: &mut Mounted, config: JsValue) {
    let config = Config::from(&Fields(config));
    mounted.app.update(AppProps { host: mounted.host.clone(), config });
}

/// Whether a form, as it stands in the page at this moment, could be sent.
#[wasm_bindgen]
pub fn check(mounted: &Mounted) -> bool {
    mounted.app.get_component().is_some_and(|app| app.is_valid())
}

/// Takes a form out of the page. A request that is under way ends by itself.
#[wasm_bindgen]
pub fn unmount(mounted: Mounted) {
    mounted.host.leave();
    mounted.app.destroy();
}
