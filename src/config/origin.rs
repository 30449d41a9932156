use web_sys::Url;

/// A URL as an absolute one, if it is on the page's own origin and carries no credentials. A relative
/// one is relative to the page, whatever its `<base>` says: that may be a CDN's.
#[must_use]
pub fn same_origin(url: &str) -> Option<String> {
    let page = web_sys::window()?;
    let origin = page.origin();
    // A frame whose page is in its `srcdoc` has its page's origin, and no address to be relative to.
    let absolute = Url::new_with_base(url, &page.location().href().ok()?);
    let href = absolute.or_else(|_| Url::new_with_base(url, &origin)).ok()?.href();
    // An address is written in one way: credentials would stand before the host, `blob:` before all.
    let is_own = href.strip_prefix(&origin)?.starts_with('/');
    (is_own && !url.trim().is_empty()).then_some(href)
}
