use super::texts::{ARABIC, DUTCH, ENGLISH, FRENCH, GERMAN, SPANISH, Texts};
use axum::http::{HeaderMap, header};

/// A language of the sign-in page. The languages of the form are the same ones.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Language {
    English,
    Dutch,
    German,
    French,
    Spanish,
    Arabic,
}

impl Language {
    /// Every language. The first one is used if no other one is wanted.
    pub(super) const ALL: [Self; 6] =
        [Self::English, Self::Dutch, Self::German, Self::French, Self::Spanish, Self::Arabic];

    /// Chooses the language: that of the form, else the first one that the browser accepts.
    pub(super) fn choose(wanted: Option<&str>, headers: &HeaderMap) -> Self {
        wanted.and_then(Self::of_tag).unwrap_or_else(|| Self::accepted(headers))
    }

    fn accepted(headers: &HeaderMap) -> Self {
        let lists = headers.get_all(header::ACCEPT_LANGUAGE).iter().filter_map(|list| list.to_str().ok());
        let mut best = (0.0, Self::English);
        for item in lists.flat_map(|list| list.split(',')) {
            let mut parts = item.split(';').map(str::trim);
            let language = parts.next().and_then(Self::of_tag);
            let quality = parts.find_map(|part| part.strip_prefix("q=")?.parse().ok()).unwrap_or(1.0);
            if let Some(language) = language.filter(|_| quality > best.0) {
                best = (quality, language);
            }
        }
        best.1
    }

    /// Returns the language of a BCP 47 tag, by its first part.
    fn of_tag(tag: &str) -> Option<Self> {
        let first = tag.split(['-', '_']).next().unwrap_or_default();
        Self::ALL.into_iter().find(|language| language.tag().eq_ignore_ascii_case(first))
    }

    /// Returns the value of the attribute `lang`.
    pub(super) const fn tag(self) -> &'static str {
        match self {
            Self::English => "en",
            Self::Dutch => "nl",
            Self::German => "de",
            Self::French => "fr",
            Self::Spanish => "es",
            Self::Arabic => "ar",
        }
    }

    /// Returns the value of the attribute `dir`.
    pub(super) const fn direction(self) -> &'static str {
        match self {
            Self::Arabic => "rtl",
            _ => "ltr",
        }
    }

    pub(super) const fn texts(self) -> &'static Texts {
        match self {
            Self::English => &ENGLISH,
            Self::Dutch => &DUTCH,
            Self::German => &GERMAN,
            Self::French => &FRENCH,
            Self::Spanish => &SPANISH,
            Self::Arabic => &ARABIC,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use axum::http::HeaderValue;

    fn chosen(wanted: Option<&str>, accepted: &'static str) -> &'static str {
        let headers = HeaderMap::from_iter([(header::ACCEPT_LANGUAGE, HeaderValue::from_static(accepted))]);
        Language::choose(wanted, &headers).tag()
    }

    #[test]
    fn the_language_of_the_form_comes_first() {
        assert_eq!(chosen(Some("nl-BE"), "de"), "nl");
        assert_eq!(chosen(Some("xx"), "de"), "de");
        assert_eq!(chosen(None, "xx"), "en");
    }

    #[test]
    fn the_browser_orders_languages_by_quality() {
        assert_eq!(chosen(None, "sv, fr;q=0.5, ar-EG;q=0.8"), "ar");
        assert_eq!(chosen(None, "es, de"), "es");
        assert_eq!(chosen(None, "es;q=0, ;q=x,,"), "en");
    }
}
