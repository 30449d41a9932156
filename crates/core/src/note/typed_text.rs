use super::text::{NoteText, char_count, has_refused, is_refused, problem, with_line_feeds};
use crate::problem::Problem;
use std::ops::Range;
use std::rc::Rc;

/// The text in the form, measured once when it changes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TypedText {
    text: Rc<str>,
    is_well_formed: bool,
    chars: usize,
    has_control: bool,
}

impl Default for TypedText {
    /// The text of an empty form.
    fn default() -> Self {
        Self::new(Rc::from(""), true)
    }
}

impl TypedText {
    /// Measures the text. `is_well_formed` is false if the text area contains a lone surrogate. A
    /// `str` cannot hold one, so `text` has U+FFFD in its place.
    #[must_use]
    pub fn new(text: Rc<str>, is_well_formed: bool) -> Self {
        let chars = char_count(&text);
        let has_control = has_refused(&text);
        Self { text, is_well_formed, chars, has_control }
    }

    /// Returns the text.
    #[must_use]
    pub const fn as_rc(&self) -> &Rc<str> {
        &self.text
    }

    /// Returns the number of characters, as [`char_count`] counts.
    #[must_use]
    pub const fn chars(&self) -> usize {
        self.chars
    }

    /// Returns whether the text is empty or only white space.
    #[must_use]
    pub const fn is_blank(&self) -> bool {
        self.chars == 0
    }

    /// Returns the reason why the text cannot be sent. `max` is the limit in force, in characters.
    #[must_use]
    pub const fn problem(&self, max: usize) -> Option<Problem> {
        match problem(self.chars, self.has_control, max) {
            None if !self.is_well_formed => Some(Problem::Malformed),
            other => other,
        }
    }

    /// Converts the text to a [`NoteText`].
    ///
    /// # Errors
    /// The [problem](Self::problem) of the text.
    pub fn to_note_text(&self, max: usize) -> Result<NoteText, Problem> {
        self.problem(max).map_or_else(|| Ok(NoteText(with_line_feeds(&self.text))), Err)
    }

    /// Returns the place of the first control character that cannot be sent, in UTF-16 code units, as a
    /// text area counts.
    #[must_use]
    pub fn refused_character(&self) -> Option<Range<u32>> {
        let (before, _) = self.text.split_at(self.text.find(is_refused)?);
        let start = u32::try_from(before.encode_utf16().count()).ok()?;
        Some(start..start + 1)
    }
}

impl std::ops::Deref for TypedText {
    type Target = str;

    fn deref(&self) -> &str {
        &self.text
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::note::MAX_CHARS;

    #[test]
    fn the_first_refused_character_is_found_in_utf16_units() {
        let place = |text: &str| TypedText::new(text.into(), true).refused_character();
        assert_eq!(place("a🧑\u{1b}b\u{7}"), Some(3..4));
        assert_eq!(place("one\u{b}two\r\n"), None);
    }

    #[test]
    fn a_lone_surrogate_is_malformed() {
        let text = TypedText::new("Called \u{fffd}back".into(), false);
        assert_eq!(text.to_note_text(MAX_CHARS), Err(Problem::Malformed));
        assert_eq!(TypedText::new("\u{fffd}".into(), false).problem(MAX_CHARS), Some(Problem::TooShort));
    }
}
