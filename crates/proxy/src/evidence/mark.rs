use html_escape::decode_html_entities;
use sha2::{Digest, Sha256};
use ticket_note_core::note::TicketId;

/// The minimum length of a text that can be evidence, in characters. Agents write shorter ones again
/// and again, such as "Called back".
pub const MIN_CHARS: usize = 20;

/// The elements that Omnidesk may have put around the lines of a text, and whether they separate words.
const TAGS: [(&str, bool); 5] = [("br", true), ("div", true), ("p", true), ("pre", true), ("span", false)];

/// A hash of a ticket and a text with folded white space. Equal texts on one ticket have equal marks.
///
/// The ledger counts the attempts with the same text on a ticket by it, and does not store the text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TextMark([u8; 32]);

impl TextMark {
    /// Returns the mark of a text that is sent to a ticket.
    #[must_use]
    pub fn of(ticket: TicketId, text: &str) -> Self {
        Self::of_folded(ticket, &fold(text))
    }

    fn of_folded(ticket: TicketId, folded: &str) -> Self {
        let hash = Sha256::new().chain_update(ticket.get().to_be_bytes()).chain_update(folded);
        Self(hash.finalize().into())
    }

    /// Returns whether the content of a timeline entry is this text: as it was sent, without the tags
    /// around its lines, or also with its entities decoded.
    #[must_use]
    pub fn is_of_content(&self, ticket: TicketId, content: &str) -> bool {
        let bare = without_tags(content);
        let decoded = decode_html_entities(&bare);
        [content, &bare, &decoded].iter().any(|reading| Self::of(ticket, reading) == *self)
    }

    /// Returns the bytes of the hash.
    #[must_use]
    pub const fn as_bytes(&self) -> &[u8; 32] {
        &self.0
    }
}

/// Returns whether a text is long enough to be evidence.
#[must_use]
pub fn is_long(text: &str) -> bool {
    fold(text).chars().count() >= MIN_CHARS
}

/// Replaces each run of white space by one space, and removes it from both ends.
fn fold(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn without_tags(content: &str) -> String {
    let (mut bare, mut rest) = (String::with_capacity(content.len()), content);
    while let Some(start) = rest.find('<') {
        bare.push_str(&rest[..start]);
        match tag(&rest[start..]) {
            Some((separates, after)) => {
                bare.push_str(if separates { " " } else { "" });
                rest = after;
            }
            None => {
                bare.push('<');
                rest = &rest[start + 1..];
            }
        }
    }
    bare.push_str(rest);
    bare
}

/// Reads a tag of [`TAGS`] at the beginning of a text. Returns whether it separates words, and the text
/// after it.
fn tag(text: &str) -> Option<(bool, &str)> {
    let (tag, after) = text.split_once('>')?;
    let name = tag.trim_start_matches('<').trim_start_matches('/');
    let name = name.split(|letter: char| !letter.is_ascii_alphanumeric()).next()?;
    let known = TAGS.iter().find(|(known, _)| known.eq_ignore_ascii_case(name))?;
    Some((known.1, after))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ticket(number: u64) -> TicketId {
        TicketId::new(number).unwrap()
    }

    #[track_caller]
    fn matches(text: &str, content: &str) -> bool {
        TextMark::of(ticket(7), text).is_of_content(ticket(7), content)
    }

    #[test]
    fn a_text_is_found_however_omnidesk_may_write_it() {
        let text = "Fish & chips <b>now</b>,\nsaid \"Zoë\"  twice";
        for content in [
            text,
            "Fish & chips <b>now</b>, said \"Zoë\" twice",
            " Fish &amp; chips &lt;b&gt;now&lt;/b&gt;,<br />\r\nsaid &quot;Zo&euml;&quot;&nbsp; twice\n",
            "<p>Fish &amp; chips &lt;b&gt;now&lt;/b&gt;,</p><p>said &#34;Zo&#xEB;&#34; twice</p>",
            "<div class=\"x\"><span>Fish &#38; chips &lt;b&gt;now&lt;/b&gt;,</span><BR>said \"Zoë\" twice</div>",
            "<pre>Fish & chips <b>now</b>,\nsaid \"Zoë\" twice</pre>",
        ] {
            assert!(matches(text, content), "{content}");
        }
    }

    #[test]
    fn another_text_is_not_found() {
        let text = "The customer called twice today";
        for content in [
            "",
            "The customer called twice",
            "The customer called twice today.",
            "The customer called twice today (edited)",
            "the customer called twice today",
            "The customer called <b>twice</b> today",
            "<blockquote>The customer called twice today</blockquote>",
            "The customer called twi ce today",
        ] {
            assert!(!matches(text, content), "{content}");
        }
    }

    #[test]
    fn an_escaped_entity_is_decoded_once() {
        assert!(matches("write &amp; for an ampersand", "write &amp;amp; for an ampersand"));
        assert!(matches("write &amp; for an ampersand", "write &amp; for an ampersand"));
        assert!(!matches("write & for an ampersand", "write &amp;amp; for an ampersand"));
    }

    #[test]
    fn damaged_markup_stays_text() {
        for text in ["a < b and c > d, or <", "<", "<p", "a <pb> c", "&", "&#x;", "</"] {
            assert!(matches(text, text), "{text}");
        }
        assert!(matches("if 1 < 2 then 3 > 2", "<p>if 1 &lt; 2 then 3 &gt; 2</p>"));
    }

    #[test]
    fn the_same_text_on_another_ticket_has_another_mark() {
        assert_ne!(TextMark::of(ticket(7), "Hello"), TextMark::of(ticket(8), "Hello"));
        assert_eq!(TextMark::of(ticket(7), " Hello\n\tyou "), TextMark::of(ticket(7), "Hello you"));
    }

    #[test]
    fn twenty_characters_are_long_without_their_white_space() {
        assert!(is_long("12345 789 12345 7890"));
        assert!(!is_long("12345 789 12345 789 \n   "));
        assert!(!is_long("1          2          3"));
        assert!(is_long(&"é".repeat(20)));
    }
}
