//! A line of a message, and the regions that announce one.

use super::icon::{BAD, DOUBT, GOOD, icon};
use super::sequence::sequence;
use yew::prelude::*;

/// Renders a live region. The regions are always in the document, because a screen reader announces only
/// changes inside a region that it already knows. It reads a region as a whole, so messages that change
/// separately have separate regions.
pub(super) fn region(role: &'static str, content: Html) -> Html {
    html! { <div {role}>{ content }</div> }
}

/// Renders a message with the icon of its tone: `good`, `doubt`, `bad` or `note`. `busy` has a spinner.
pub(super) fn line(tone: &'static str, content: Html) -> Html {
    titled_line(tone, None, content)
}

/// Renders a message with a title, for the people who run the page.
pub(super) fn titled_line(tone: &'static str, title: Option<&'static str>, content: Html) -> Html {
    let path = match tone {
        "busy" => None,
        "good" => Some(GOOD),
        "doubt" => Some(DOUBT),
        _ => Some(BAD),
    };
    let icon = path.map(icon).unwrap_or_default();
    let content = sequence(vec![icon, html! { <span>{ content }</span> }]);
    html! { <p data-tone={tone} {title}>{ content }</p> }
}

/// Renders a button that looks like a link.
pub(super) fn link_button(id: &'static str, name: &'static str) -> Html {
    html! { <button {id} class="link" type="button">{ name }</button> }
}

/// Renders a link to the page of a ticket, if the page of the form names one.
pub(super) fn ticket_link(url: Option<&std::rc::Rc<str>>, name: &'static str) -> Html {
    let Some(url) = url else { return Html::default() };
    let url = AttrValue::from(url.clone());
    sequence(vec![
        " ".into(),
        html! { <a class="link" href={url} target="_blank" rel="noopener">{ name }</a> },
    ])
}
