use serde::de::{Deserializer, IgnoredAny, MapAccess, SeqAccess, Visitor};
use serde::{Deserialize, de};
use std::fmt;

/// A JSON value of which only a text or a positive integer matters. Anything else is read without being
/// kept, so that a hostile response does not use much memory.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) enum Scalar {
    Text(String),
    Number(u64),
    Null,
    /// The field is absent, or has a value of another kind.
    #[default]
    Other,
}

impl Scalar {
    /// Returns the text.
    pub(super) fn text(&self) -> Option<&str> {
        match self {
            Self::Text(text) => Some(text),
            Self::Number(_) | Self::Null | Self::Other => None,
        }
    }

    /// Returns the positive integer, which may also be a text of digits.
    pub(super) fn integer(&self) -> Option<u64> {
        let number = match self {
            Self::Text(digits) => digits.parse().ok(),
            Self::Number(number) => Some(*number),
            Self::Null | Self::Other => None,
        };
        number.filter(|&number| number > 0)
    }
}

impl<'de> Deserialize<'de> for Scalar {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(ScalarVisitor)
    }
}

struct ScalarVisitor;

impl<'de> Visitor<'de> for ScalarVisitor {
    type Value = Scalar;

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("a value")
    }

    fn visit_str<E: de::Error>(self, text: &str) -> Result<Scalar, E> {
        Ok(Scalar::Text(text.to_owned()))
    }

    fn visit_string<E: de::Error>(self, text: String) -> Result<Scalar, E> {
        Ok(Scalar::Text(text))
    }

    fn visit_u64<E: de::Error>(self, number: u64) -> Result<Scalar, E> {
        Ok(Scalar::Number(number))
    }

    fn visit_i64<E: de::Error>(self, _: i64) -> Result<Scalar, E> {
        Ok(Scalar::Other)
    }

    fn visit_f64<E: de::Error>(self, _: f64) -> Result<Scalar, E> {
        Ok(Scalar::Other)
    }

    fn visit_bool<E: de::Error>(self, _: bool) -> Result<Scalar, E> {
        Ok(Scalar::Other)
    }

    fn visit_unit<E: de::Error>(self) -> Result<Scalar, E> {
        Ok(Scalar::Null)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut values: A) -> Result<Scalar, A::Error> {
        while values.next_element::<IgnoredAny>()?.is_some() {}
        Ok(Scalar::Other)
    }

    fn visit_map<A: MapAccess<'de>>(self, mut values: A) -> Result<Scalar, A::Error> {
        while values.next_entry::<IgnoredAny, IgnoredAny>()?.is_some() {}
        Ok(Scalar::Other)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_texts_and_positive_integers_are_kept() {
        let read = |json: &str| serde_json::from_str::<Scalar>(json).unwrap();
        assert_eq!((read("\"254\"").text(), read("\"254\"").integer()), (Some("254"), Some(254)));
        assert_eq!((read("254").text(), read("254").integer()), (None, Some(254)));
        assert_eq!((read("null"), read("null").integer()), (Scalar::Null, None));
        for json in ["0", "\"0\"", "\"\"", "\"-1\"", "\"1.0\"", "18446744073709551616"] {
            assert_eq!(read(json).integer(), None, "{json}");
        }
        for json in ["-1", "1.0", "1e3", "true", "[1,[2]]", "{\"a\":{\"b\":1}}"] {
            assert_eq!(read(json), Scalar::Other, "{json}");
        }
    }
}
