//! Checks that a request is from the user that the form shows (`docs/specification.md`, section 2.11).

use axum::http::HeaderMap;
use ticket_note_core::wire::{Code, EXPECTED_CALLER};

/// Refuses a request from a caller other than the one that the form shows. Two tabs share a cookie, so the
/// form in one tab does not know that another user has signed in from the other tab. `caller` is the opaque
/// caller of the request.
pub(super) fn require_expected_caller(headers: &HeaderMap, caller: Option<&str>) -> Result<(), Code> {
    let mut values = headers.get_all(EXPECTED_CALLER).iter();
    match (values.next(), values.next()) {
        (None, _) => Ok(()),
        (Some(value), None) if caller.is_some_and(|caller| value == caller) => Ok(()),
        _ => Err(Code::OtherCaller),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(values: &[&str], caller: Option<&str>) -> Result<(), Code> {
        let mut headers = HeaderMap::new();
        for value in values {
            headers.append(EXPECTED_CALLER, value.parse().unwrap());
        }
        require_expected_caller(&headers, caller)
    }

    #[test]
    fn only_one_value_that_is_the_caller_is_accepted() {
        assert_eq!(check(&[], Some("a")), Ok(()));
        assert_eq!(check(&[], None), Ok(()));
        assert_eq!(check(&["a"], Some("a")), Ok(()));
        for values in [&["b"][..], &["A"], &[""], &["a", "a"], &["a, a"], &["é"]] {
            assert_eq!(check(values, Some("a")), Err(Code::OtherCaller), "{values:?}");
        }
        assert_eq!(check(&["a"], None), Err(Code::OtherCaller));
    }
}
