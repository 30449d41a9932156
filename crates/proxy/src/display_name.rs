/// The maximum length of a display name, in characters.
const MAX_NAME: usize = 200;

/// Returns the display name of a user (`docs/specification.md`, section 2.9), without control characters and
/// at most 200 characters long. If the name is absent or blank, the login takes its place.
pub(crate) fn display_name(name: Option<&str>, login: &str) -> String {
    let clean = |text: &str| {
        let letters = text.chars().filter(|letter| !letter.is_control());
        letters.take(MAX_NAME).collect::<String>()
    };
    let name = name.map(clean).filter(|name| !name.trim().is_empty());
    name.unwrap_or_else(|| clean(login))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_has_no_control_characters_and_200_at_most() {
        assert_eq!(display_name(Some("Z\0o\u{1b}ë\u{85}\n"), "zoe"), "Zoë");
        assert_eq!(display_name(Some(&"é".repeat(201)), "zoe"), "é".repeat(200));
        assert_eq!(display_name(None, &format!("\t{}", "z".repeat(300))), "z".repeat(200));
    }

    #[test]
    fn without_a_name_the_login_is_shown() {
        for name in [None, Some(""), Some(" \u{a0}\t"), Some("\u{1b}\u{9b}")] {
            assert_eq!(display_name(name, "zoe"), "zoe", "{name:?}");
        }
    }
}
