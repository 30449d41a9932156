use crate::problem::Problem;
use std::fmt;

/// The minimum length that Omnidesk accepts, in characters.
pub const MIN_CHARS: usize = 5;

/// The maximum length that ticket-note sends, in characters. Omnidesk documents no upper limit.
pub const MAX_CHARS: usize = 20_000;

/// The text of a note, ready to be sent (docs/specification.md, section 1).
///
/// Its length, counted by [`char_count`], is from [`MIN_CHARS`] to the limit in force. Each line
/// ends with LF, and tab and LF are the only control characters. Leading and trailing white space
/// is kept.
#[derive(Clone, PartialEq, Eq)]
pub struct NoteText(pub(super) String);

impl NoteText {
    /// Converts text as typed. `max` is the limit in force, in characters.
    ///
    /// # Errors
    /// The first of these that applies: [`Problem::Missing`], [`Problem::ControlCharacter`],
    /// [`Problem::TooShort`], [`Problem::TooLong`].
    pub fn new(typed: &str, max: usize) -> Result<Self, Problem> {
        problem(char_count(typed), has_refused(typed), max)
            .map_or_else(|| Ok(Self(with_line_feeds(typed))), Err)
    }

    /// Returns whether `typed` converts to this text.
    #[must_use]
    pub fn is_of(&self, typed: &str) -> bool {
        self.0 == with_line_feeds(typed)
    }

    /// Returns whether `typed` can be an edit of this text: the bytes that both have at their beginning and
    /// at their end are together at least [`MIN_CHARS`].
    #[must_use]
    pub fn resembles(&self, typed: &str) -> bool {
        let (own, typed) = (self.0.trim().as_bytes(), typed.trim().as_bytes());
        let is_same = |(one, other): &(&u8, &u8)| one == other;
        let start = own.iter().zip(typed).take_while(is_same).count();
        start + own.iter().rev().zip(typed.iter().rev()).take_while(is_same).count() >= MIN_CHARS
    }

    /// Returns the text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// Prints the length only, so that no log contains the text of a note.
impl fmt::Debug for NoteText {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "NoteText({} characters)", char_count(&self.0))
    }
}

/// Counts the Unicode scalar values of the text, without leading and trailing white space.
#[must_use]
pub fn char_count(text: &str) -> usize {
    // Each character has one byte that continues no other. The text is measured at each key press, so
    // eight bytes are counted at once.
    let (eights, rest) = text.trim().as_bytes().as_chunks();
    let counted: u32 = eights.iter().map(|eight| first_bytes(*eight)).sum();
    counted as usize + rest.iter().filter(|&byte| byte & 0xc0 != 0x80).count()
}

/// Returns how many of eight bytes begin a character: all but those of the form `10xxxxxx`.
const fn first_bytes(eight: [u8; 8]) -> u32 {
    let word = u64::from_le_bytes(eight);
    ((!word >> 7 | word >> 6) & u64::from_le_bytes([1; 8])).count_ones()
}

/// Returns whether the text contains a control character that cannot be sent.
pub(super) fn has_refused(text: &str) -> bool {
    // U+0080 to U+009F begin with the byte 0xC2.
    let may_begin_refused =
        |byte| matches!(byte, 0..0x20 | 0x7f | 0xc2) && !matches!(byte, b'\t' | b'\n' | b'\r');
    text.bytes().any(may_begin_refused) && text.contains(is_refused)
}

pub(super) const fn problem(chars: usize, has_control: bool, max: usize) -> Option<Problem> {
    match chars {
        0 => Some(Problem::Missing),
        _ if has_control => Some(Problem::ControlCharacter),
        chars if chars < MIN_CHARS => Some(Problem::TooShort),
        chars if chars > max => Some(Problem::TooLong),
        _ => None,
    }
}

/// Replaces CRLF and CR by LF. U+000B (a line break of a word processor) and U+000C (the page break of
/// a PDF file) also separate lines.
pub(super) fn with_line_feeds(typed: &str) -> String {
    let mut text = String::with_capacity(typed.len());
    let mut characters = typed.chars().peekable();
    while let Some(character) = characters.next() {
        match character {
            '\r' if characters.peek() == Some(&'\n') => {}
            '\r' | '\u{b}' | '\u{c}' => text.push('\n'),
            other => text.push(other),
        }
    }
    text
}

pub(super) fn is_refused(character: char) -> bool {
    character.is_control() && !matches!(character, '\t' | '\n' | '\r' | '\u{b}' | '\u{c}')
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::note::TypedText;

    #[track_caller]
    fn accepted(typed: &str) -> String {
        NoteText::new(typed, MAX_CHARS).unwrap().0
    }

    #[track_caller]
    fn refused(typed: &str, problem: Problem) {
        assert_eq!(NoteText::new(typed, MAX_CHARS), Err(problem));
        assert_eq!(TypedText::new(typed.into(), true).problem(MAX_CHARS), Some(problem));
    }

    #[test]
    fn five_characters_are_enough_and_four_are_not() {
        assert_eq!(accepted("Hello"), "Hello");
        refused("Hell", Problem::TooShort);
    }

    #[test]
    fn outer_white_space_is_sent_but_not_counted() {
        refused("  Hell \n", Problem::TooShort);
        assert_eq!(accepted("  Hello \n"), "  Hello \n");
    }

    #[test]
    fn white_space_alone_is_missing() {
        refused("", Problem::Missing);
        refused(" \t\r\n\u{b}\u{c}\u{a0}\u{2003}", Problem::Missing);
    }

    #[test]
    fn the_limit_counts_scalar_values() {
        let at_the_limit = "🧑‍🚒".repeat(6666) + "ab";
        assert_eq!(char_count(&at_the_limit), MAX_CHARS);
        assert_eq!(accepted(&at_the_limit), at_the_limit);
        refused(&(at_the_limit + "c"), Problem::TooLong);
    }

    #[test]
    fn characters_of_any_width_are_counted() {
        for text in
            ["", "a", "abcdefgh", "é", "€20 für die 🧑‍🚒 und für das Café", "日本語のノート。日本語のノート。"]
        {
            for length in 0..=text.chars().count() {
                let part: String = text.chars().take(length).collect();
                assert_eq!(char_count(&part), part.trim().chars().count(), "{part}");
            }
        }
    }

    #[test]
    fn line_ends_become_line_feeds() {
        assert_eq!(accepted("one\r\ntwo\rthree\n"), "one\ntwo\nthree\n");
    }

    #[test]
    fn soft_breaks_and_page_breaks_become_line_feeds() {
        assert_eq!(accepted("one\u{b}two\u{c}three"), "one\ntwo\nthree");
        assert_eq!(TypedText::new("one\u{b}two".into(), true).problem(MAX_CHARS), None);
    }

    #[test]
    fn other_control_characters_are_refused() {
        for character in ['\0', '\u{7}', '\u{8}', '\u{e}', '\u{1b}', '\u{7f}', '\u{85}', '\u{9f}'] {
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
    fn debug_does_not_print_the_text() {
        assert_eq!(format!("{:?}", NoteText(accepted("secret"))), "NoteText(6 characters)");
    }
}
