//! Reads JavaScript objects of texts.
//!
//! By hand, and not by a derived `Deserialize`: that brings the sentences of every type error along,
//! with the printing of floating-point numbers, and costs each page 10 KB (brotli) of the 80.

use js_sys::Reflect;
use wasm_bindgen::JsValue;

/// The properties of an object. A value that is no object has none.
#[derive(Debug)]
pub struct Properties(pub JsValue);

impl Properties {
    /// A property that is a text.
    #[must_use]
    pub fn text(&self, name: &str) -> Option<String> {
        self.get(name).as_string()
    }

    /// Whether a property is `true`.
    #[must_use]
    pub fn flag(&self, name: &str) -> bool {
        self.get(name).as_bool() == Some(true)
    }

    /// A property that is a list of texts; without one, there are none.
    #[must_use]
    pub fn texts(&self, name: &str) -> Vec<String> {
        let list = self.object(name);
        (0_u32..).map_while(|index| list.text(&index.to_string())).collect()
    }

    /// A property that is an object itself; anything else is one without properties.
    #[must_use]
    pub fn object(&self, name: &str) -> Self {
        Self(self.get(name))
    }

    fn get(&self, name: &str) -> JsValue {
        Reflect::get(&self.0, &JsValue::from_str(name)).unwrap_or(JsValue::UNDEFINED)
    }
}
