use super::public_origin::{InvalidOrigin, Origin};
use std::fmt;
use std::str::FromStr;
use url::Url;

/// A page that may frame the form, as a source of `frame-ancestors`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FrameAncestor(String);

/// The reason why a value is not a source of `--frame-ancestors`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum InvalidAncestor {
    /// It is not an origin.
    Origin(InvalidOrigin),
    /// It stands for the pages of many owners. Contains the public suffix, if there is one.
    TooWide(Option<String>),
    /// It has a wildcard in another place than the first label of an https host name.
    Wildcard,
    /// The ID of the extension is not valid.
    ExtensionId,
    /// It names one installation of an extension. Firefox gives each installation another ID.
    MozExtensionId,
}

impl fmt::Display for InvalidAncestor {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Origin(error) => write!(formatter, "{error}"),
            Self::TooWide(Some(suffix)) => {
                write!(
                    formatter,
                    "anyone can get a name under {suffix}; expected a domain of one owner, such as https://*.crm.example"
                )
            }
            Self::TooWide(None) => formatter.write_str(
                "this allows every site; expected a domain of one owner, such as https://*.crm.example",
            ),
            Self::Wildcard => formatter.write_str(
                "a wildcard can only be the first label of an https host name, such as https://*.crm.example",
            ),
            Self::ExtensionId => formatter
                .write_str("expected the ID of an extension: chrome-extension:// and 32 letters from a to p"),
            Self::MozExtensionId => formatter
                .write_str("each installation in Firefox has another ID; expected moz-extension: alone"),
        }
    }
}

impl std::error::Error for InvalidAncestor {}

impl FromStr for FrameAncestor {
    type Err = InvalidAncestor;

    fn from_str(text: &str) -> Result<Self, InvalidAncestor> {
        if let Some(id) = text.strip_prefix("chrome-extension://") {
            return extension(text, id);
        }
        if let Some(rest) = text.strip_prefix("moz-extension:") {
            return if rest.is_empty() {
                Ok(Self(text.to_owned()))
            } else {
                Err(InvalidAncestor::MozExtensionId)
            };
        }
        if text.contains('*') {
            return wildcard(text);
        }
        let origin: Origin = text.parse().map_err(InvalidAncestor::Origin)?;
        Ok(Self(origin.to_string()))
    }
}

impl fmt::Display for FrameAncestor {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.0)
    }
}

fn extension(text: &str, id: &str) -> Result<FrameAncestor, InvalidAncestor> {
    let is_id = id.len() == 32 && id.bytes().all(|byte| (b'a'..=b'p').contains(&byte));
    if is_id { Ok(FrameAncestor(text.to_owned())) } else { Err(InvalidAncestor::ExtensionId) }
}

/// Reads `https://*.DOMAIN`, with an optional port. The domain has one owner: it is longer than a
/// public suffix.
fn wildcard(text: &str) -> Result<FrameAncestor, InvalidAncestor> {
    if matches!(text, "*" | "https://*" | "https:*" | "https://*/" | "http://*") {
        return Err(InvalidAncestor::TooWide(None));
    }
    let rest = text.strip_prefix("https://*.").filter(|rest| !rest.contains('*'));
    let rest = rest.ok_or(InvalidAncestor::Wildcard)?;
    // An origin with this domain has the same rules: no path, no credentials, as browsers write it.
    let origin: Origin = format!("https://{rest}").parse().map_err(|error| match error {
        InvalidOrigin::NotCanonical(origin) => {
            InvalidAncestor::Origin(InvalidOrigin::NotCanonical(origin.replacen("https://", "https://*.", 1)))
        }
        InvalidOrigin::NotAnOrigin => InvalidAncestor::Wildcard,
    })?;
    let url = Url::parse(&origin.to_string()).map_err(|_| InvalidAncestor::Wildcard)?;
    let domain = url.domain().ok_or(InvalidAncestor::Wildcard)?;
    match psl::domain_str(domain) {
        Some(_) => Ok(FrameAncestor(origin.to_string().replacen("https://", "https://*.", 1))),
        None => Err(InvalidAncestor::TooWide(Some(domain.to_owned()))),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    // cspell:disable-next-line
    const EXTENSION: &str = "chrome-extension://abcdefghijklmnopabcdefghijklmnop";

    fn read(text: &str) -> Result<String, String> {
        text.parse::<FrameAncestor>().map(|ancestor| ancestor.to_string()).map_err(|error| error.to_string())
    }

    #[test]
    fn origins_extensions_and_one_leading_wildcard_are_accepted() {
        for text in [
            "https://crm.example",
            "http://127.0.0.1:8080",
            EXTENSION,
            "moz-extension:",
            "https://*.crm.example",
            "https://*.crm.example:8443",
            "https://*.eu.crm.example.co.uk",
        ] {
            assert_eq!(read(text), Ok(text.to_owned()));
        }
        assert_eq!(read("https://*.CRM.example/"), Ok("https://*.crm.example".to_owned()));
    }

    #[test]
    fn a_public_suffix_and_every_site_are_refused_with_a_reason() {
        for suffix in ["com", "co.uk", "github.io", "example"] {
            let error = read(&format!("https://*.{suffix}")).unwrap_err();
            assert!(error.starts_with(&format!("anyone can get a name under {suffix};")), "{error}");
        }
        for text in ["*", "https://*", "https:*", "http://*"] {
            assert!(read(text).unwrap_err().starts_with("this allows every site;"), "{text}");
        }
    }

    #[test]
    fn other_wildcards_and_ids_are_refused() {
        for text in [
            "http://*.crm.example",
            "https://a.*.example",
            "https://*.*.crm.example",
            "https://a*.crm.example",
            "https://*.crm.example:*",
            "https://*.127.0.0.1",
            "https://*.",
            "https://*.crm.example;script-src *",
        ] {
            assert!(read(text).is_err(), "{text}");
        }
        for text in
            ["chrome-extension:", "chrome-extension://*", &EXTENSION[1..], &format!("{EXTENSION}/a.html")]
        {
            assert!(read(text).is_err(), "{text}");
        }
        assert!(read("moz-extension://1b2f").unwrap_err().starts_with("each installation"));
    }
}
