use super::language::Language;
use axum::body::Body;
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::Response;
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use sha2::{Digest, Sha256};
use std::sync::LazyLock;
use ticket_note_core::note::TicketId;

const TEMPLATE: &str = include_str!("page.html");
const STYLE: &str = include_str!("page.css");
const SCRIPT: &str = include_str!("page.js");

/// The policy of the page: its own script and style, and nothing else.
static POLICY: LazyLock<HeaderValue> = LazyLock::new(|| {
    let hash = |text: &str| STANDARD.encode(Sha256::digest(text));
    let policy = format!(
        "default-src 'none'; script-src 'sha256-{}'; style-src 'sha256-{}'; img-src data:; base-uri 'none'; \
         form-action 'none'; frame-ancestors 'none'; require-trusted-types-for 'script'",
        hash(SCRIPT),
        hash(STYLE)
    );
    HeaderValue::from_str(&policy)
        .unwrap_or(HeaderValue::from_static("default-src 'none'; frame-ancestors 'none'"))
});

/// The page of the sign-in window.
#[derive(Debug)]
pub(super) struct Page<'a> {
    pub(super) language: Language,
    pub(super) content: Content<'a>,
    /// The ticket of the form that the page offers. `None`: it offers none.
    pub(super) form: Option<TicketId>,
}

/// What the page says.
#[derive(Debug)]
pub(super) enum Content<'a> {
    /// The user is signed in. The script posts the code.
    SignedIn { name: &'a str, code: &'a str },
    /// There is no code, for this reason.
    Failed(&'static str),
}

impl Page<'_> {
    pub(super) fn into_response(self, status: StatusCode) -> Response {
        let mut response = Response::new(Body::from(self.html()));
        *response.status_mut() = status;
        let headers = response.headers_mut();
        headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("text/html; charset=utf-8"));
        headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
        headers.insert(header::VARY, HeaderValue::from_static("accept-language"));
        headers.insert(header::CONTENT_SECURITY_POLICY, POLICY.clone());
        response
    }

    fn html(&self) -> String {
        let texts = self.language.texts();
        let (data, sentence, hidden) = match &self.content {
            Content::SignedIn { name, code } => (
                format!(" data-code=\"{}\"", escape(code)),
                texts.signed_in.replace("{}", &format!("<bdi>{}</bdi>", escape(name))) + &self.next(),
                " hidden",
            ),
            Content::Failed(code) => (format!(" data-reason=\"{code}\""), texts.failure(code).to_owned(), ""),
        };
        let rest = self.link();
        let (lang, dir) = (self.language.tag(), self.language.direction());
        let parts = [
            ("lang", lang),
            ("dir", dir),
            ("title", texts.title),
            ("style", STYLE),
            ("data", &data),
            ("sentence", &sentence),
            ("hidden", hidden),
            ("rest", &rest),
            ("script", SCRIPT),
        ];
        fill(TEMPLATE, &parts)
    }

    /// Returns the sentence about the form, and the sentence that replaces it if the form does not respond.
    fn next(&self) -> String {
        let texts = self.language.texts();
        let way_on = if self.form.is_some() { texts.go_on } else { texts.go_back };
        let (closes, not_reached) = (texts.closes, escape(&format!("{} {way_on}", texts.not_reached)));
        format!(" <span id=\"next\" data-not-reached=\"{not_reached}\">{closes}</span>")
    }

    fn link(&self) -> String {
        let Some(ticket) = self.form else { return String::new() };
        let (text, lang) = (self.language.texts().open_form, self.language.tag());
        let address = format!("/ticket-note/index.html?ticketId={}&amp;lang={lang}&amp;signIn", ticket.get());
        format!("<p><a href=\"{address}\" target=\"_blank\" rel=\"noopener\">{text}</a></p>\n")
    }
}

/// Replaces each `[name]` of the template once, from left to right. A value is not searched for names.
fn fill(template: &str, parts: &[(&str, &str)]) -> String {
    let mut page = String::new();
    for (index, piece) in template.split('[').enumerate() {
        let named = piece.split_once(']').filter(|_| index > 0);
        match named.and_then(|(name, rest)| Some((parts.iter().find(|(known, _)| *known == name)?.1, rest))) {
            Some((value, rest)) => page.extend([value, rest]),
            None => page.push_str(piece),
        }
    }
    page
}

fn escape(text: &str) -> String {
    text.chars().fold(String::new(), |mut escaped, letter| {
        match letter {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '"' => escaped.push_str("&quot;"),
            '\'' => escaped.push_str("&#39;"),
            other => escaped.push(other),
        }
        escaped
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::endpoint::sign_in::texts::Texts;

    fn page(name: &str) -> String {
        let content = Content::SignedIn { name, code: "c0de" };
        Page { language: Language::Arabic, content, form: "7".parse().ok() }.html()
    }

    #[test]
    fn a_name_with_markup_stays_text() {
        let page = page("<script>alert(1)</script>[code] & \"Zoë\"");
        assert!(page.contains("&lt;script&gt;alert(1)&lt;/script&gt;[code] &amp; &quot;Zoë&quot;"), "{page}");
        assert_eq!(page.matches("<script>").count(), 1);
    }

    #[test]
    fn the_page_has_a_language_a_title_and_the_link() {
        let page = page("Zoë");
        assert!(page.contains("<html lang=\"ar\" dir=\"rtl\">"), "{page}");
        assert!(page.contains("<title>تسجيل الدخول"), "{page}");
        assert!(
            page.contains("href=\"/ticket-note/index.html?ticketId=7&amp;lang=ar&amp;signIn\""),
            "{page}"
        );
        assert!(!page.contains("[title]") && !page.contains("[script]"), "{page}");
    }

    #[test]
    fn every_language_has_texts_of_its_own() {
        let english = Language::English.texts();
        for language in Language::ALL.into_iter().skip(1) {
            let texts = language.texts();
            assert!(texts.signed_in.contains("{}"), "{language:?}");
            for code in [
                "unauthenticated",
                "unknown_user",
                "unavailable",
                "invalid_challenge",
                "not_found",
                "cross_site",
            ] {
                assert_ne!(texts.failure(code), english.failure(code), "{language:?}");
            }
            assert_eq!(texts.failure("two_identities"), texts.unauthenticated);
            let others = |texts: &Texts| [texts.closes, texts.not_reached, texts.go_on, texts.go_back];
            assert!(others(texts).iter().zip(others(english)).all(|(own, other)| *own != other));
        }
    }
}
