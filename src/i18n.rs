//! The strings of the form. English is part of the module; the element fetches other languages.

mod sentence;

pub(crate) use sentence::{of_problem, of_refusal, of_rejection};
pub(crate) use ticket_note_strings::Strings;

use crate::decimal::decimal;
use crate::object::Properties;

use std::cell::RefCell;
use ticket_note_strings::ENGLISH;

thread_local! {
    /// The languages in use. They are shared by all forms and stay as long as the page.
    static KNOWN: RefCell<Vec<&'static Strings>> = const { RefCell::new(Vec::new()) };
}

/// Returns the strings of an array in the order of [`Strings`]; English if the array does not fit.
pub(crate) fn strings(texts: &Properties) -> &'static Strings {
    let Some(lang) = texts.at(0) else { return &ENGLISH };
    KNOWN.with_borrow_mut(|known| {
        if let Some(found) = known.iter().find(|strings| strings.lang == lang) {
            return *found;
        }
        let Some(strings) = Strings::from_texts(texts.texts()) else { return &ENGLISH };
        let strings: &'static Strings = Box::leak(Box::new(strings));
        known.push(strings);
        strings
    })
}

/// Returns a hint with the name of the key that Apple's keyboards have.
pub(crate) fn for_keyboard(hint: &str) -> String {
    let is_apple = cfg!(target_arch = "wasm32")
        && web_sys::window()
            .and_then(|window| window.navigator().platform().ok())
            .is_some_and(|platform| platform.starts_with("Mac") || platform.starts_with("iP"));
    if is_apple {
        js_sys::JsString::from(hint).replace("Ctrl", "⌘").replace("Strg", "⌘").into()
    } else {
        hint.to_owned()
    }
}

/// Replaces `{}` in a string by a number.
pub(crate) fn fill_number(template: &str, number: u64) -> String {
    fill(template, &decimal(number))
}

/// Replaces `{}` in a string by a value.
pub(crate) fn fill(template: &str, value: &str) -> String {
    let (before, after) = template.split_once('{').unwrap_or((template, ""));
    let mut text = String::from(before);
    text.push_str(value);
    text.push_str(after.strip_prefix('}').unwrap_or(after));
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_value_stands_where_the_braces_are() {
        assert_eq!(fill("Channel {}", "7"), "Channel 7");
        assert_eq!(fill("{} left", "7"), "7 left");
        assert_eq!(fill("Wait {} s.", "7"), "Wait 7 s.");
    }
}
