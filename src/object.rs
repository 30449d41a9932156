//! Reads and writes JavaScript objects.
//!
//! A derived `Deserialize` would add 10 KB (brotli): the messages of every type error, and the
//! formatting of floating-point numbers (docs/decisions/0005-json-by-the-browser.md).

use js_sys::{JsString, Reflect};
use serde::{Serialize, Serializer};
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
        let mut texts = Vec::new();
        while let Some(text) = self.at(texts.len() as u32) {
            texts.push(text);
        }
        texts
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

/// A value that becomes a property of a JavaScript object.
#[derive(Clone, Debug)]
pub(crate) enum Value<'a> {
    Null,
    Flag(bool),
    Number(f64),
    Text(&'a str),
    Object(&'a [(&'static str, Self)]),
}

impl<'a> Value<'a> {
    /// Returns a string, or `null` for `None`.
    pub(crate) fn text(text: Option<&'a str>) -> Self {
        text.map_or(Self::Null, Self::Text)
    }
}

impl Serialize for Value<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Null => serializer.serialize_unit(),
            Self::Flag(flag) => serializer.serialize_bool(*flag),
            Self::Number(number) => serializer.serialize_f64(*number),
            Self::Text(text) => serializer.serialize_str(text),
            Self::Object(properties) => {
                serializer.collect_map(properties.iter().map(|(name, value)| (name, value)))
            }
        }
    }
}

/// Returns a plain JavaScript object: a page expects neither `Map` nor `undefined`.
pub(crate) fn object(properties: &[(&'static str, Value<'_>)]) -> JsValue {
    let plain =
        serde_wasm_bindgen::Serializer::new().serialize_missing_as_null(true).serialize_maps_as_objects(true);
    // These values serialise without an error.
    Value::Object(properties).serialize(&plain).unwrap_or_default()
}

/// Returns the JSON of an object.
pub(crate) fn json(properties: &[(&'static str, Value<'_>)]) -> Option<JsString> {
    js_sys::JSON::stringify(&object(properties)).ok()
}
