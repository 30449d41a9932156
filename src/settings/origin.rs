use std::cell::OnceCell;
use ticket_note_core::wire::ENDPOINT;
use web_sys::Url;

thread_local! {
    /// The default endpoint, resolved. It is the same for every form of a page.
    static DEFAULT: OnceCell<Option<String>> = const { OnceCell::new() };
}

/// Returns the absolute form of a URL, if it is on the page's own origin and contains no credentials. A
/// relative URL is resolved against the page, not against its `<base>`, which may be that of a CDN.
pub(crate) fn same_origin(url: &str) -> Option<String> {
    if url == ENDPOINT {
        DEFAULT.with(|known| known.get_or_init(|| resolve(url)).clone())
    } else {
        resolve(url)
    }
}

/// Returns the absolute form of a URL with http or https.
pub(crate) fn web_page(url: &str) -> Option<String> {
    let href = absolute(url)?;
    (href.starts_with("http:") || href.starts_with("https:")).then_some(href)
}

fn absolute(url: &str) -> Option<String> {
    let page = web_sys::window()?;
    // A frame with `srcdoc` has the origin of its page, but no address to resolve against.
    let absolute = Url::new_with_base(url, &page.location().href().ok()?);
    Some(absolute.or_else(|_| Url::new_with_base(url, &page.origin())).ok()?.href())
}

fn resolve(url: &str) -> Option<String> {
    let origin = web_sys::window()?.origin();
    let href = absolute(url)?;
    // A serialised URL begins with its origin, unless it has credentials or the scheme `blob:`.
    let is_own = href.strip_prefix(&origin)?.starts_with('/');
    (is_own && !url.trim().is_empty()).then_some(href)
}
