//! Text for people: one record of strings a language. A missing string does not compile.

mod en;
mod nl;
mod sentence;

pub use sentence::{of_problem, of_refusal, of_rejection, type_name};

/// Every string that a person can meet. `{}` stands for a value.
#[derive(Debug, PartialEq, Eq)]
pub struct Strings {
    /// The language, as in `lang`.
    pub lang: &'static str,
    /// The direction of the script, as in `dir`.
    pub dir: &'static str,
    /// The name of the form; `{}`: the ticket.
    pub form: &'static str,
    /// The label of the type.
    pub type_label: &'static str,
    /// The choice of no type.
    pub choose_type: &'static str,
    /// The type `calllog`.
    pub call_log: &'static str,
    /// The type `contactform`.
    pub contact_form: &'static str,
    /// A type that has a number and no name; `{}`: the number.
    pub channel: &'static str,
    /// The label of the text.
    pub note_label: &'static str,
    /// How to send by keyboard.
    pub keyboard_hint: &'static str,
    /// The button that sends.
    pub add_note: &'static str,
    /// The button that sends the same attempt again.
    pub try_again: &'static str,
    /// The button that sends a new attempt.
    pub send_as_new: &'static str,
    /// What a new attempt may do.
    pub may_add_second: &'static str,
    /// While a try is under way.
    pub sending: &'static str,
    /// The note was added, and the vendor said nothing.
    pub saved: &'static str,
    /// Nobody can say whether the note was added.
    pub unknown: &'static str,
    /// How many characters may follow; `{}`: the number.
    pub characters_left: &'static str,
    /// How many characters are too many; `{}`: the number.
    pub characters_over: &'static str,
    /// What is wrong with a field.
    pub problems: Problems,
    /// Why a note was not added.
    pub refusals: Refusals,
    /// What is wrong with the page's settings.
    pub settings: SettingsStrings,
}

/// What is wrong with a field.
#[derive(Debug, PartialEq, Eq)]
pub struct Problems {
    /// No type is chosen.
    pub type_missing: &'static str,
    /// The type is not accepted.
    pub type_refused: &'static str,
    /// There is no text.
    pub text_missing: &'static str,
    /// The text is too short; `{}`: the fewest characters.
    pub text_too_short: &'static str,
    /// The text is too long; `{}`: the most characters.
    pub text_too_long: &'static str,
    /// The text has a control character.
    pub text_control: &'static str,
    /// The text is not accepted.
    pub text_refused: &'static str,
}

/// Why a note was not added, and what to do.
#[derive(Debug, PartialEq, Eq)]
pub struct Refusals {
    /// Somebody wants a sign-in.
    pub session_ended: &'static str,
    /// Too many notes; the wait is not known.
    pub rate_limited: &'static str,
    /// Too many notes; `{}`: the seconds to wait.
    pub rate_limited_for: &'static str,
    /// The vendor refused the note.
    pub upstream_refused: &'static str,
    /// The vendor could not be reached.
    pub upstream_unreachable: &'static str,
    /// The vendor refused the key.
    pub upstream_misconfigured: &'static str,
    /// The proxy cannot take notes at present.
    pub unavailable: &'static str,
    /// The note is too large.
    pub too_large: &'static str,
    /// A field is not accepted.
    pub invalid_note: &'static str,
    /// The next try uses another key.
    pub send_once_more: &'static str,
    /// The proxy takes no notes from this page; `{}`: the code.
    pub misplaced: &'static str,
    /// No reason was given; `{}`: the status.
    pub unexplained: &'static str,
}

/// What is wrong with the page's settings: for the page's author, and said to the person too.
#[derive(Debug, PartialEq, Eq)]
pub struct SettingsStrings {
    /// The form cannot send.
    pub cannot_send: &'static str,
    /// A value is missing.
    pub missing: &'static str,
    /// A value is no whole number.
    pub not_an_integer: &'static str,
    /// A number is outside its range.
    pub out_of_range: &'static str,
    /// A code is not one of the eleven.
    pub unknown_type: &'static str,
    /// A type is not among those offered.
    pub not_offered: &'static str,
    /// A type is offered twice.
    pub duplicate: &'static str,
    /// There is no type to lock.
    pub nothing_to_lock: &'static str,
    /// A URL is not on the page's own origin.
    pub not_same_origin: &'static str,
    /// A word is not one that the attribute takes.
    pub unknown_word: &'static str,
}

const ALL: [&Strings; 2] = [&en::STRINGS, &nl::STRINGS];

/// The strings for a language tag (BCP 47): a region falls back to its language, and a language
/// that is not there to English.
#[must_use]
pub fn strings(tag: Option<&str>) -> &'static Strings {
    let language = tag.unwrap_or_default().split(['-', '_']).next().unwrap_or_default();
    ALL.into_iter().find(|strings| strings.lang.eq_ignore_ascii_case(language)).unwrap_or(&en::STRINGS)
}

/// Puts a value where a string has `{}`.
#[must_use]
pub fn fill(template: &str, value: &str) -> String {
    let mut parts = template.split(['{', '}']);
    let before = parts.next().unwrap_or_default();
    [before, value, parts.next_back().unwrap_or_default()].concat()
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

    #[test]
    fn a_region_falls_back_to_its_language_and_a_language_to_english() {
        assert_eq!(strings(Some("nl-BE")).lang, "nl");
        assert_eq!(strings(Some("NL")).lang, "nl");
        assert_eq!(strings(Some("en-GB")).lang, "en");
        assert_eq!(strings(Some("tlh")).lang, "en");
        assert_eq!(strings(Some("")).lang, "en");
        assert_eq!(strings(None).lang, "en");
    }
}
