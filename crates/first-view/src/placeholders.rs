//! A record of strings in which each text is a placeholder for its index. Equal texts of a language
//! would make a search by text ambiguous.

use ticket_note_strings::{ENGLISH, Strings};

/// Unicode reserves these characters for private use, so no text contains them.
const BEGIN: char = '\u{e000}';
const FILL: char = '\u{e001}';
const END: char = '\u{e002}';

/// A text of the rendered view.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Text<'a> {
    /// A text that is the same in every language.
    Literal(&'a str),
    /// The string with this index in the record.
    String(usize),
    /// The string with this index, and what replaces its `{}`.
    Filled(usize, &'a str),
}

/// Returns the record, or `None` if the number of texts is wrong.
pub(crate) fn strings() -> Option<&'static Strings> {
    let texts = ENGLISH.texts().into_iter().enumerate();
    let strings = Strings::from_texts(texts.map(|(index, text)| placeholder(index, text)).collect())?;
    Some(Box::leak(Box::new(strings)))
}

fn placeholder(index: usize, text: &str) -> String {
    if text.contains("{}") {
        format!("{BEGIN}{index}{FILL}{{}}{END}")
    } else {
        format!("{BEGIN}{index}{END}")
    }
}

/// Parses a text of a view that was rendered with the placeholders.
pub(crate) fn read(text: &str) -> Text<'_> {
    let Some(inner) = text.strip_prefix(BEGIN).and_then(|rest| rest.strip_suffix(END)) else {
        return Text::Literal(text);
    };
    let (index, fill) = inner.split_once(FILL).map_or((inner, None), |(index, fill)| (index, Some(fill)));
    match (index.parse(), fill) {
        (Ok(index), None) => Text::String(index),
        (Ok(index), Some(fill)) => Text::Filled(index, fill),
        (Err(_), _) => Text::Literal(text),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_placeholder_is_read_as_its_index() {
        assert_eq!(read(&placeholder(7, "Note")), Text::String(7));
    }

    #[test]
    fn a_filled_placeholder_is_read_with_its_value() {
        let filled = placeholder(7, "Channel {}").replace("{}", "3");
        assert_eq!(read(&filled), Text::Filled(7, "3"));
    }

    #[test]
    fn any_other_text_is_a_literal() {
        assert_eq!(read("calllog"), Text::Literal("calllog"));
    }
}
