/// The texts as a JSON array (RFC 8259).
pub(crate) fn array(texts: &[&str]) -> String {
    let texts: Vec<String> = texts.iter().map(|text| string(text)).collect();
    format!("[{}]", texts.join(","))
}

fn string(text: &str) -> String {
    let mut json = String::from('"');
    for character in text.chars() {
        match character {
            '"' | '\\' => json.extend(['\\', character]),
            '\0'..=' ' if character != ' ' => json.push_str(&format!("\\u{:04x}", u32::from(character))),
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
    fn texts_stand_in_order() {
        assert_eq!(array(&[]), "[]");
        assert_eq!(array(&["one", "ثلاثة"]), r#"["one","ثلاثة"]"#);
    }

    #[test]
    fn what_json_reserves_is_escaped() {
        assert_eq!(array(&["a \"b\" \\ c"]), r#"["a \"b\" \\ c"]"#);
        assert_eq!(array(&["a\n\u{1f}"]), r#"["a\u000a\u001f"]"#);
    }
}
