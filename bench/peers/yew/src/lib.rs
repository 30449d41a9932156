//! The form in Yew, written in the usual way: one component with hooks, and `gloo-net`.

mod draft;
mod form;
mod note;
mod props;
mod send;

use form::Form;
use props::FormProps;
use wasm_bindgen::prelude::wasm_bindgen;
use web_sys::Element;
use yew::{AppHandle, Renderer};

/// A mounted form.
#[wasm_bindgen]
pub struct Handle(AppHandle<Form>);

/// Mounts the form of a custom element into a node of its shadow root.
#[wasm_bindgen]
pub fn mount(element: Element, host: Element) -> Handle {
    let props = FormProps::of(element);
    Handle(Renderer::<Form>::with_root_and_props(host, props).render())
}

#[wasm_bindgen]
impl Handle {
    /// Removes the form.
    pub fn destroy(self) {
        self.0.destroy();
    }
}
