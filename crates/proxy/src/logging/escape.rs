use super::LogFormat;
use std::borrow::Cow;
use std::fmt::Write;

/// Escapes the characters of a log line that a terminal or a viewer would obey instead of showing them:
/// control characters, U+2028 and U+2029, and the controls of the direction of text. The subscriber
/// does not escape some of them, not even in the strings of JSON.
pub(super) fn escaped(line: &[u8], format: LogFormat) -> Cow<'_, [u8]> {
    let (text, end) = match line.split_last() {
        Some((b'\n', text)) => (text, "\n"),
        _ => (line, ""),
    };
    let text = String::from_utf8_lossy(text);
    if !text.contains(is_obeyed) {
        return Cow::Borrowed(line);
    }
    let mut escaped = String::with_capacity(text.len() + 16);
    for letter in text.chars() {
        match format {
            _ if !is_obeyed(letter) => escaped.push(letter),
            LogFormat::Text => escaped.extend(letter.escape_debug()),
            // Each of these characters is a single UTF-16 code unit, and is in a string of the line.
            LogFormat::Json => {
                let _ = write!(escaped, "\\u{:04x}", u32::from(letter));
            }
        }
    }
    escaped.push_str(end);
    Cow::Owned(escaped.into_bytes())
}

fn is_obeyed(letter: char) -> bool {
    letter.is_control()
        || matches!(letter, '\u{2028}' | '\u{2029}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

#[cfg(test)]
mod tests {
    use super::*;

    const OBEYED: [char; 12] = [
        '\u{7f}', '\u{80}', '\u{85}', '\u{9b}', '\u{9f}', '\u{2028}', '\u{2029}', '\u{202a}', '\u{202e}',
        '\u{2066}', '\u{2069}', '\u{1b}',
    ];

    fn line(text: &str, format: LogFormat) -> String {
        String::from_utf8(escaped(text.as_bytes(), format).into_owned()).unwrap()
    }

    #[test]
    fn a_character_that_a_viewer_obeys_is_escaped() {
        for letter in OBEYED {
            let code = u32::from(letter);
            let text = format!("login=zoë{letter}x\n");
            assert_eq!(line(&text, LogFormat::Text), format!("login=zoë\\u{{{code:x}}}x\n"));
            assert_eq!(line(&text, LogFormat::Json), format!("login=zoë\\u{code:04x}x\n"));
        }
    }

    #[test]
    fn json_says_the_same_after_the_escapes() {
        let login: String = OBEYED.iter().flat_map(|letter| ['\\', *letter, '"']).collect();
        let text = serde_json::json!({"login": login}).to_string();
        let read: serde_json::Value = serde_json::from_str(&line(&text, LogFormat::Json)).unwrap();
        assert_eq!(read["login"], login.as_str());
    }

    #[test]
    fn other_lines_stay_as_they_are() {
        for text in ["request login=\"Zoë 日本 العربية \u{200f}\"\n", "", "\n", "no end"] {
            for format in [LogFormat::Text, LogFormat::Json] {
                assert!(
                    matches!(escaped(text.as_bytes(), format), Cow::Borrowed(same) if same == text.as_bytes())
                );
            }
        }
    }

    #[test]
    fn a_line_stays_one_line() {
        assert_eq!(line("a\nb\r\n", LogFormat::Text), "a\\nb\\r\n");
    }
}
