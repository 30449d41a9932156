//! Reads JavaScript objects.
//!
//! A derived `Deserialize` would cost 10 KB (brotli): it brings the sentences of every type error, and
//! the formatting of floating-point numbers (docs/decisions/0005-json-by-the-browser.md).

use js_sys::Reflect;
use wasm_bindgen::JsValue;

/// The properties of an object. A value that is not an object has none.
#[derive(Debug)]
pub(crate) struct Properties(pub(crate) JsValue);

impl Properties {
    /// Returns a string property.
    pub(crate) fn text(&self, name: &str) -> Option<String> {
        self.get(name).as_string()
    }

    /// Returns whether a property is `true`.
    pub(crate) fn flag(&self, name: &str) -> bool {
        self.get(name).as_bool() == Some(true)
    }

    /// Returns the strings of an array, up to the first value that is not a string.
    pub(crate) fn texts(&self) -> Vec<String> {
        (0..).map_while(|index| self.at(index)).collect()
    }

    /// Returns a string of an array.
    pub(crate) fn at(&self, index: u32) -> Option<String> {
        Reflect::get_u32(&self.0, index).ok()?.as_string()
    }

    /// Returns a number property.
    pub(crate) fn number(&self, name: &str) -> Option<f64> {
        self.get(name).as_f64()
    }

    /// Returns an object property. Any other value is an object without properties.
    pub(crate) fn object(&self, name: &str) -> Self {
        Self(self.get(name))
    }

    fn get(&self, name: &str) -> JsValue {
        Reflect::get(&self.0, &JsValue::from_str(name)).unwrap_or(JsValue::UNDEFINED)
    }
}
