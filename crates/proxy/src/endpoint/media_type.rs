use axum::http::{HeaderMap, header};
use ticket_note_core::wire::Code;

/// Requires `Content-Type: application/json` in UTF-8, and no `Content-Encoding`.
///
/// # Errors
/// Returns [`Code::UnsupportedMediaType`] otherwise.
pub(super) fn require_plain_json(headers: &HeaderMap) -> Result<(), Code> {
    let mut types = headers.get_all(header::CONTENT_TYPE).iter();
    let is_json = match (types.next(), types.next()) {
        (Some(only), None) => only.to_str().is_ok_and(is_json),
        _ => false,
    };
    let is_plain = !headers.contains_key(header::CONTENT_ENCODING);
    if is_json && is_plain { Ok(()) } else { Err(Code::UnsupportedMediaType) }
}

fn is_json(value: &str) -> bool {
    let mut parts = value.split(';').map(str::trim);
    let is_named = parts.next().is_some_and(|name| name.eq_ignore_ascii_case("application/json"));
    is_named && parts.all(is_utf8)
}

fn is_utf8(parameter: &str) -> bool {
    let Some((name, value)) = parameter.split_once('=') else { return false };
    name.eq_ignore_ascii_case("charset") && value.trim_matches('"').eq_ignore_ascii_case("utf-8")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn json_in_utf8_is_accepted() {
        for value in
            ["application/json", "Application/JSON; charset=UTF-8", "application/json;charset=\"utf-8\""]
        {
            assert!(is_json(value), "{value}");
        }
    }

    #[test]
    fn other_types_and_character_sets_are_refused() {
        for value in [
            "",
            "text/json",
            "application/json2",
            "application/json; charset=latin1",
            "application/json; charset",
            "application/json, text/plain",
            "application/x-www-form-urlencoded",
            "multipart/form-data; boundary=x",
        ] {
            assert!(!is_json(value), "{value}");
        }
    }
}
