//! The scripts of the element. They import each other, and the test runner serves only the modules that are
//! named here or in `src`.

use crate::page::parse;
use js_sys::{Array, Function, Reflect};
use ticket_note_strings::ENGLISH;
use wasm_bindgen::prelude::*;
use web_sys::{Element, HtmlElement, ShadowRoot};

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
    pub(crate) fn on_result(element: &HtmlElement, report: &Function);
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

/// Returns the environment of the forms.
pub(crate) fn environment() -> JsValue {
    ENVIRONMENT.with(JsValue::clone)
}

/// Returns a form as the element's script draws it.
pub(crate) fn drawn(attributes: &JsValue) -> Element {
    let description = parse(include_str!("../../static/embed/first-view.json"));
    let indices: Array = Reflect::get(&description, &"strings".into()).unwrap().unchecked_into();
    let texts = ENGLISH.texts();
    let strings = indices.iter().map(|index| JsValue::from_str(texts[index.as_f64().unwrap() as usize]));
    let view = Reflect::get(&description, &"view".into()).unwrap();
    draw(&view, &strings.collect(), attributes)
}
