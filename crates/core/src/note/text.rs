use crate::problem::Problem;
use std::fmt;

/// The fewest characters that the vendor accepts.
pub const MIN_CHARS: usize = 5;

/// The most characters that ticket-note sends. The vendor documents no upper length.
pub const MAX_CHARS: usize = 20_000;

/// The text of a note.
///
/// From [`MIN_CHARS`] to the limit in force, counted as [`char_count`] counts; line ends are LF; no
/// control character but tab and line feed. Outer white space is kept: the text is sent as typed.
#[derive(Clone, PartialEq, Eq)]
pub struct NoteText(String);

impl NoteText {
    /// Takes a text as a person typed it; `max` is the limit in force, in characters.
    ///
    /// # Errors
    /// The first that applies of [`Problem::Missing`], [`Problem::ControlCharacter`],
    /// [`Problem::TooShort`] and [`Problem::TooLong`].
    pub fn new(typed: &str, max: usize) -> Result<Self, Problem> {
        let text = with_line_feeds(typed);
        match char_count(&text) {
            0 => Err(Problem::Missing),
            _ if text.contains(is_refused) => Err(Problem::ControlCharacter),
            count if count < MIN_CHARS => Err(Problem::TooShort),
            count if count > max => Err(Problem::TooLong),
            _ => Ok(Self(text)),
        }
    }

    /// Whether this is what became of a text as typed.
    #[must_use]
    pub fn is_of(&self, typed: &str) -> bool {
        self.0 == with_line_feeds(typed)
    }

    /// The text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// Prints the length only: what an agent writes has no place in a log.
impl fmt::Debug for NoteText {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "NoteText({} characters)", char_count(&self.0))
    }
}

/// How long a text is, in Unicode scalar values, without its outer white space.
#[must_use]
pub fn char_count(text: &str) -> usize {
    text.trim().chars().count()
}

/// CRLF and CR as LF.
fn with_line_feeds(typed: &str) -> String {
    let mut text = String::with_capacity(typed.len());
    let mut characters = typed.chars().peekable();
    while let Some(character) = characters.next() {
        match character {
            '\r' if characters.peek() == Some(&'\n') => {}
            '\r' => text.push('\n'),
            other => text.push(other),
        }
    }
    text
}

fn is_refused(character: char) -> bool {
    character.is_control() && !matches!(character, '\t' | '\n')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn accepted(typed: &str) -> String {
        NoteText::new(typed, MAX_CHARS).unwrap().0
    }

    #[track_caller]
    fn refused(typed: &str, problem: Problem) {
        assert_eq!(NoteText::new(typed, MAX_CHARS), Err(problem));
    }

    #[test]
    fn five_characters_are_enough_and_four_are_not() {
        assert_eq!(accepted("Hello"), "Hello");
        refused("Hell", Problem::TooShort);
    }

    #[test]
    fn outer_white_space_does_not_count_and_is_sent() {
        refused("  Hell \n", Problem::TooShort);
        assert_eq!(accepted("  Hello \n"), "  Hello \n");
    }

    #[test]
    fn white_space_alone_is_missing() {
        refused("", Problem::Missing);
        refused(" \t\r\n\u{a0}\u{2003}", Problem::Missing);
    }

    #[test]
    fn the_limit_counts_scalar_values() {
        let at_the_limit = "🧑‍🚒".repeat(6666) + "ab";
        assert_eq!(char_count(&at_the_limit), MAX_CHARS);
        assert_eq!(accepted(&at_the_limit), at_the_limit);
        refused(&(at_the_limit + "c"), Problem::TooLong);
    }

    #[test]
    fn line_ends_become_line_feeds() {
        assert_eq!(accepted("one\r\ntwo\rthree\n"), "one\ntwo\nthree\n");
    }

    #[test]
    fn control_characters_other_than_tab_and_line_feed_are_refused() {
        for character in ['\0', '\u{7}', '\u{b}', '\u{1b}', '\u{7f}', '\u{85}', '\u{9f}'] {
            refused(&format!("Hello{character}there"), Problem::ControlCharacter);
        }
        assert_eq!(accepted("a\tb\nc\td"), "a\tb\nc\td");
    }

    #[test]
    fn marks_joiners_and_directions_are_text() {
        for text in ["שלום\u{200f} עולם", "e\u{301}te\u{301}!", "👩‍👩‍👧 fine", "\u{202e}abcde\u{202c}"]
        {
            assert_eq!(accepted(text), text);
        }
    }

    #[test]
    fn debug_does_not_tell_the_text() {
        assert_eq!(format!("{:?}", NoteText(accepted("secret"))), "NoteText(6 characters)");
    }
}
