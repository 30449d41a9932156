//! Nodes, one after another.

use yew::prelude::*;
use yew::virtual_dom::VList;

/// Renders nodes one after another. Between two tags, `html!` would copy each of several `{ … }`, and that code
/// is 1 KB of the module (docs/decisions/0014-unused-parts-of-yew.md).
pub(crate) fn sequence(nodes: Vec<Html>) -> Html {
    VList::from(nodes).into()
}
