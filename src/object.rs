//! Reads JavaScript objects of texts.
//!
//! By hand, and not by a derived `Deserialize`: that brings the sentences of every type error along,
//! with the printing of floating-point numbers, and costs each page 10 KB (brotli) of the 80.

use js_sys::Reflect;
use wasm_bindgen::JsValue;

/// The fields of an object. A value that is no object has none.
#[derive(Debug)]
pub struct Fields(pub JsValue);

impl Fields {
    /// A field that is a text.
    #[must_use]
    pub fn text(&self, name: &str) -> Option<String> {
        self.get(name).as_string()
    }

    /// Whether a field is `true`.
    #[must_use]
    pub fn flag(&self, name: &str) -> bool {
        self.get(name).as_bool() == Some(true)
    }

    /// A field that is a list of texts; without one, there are none.
    #[must_use]
    pub fn texts(&self, name: &str) -> Vec<String> {
        let list = self.fields(name);
        (0_u32..).map_while(|index| list.text(&index.to_string())).collect()
    }

    /// The fields of a field.
    #[must_use]
    pub fn fields(&self, name: &str) -> Self {
        Self(self.get(name))
    }

    fn get(&self, name: &str) -> JsValue {
        Reflect::get(&self.0, &JsValue::from_str(name)).unwrap_or(JsValue::UNDEFINED)
    }
}
