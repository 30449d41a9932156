use web_sys::Url;

/// A URL as an absolute one, if it is on the page's own origin and carries no credentials.
///
/// A page without an origin of its own (a sandboxed frame) has no such URL.
#[must_use]
pub fn same_origin(url: &str) -> Option<String> {
    let window = web_sys::window()?;
    let base = window.document()?.base_uri().ok()??;
    let url = Url::new_with_base(url.trim(), &base).ok().filter(|_| !url.trim().is_empty())?;
    let is_own = window.location().origin().is_ok_and(|origin| origin == url.origin() && origin != "null");
    let is_bare = url.username().is_empty() && url.password().is_empty();
    (is_own && is_bare).then(|| url.href())
}
