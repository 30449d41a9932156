//! Performs what the state asks for: the one place that touches the network, the focus and the
//! text in the form on its behalf, and answers with actions.

mod posts;
mod text;

pub use posts::use_posts;
pub use text::{use_given_text, use_text_in_form};

use crate::app::{Host, Store};
use crate::config::Rejection;
use crate::events::Event;
use web_sys::{Element, HtmlElement};
use yew::prelude::*;

/// What effects answer to.
pub type Dispatch = UseReducerDispatcher<Store>;

/// Moves the focus to the first problem whenever a send was stopped by one.
#[hook]
pub fn use_focus_on_first_problem(stopped_sends: u32, form: &NodeRef) {
    let form = form.clone();
    use_effect_with(stopped_sends, move |&stopped_sends| {
        if stopped_sends > 0 {
            focus_first(&form, "[aria-invalid=true]");
        }
    });
}

fn focus_first(form: &NodeRef, selector: &str) {
    let found = form.cast::<Element>().and_then(|form| form.query_selector(selector).ok()?);
    if let Some(element) =
        found.and_then(|element| wasm_bindgen::JsCast::dyn_into::<HtmlElement>(element).ok())
    {
        // An element that cannot take the focus leaves it where it is.
        let _ = element.focus();
    }
}

/// Tells the page that the form is there, each new state, each rejected attribute, and then what
/// was reported meanwhile.
#[hook]
pub fn use_events(state: &'static str, rejection: Option<&Rejection>, host: &Host) {
    use_event((), |()| Some(Event::Ready { version: env!("CARGO_PKG_VERSION") }), host);
    use_event(state, |&state| Some(Event::Change { state }), host);
    use_event(rejection.cloned(), |rejection| rejection.as_ref().map(Event::config_error), host);
    let host = host.clone();
    use_effect(move || host.deliver());
}

#[hook]
fn use_event<T: PartialEq + 'static>(of: T, event: fn(&T) -> Option<Event>, host: &Host) {
    let host = host.clone();
    use_effect_with(of, move |of| {
        if let Some(event) = event(of) {
            host.tell(&event);
        }
    });
}
