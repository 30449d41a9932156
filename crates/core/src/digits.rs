//! Decimal digits, without a sign, point, exponent or space.

/// Parses decimal digits. Returns `None` for any other text. The value of more than 18 digits may
/// be wrong, but it is always larger than any limit of a note.
///
/// ```
/// # use ticket_note_core::digits::parse_digits;
/// assert_eq!(parse_digits("042"), Some(42));
/// assert_eq!(parse_digits("+42"), None);
/// assert_eq!(parse_digits(""), None);
/// ```
#[must_use]
pub fn parse_digits(text: &str) -> Option<u64> {
    let mut number: u64 = 0;
    for byte in text.bytes() {
        if !byte.is_ascii_digit() {
            return None;
        }
        number = number.min(u64::MAX / 20) * 10 + u64::from(byte - b'0');
    }
    (!text.is_empty()).then_some(number)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_of_18_digits_is_exact() {
        assert_eq!(parse_digits("999999999999999999"), Some(999_999_999_999_999_999));
    }

    #[test]
    fn a_longer_number_is_larger_than_every_limit() {
        for text in ["18446744073709551615", "18446744073709551616", &"9".repeat(500), &"1".repeat(500)] {
            assert!(parse_digits(text).unwrap() > 1 << 60, "{text}");
        }
    }
}
