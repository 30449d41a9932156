//! The part of JSON (RFC 8259) that the files need.

/// Returns the texts as a JSON array of strings.
pub(crate) fn array(texts: &[&str]) -> String {
    let texts: Vec<String> = texts.iter().map(|text| string(text)).collect();
    format!("[{}]", texts.join(","))
}

fn string(text: &str) -> String {
    let mut json = String::from('"');
    for character in text.chars() {
        match character {
            '"' | '\\' => json.extend(['\\', character]),
            '\0'..'\x20' => json.push_str(&format!("\\u{:04x}", u32::from(character))),
            _ => json.push(character),
        }
    }
    json.push('"');
    json
}

#[cfg(test)]
mod tests {
    use super::array;

    #[test]
    fn an_array_has_the_texts_in_order() {
        assert_eq!(array(&[]), "[]");
        assert_eq!(array(&["one", "ثلاثة"]), r#"["one","ثلاثة"]"#);
    }

    #[test]
    fn quotes_backslashes_and_controls_are_escaped() {
        assert_eq!(array(&["a \"b\" \\ c"]), r#"["a \"b\" \\ c"]"#);
        assert_eq!(array(&["a\n\u{1f}"]), r#"["a\u000a\u001f"]"#);
    }
}
