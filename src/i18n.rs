//! Text for people. English is part of the widget; another language comes with the config.

mod sentence;

pub use sentence::{of_problem, of_refusal, of_rejection, type_name};
pub use ticket_note_strings::Strings;

use std::cell::RefCell;
use ticket_note_strings::ENGLISH;

thread_local! {
    /// The records that came in, each once for all forms: they stay as long as the page.
    static KNOWN: RefCell<Vec<&'static Strings>> = const { RefCell::new(Vec::new()) };
}

/// The record of a list of texts, in the record's order; English where the list is none.
#[must_use]
pub fn strings(texts: Vec<String>) -> &'static Strings {
    KNOWN.with_borrow_mut(|known| {
        if let Some(found) =
            known.iter().find(|strings| texts.first().is_some_and(|lang| lang == strings.lang))
        {
            return *found;
        }
        let Some(strings) = Strings::from_texts(texts) else { return &ENGLISH };
        let strings: &'static Strings = Box::leak(Box::new(strings));
        known.push(strings);
        strings
    })
}

/// Puts a value where a string has `{}`.
#[must_use]
pub fn fill(template: &str, value: &str) -> String {
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

    fn dutch() -> Vec<String> {
        let dutch = ticket_note_strings::ALL.into_iter().find(|strings| strings.lang == "nl").unwrap();
        dutch.texts().into_iter().map(String::from).collect()
    }

    #[test]
    fn a_language_is_kept_once_however_many_forms_bring_it() {
        let first = strings(dutch());
        assert_eq!(first.lang, "nl");
        assert!(std::ptr::eq(first, strings(dutch())));
    }

    #[test]
    fn a_list_that_is_no_record_is_english() {
        assert_eq!(strings(Vec::new()).lang, "en");
        assert_eq!(strings(vec![String::from("nl")]).lang, "en");
    }
}
