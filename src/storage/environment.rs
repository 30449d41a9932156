use js_sys::Promise;
use wasm_bindgen::prelude::*;
use web_sys::{Element, EventTarget, RequestInit, StorageEvent};

#[wasm_bindgen]
extern "C" {
    /// The storages of the browser and the frames of the tab (`static/embed/environment.js`). `drafts` is
    /// a value of the attribute `drafts`; `off` has no storage.
    #[derive(Clone, Debug)]
    pub type Environment;

    /// Returns the engine that runs this code: `wasm` or `js`.
    #[wasm_bindgen(method, getter)]
    pub(crate) fn engine(this: &Environment) -> String;

    #[wasm_bindgen(method, js_name = isBlocked)]
    pub(super) fn is_blocked(this: &Environment, drafts: &str) -> bool;

    #[wasm_bindgen(method)]
    pub(super) fn get(this: &Environment, drafts: &str, key: &str) -> Option<String>;

    #[wasm_bindgen(method)]
    pub(super) fn set(this: &Environment, drafts: &str, key: &str, text: &str) -> bool;

    #[wasm_bindgen(method)]
    pub(super) fn remove(this: &Environment, drafts: &str, key: &str);

    #[wasm_bindgen(method)]
    pub(super) fn keys(this: &Environment, drafts: &str) -> JsValue;

    /// Returns whether an event is about the storage that windows share.
    #[wasm_bindgen(method, js_name = isShared)]
    pub(crate) fn is_shared(this: &Environment, event: &StorageEvent) -> bool;

    /// Called after the form of an element wrote text that the user did not type.
    #[wasm_bindgen(method, js_name = textWritten)]
    pub(crate) fn text_written(this: &Environment, element: &EventTarget);

    /// Puts the rendered parts of a form into its element, in the place of the drawn ones.
    #[wasm_bindgen(method)]
    pub(crate) fn place(
        this: &Environment,
        element: &EventTarget,
        above: &Element,
        below_type: &Element,
        below_text: &Element,
    );

    /// Remembers the type of a note that was added, for the author of the element.
    #[wasm_bindgen(method)]
    pub(crate) fn remember(this: &Environment, element: &EventTarget, code: &str);

    /// Asks the proxy for the status of these attempts from now on, and of no others.
    #[wasm_bindgen(method)]
    pub(crate) fn watch(this: &Environment, element: &EventTarget, endpoint: &str, ids: &str);

    /// Sends a request of the element, as `fetch` does, with its token if there is one.
    #[wasm_bindgen(method)]
    pub(crate) fn request(
        this: &Environment,
        element: &EventTarget,
        url: &str,
        init: &RequestInit,
        sender: f64,
    ) -> Promise;

    #[wasm_bindgen(method)]
    pub(super) fn take(this: &Environment, key: &str);

    #[wasm_bindgen(method)]
    pub(super) fn free(this: &Environment, key: &str);

    #[wasm_bindgen(method, js_name = isTaken)]
    pub(super) fn is_taken(this: &Environment, key: &str) -> bool;

    #[wasm_bindgen(method, js_name = framePath)]
    pub(super) fn frame_path(this: &Environment) -> String;

    #[wasm_bindgen(method, js_name = hasFrame)]
    pub(super) fn has_frame(this: &Environment, path: &str) -> bool;
}
