//! Icons: inline SVG elements, because a page's policy may refuse images.

use yew::prelude::*;

/// A disc with a tick.
pub(crate) const GOOD: &str = "M8 1a7 7 0 1 0 0 14A7 7 0 0 0 8 1zm3 4-4 4.2L5 7.2 4 8.3l3 3 5-5.2z";
/// A triangle with an exclamation mark.
pub(crate) const DOUBT: &str = "M8 1 0 15h16zM7 6h2v4H7zm0 5h2v2H7z";
/// A disc with an exclamation mark.
pub(crate) const BAD: &str = "M8 1a7 7 0 1 0 0 14A7 7 0 0 0 8 1zM7 4h2v5H7zm0 6h2v2H7z";
/// A padlock.
pub(crate) const LOCK: &str = "M4 7V5a4 4 0 0 1 8 0v2h1v8H3V7zm2 0h4V5a2 2 0 0 0-4 0z";

/// Renders an icon. Text beside it has the same meaning.
pub(crate) fn icon(path: &'static str) -> Html {
    html! { <svg class="icon" viewBox="0 0 16 16" aria-hidden="true"><path d={path} /></svg> }
}
