use super::key::ApiKey;
use std::fmt;

/// Removes messages of Omnidesk that contain the API key in any encoding.
///
/// The whole message is dropped. A message with a gap would still reveal the position and length of
/// the key.
#[derive(Clone)]
pub(super) struct Scrubber {
    key: ApiKey,
    needles: Vec<Vec<u8>>,
}

/// The minimum length of an encoded key. A shorter one occurs in harmless words.
const SHORTEST: usize = 6;

impl Scrubber {
    pub(super) fn new(key: &ApiKey) -> Self {
        let bytes = key.expose().as_bytes();
        let mut needles = vec![folded(bytes), folded(&hex(bytes))];
        // In the base64 of a longer text, the key starts at one of three offsets.
        needles.extend((0..3).map(|offset| folded(&base64_core(bytes, offset))));
        needles.retain(|needle| needle.len() >= SHORTEST);
        Self { key: key.clone(), needles }
    }

    /// Returns the message, or an empty string if it contains the key.
    pub(super) fn clean<'a>(&self, text: &'a str) -> &'a str {
        let plain = text.as_bytes().to_vec();
        let once = unescaped(&plain);
        let twice = unescaped(&once);
        let forms = [folded(&plain), folded(&once), folded(&twice)];
        let has_key = text.contains(self.key.expose()) || forms.iter().any(|form| self.is_in(form));
        if has_key { "" } else { text }
    }

    fn is_in(&self, form: &[u8]) -> bool {
        self.needles.iter().any(|needle| form.windows(needle.len()).any(|part| part == needle))
    }
}

impl fmt::Debug for Scrubber {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("Scrubber(…)")
    }
}

/// Keeps letters and digits only, in lower case. Then letter case, white space, separators and the
/// alphabet of base64 make no difference.
fn folded(text: &[u8]) -> Vec<u8> {
    text.iter().filter(|byte| byte.is_ascii_alphanumeric()).map(u8::to_ascii_lowercase).collect()
}

fn hex(text: &[u8]) -> Vec<u8> {
    text.iter().flat_map(|byte| format!("{byte:02x}").into_bytes()).collect()
}

/// Returns the middle of the key's base64. The characters at both ends depend on the surrounding
/// text.
fn base64_core(key: &[u8], offset: usize) -> Vec<u8> {
    const ALPHABET: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let skipped = (3 - offset) % 3;
    let whole = key.get(skipped..).unwrap_or_default().chunks_exact(3);
    whole
        .flat_map(|bytes| {
            let bits = bytes.iter().fold(0, |bits: usize, &byte| bits << 8 | usize::from(byte));
            [18, 12, 6, 0].map(|shift| ALPHABET[bits >> shift & 63])
        })
        .collect()
}

const NAMED: [(&[u8], u8); 5] =
    [(b"&amp;", b'&'), (b"&lt;", b'<'), (b"&gt;", b'>'), (b"&quot;", b'"'), (b"&apos;", b'\'')];

/// Decodes `&amp;`, `%41`, `\u0041`, `\x41`, `&#65;` and `&#x41;`.
fn unescaped(text: &[u8]) -> Vec<u8> {
    let mut read = Vec::with_capacity(text.len());
    let mut rest = text;
    while let Some((&first, after)) = rest.split_first() {
        let (byte, next) = escape(rest).unwrap_or((first, after));
        read.push(byte);
        rest = next;
    }
    read
}

fn escape(text: &[u8]) -> Option<(u8, &[u8])> {
    let entity = |rest, radix| {
        let (byte, rest) = number(rest, 7, radix)?;
        Some((byte, rest.strip_prefix(b";").unwrap_or(rest)))
    };
    if let Some((rest, byte)) = NAMED.iter().find_map(|(name, byte)| Some((text.strip_prefix(*name)?, byte)))
    {
        return Some((*byte, rest));
    }
    match text {
        [b'%', rest @ ..] | [b'\\', b'x', rest @ ..] => {
            number(rest.get(..2)?, 2, 16).map(|(byte, _)| (byte, &rest[2..]))
        }
        [b'\\', b'u', rest @ ..] => number(rest.get(..4)?, 4, 16).map(|(byte, _)| (byte, &rest[4..])),
        [b'&', b'#', b'x' | b'X', rest @ ..] => entity(rest, 16),
        [b'&', b'#', rest @ ..] => entity(rest, 10),
        _ => None,
    }
}

/// Parses at most `most` digits, if they stand for an ASCII character.
fn number(text: &[u8], most: usize, radix: u32) -> Option<(u8, &[u8])> {
    let digits = text.iter().take(most).take_while(|&&byte| char::from(byte).is_digit(radix)).count();
    let (digits, rest) = text.split_at(digits);
    let value = u32::from_str_radix(std::str::from_utf8(digits).ok()?, radix).ok()?;
    Some((u8::try_from(value).ok().filter(u8::is_ascii)?, rest))
}

#[cfg(test)]
mod tests {
    use super::*;

    const KEY: &str = "cAnArY+kEy/7f3=9&zQ";

    #[track_caller]
    fn dropped(text: &str) {
        assert_eq!(Scrubber::new(&ApiKey::new(KEY).unwrap()).clean(text), "", "{text}");
    }

    #[test]
    fn a_text_without_the_key_is_unchanged() {
        let scrubber = Scrubber::new(&ApiKey::new(KEY).unwrap());
        for text in ["", "No such ticket", "100 %", "&#", "\\u00", "%zz&#x;", "canary", "zoë %"] {
            assert_eq!(scrubber.clean(text), text);
        }
    }

    #[test]
    fn a_text_with_the_key_in_any_encoding_is_dropped() {
        dropped("the key cAnArY+kEy/7f3=9&zQ is wrong");
        dropped("CANARY+KEY/7F3=9&ZQ");
        dropped("cAnArY kEy/\n7f3=9&zQ");
        dropped("/?apiKey=cAnArY%2BkEy%2F7f3%3D9%26zQ");
        dropped("/?apiKey=%63%41%6e%41%72%59%2BkEy%2F7f3%3D9%26zQ");
        dropped("cAnArY%252BkEy%252F7f3%253D9%2526zQ");
        dropped("cAnArY&#43;kEy/7f3=9&amp;zQ");
        dropped("&#x63;&#x41;n&#65;rY+kEy/7f3=9&#38;zQ");
        dropped("\\u0063\\u0041nArY\\x2bkEy/7f3=9\\u0026zQ");
        dropped("63416e4172592b6b45792f3766333d39267a51");
        dropped("63:41:6E:41:72:59:2B:6B:45:79:2F:37:66:33:3D:39:26:7A:51");
    }

    #[test]
    fn a_text_with_the_keys_base64_at_any_offset_is_dropped() {
        dropped("Y0FuQXJZK2tFeS83ZjM9OSZ6UXl5");
        dropped("eGNBbkFyWStrRXkvN2YzPTkmelF5eQ==");
        dropped("eHhjQW5Bclkra0V5LzdmMz05JnpReXk=");
        dropped("eHh4Y0FuQXJZK2tF\neS83ZjM9OSZ6UXl5");
    }

    #[test]
    fn a_short_key_does_not_drop_harmless_texts() {
        let scrubber = Scrubber::new(&ApiKey::new("k-1").unwrap());
        assert_eq!(scrubber.clean("K1: ask later"), "K1: ask later");
        assert_eq!(scrubber.clean("wrong key k-1"), "");
    }
}
