//! A pool of Yew roots. Yew never removes the listeners of a root, so an unused root is kept for
//! the next form.

use crate::components::form::Parts;
use crate::components::sequence::sequence;
use std::cell::RefCell;
use std::fmt;
use std::rc::Rc;
use wasm_bindgen::JsValue;
use web_sys::Element;
use yew::html::Scope;
use yew::prelude::*;

thread_local! {
    static UNUSED: RefCell<Vec<Root>> = const { RefCell::new(Vec::new()) };
}

/// A Yew root: the elements that it renders into, and its component.
#[derive(Clone, Debug)]
pub(crate) struct Root {
    /// The elements that contain the parts, in the order of [`Parts`]. Yew's own root is the first.
    hosts: [Element; 3],
    app: Scope<App>,
}

/// The content of a root: a form.
pub(crate) trait Content {
    /// Returns what the root renders.
    fn view(&self) -> Parts;

    /// Called after each render.
    fn rendered(&self);
}

impl Root {
    /// Takes an unused root, or creates one. Its elements are not in the page.
    ///
    /// # Errors
    /// If the browser cannot create an element.
    pub(crate) fn take() -> Result<Self, JsValue> {
        let unused = UNUSED.with_borrow_mut(|unused| {
            // Yew may not have removed the previous form yet.
            let index = unused.iter().position(|root| !root.hosts[0].has_child_nodes())?;
            Some(unused.swap_remove(index))
        });
        unused.map_or_else(Self::new, Ok)
    }

    fn new() -> Result<Self, JsValue> {
        let document = web_sys::window().and_then(|window| window.document()).ok_or(JsValue::UNDEFINED)?;
        let create = || {
            let element = document.create_element("div")?;
            element.set_class_name("rendered");
            Ok::<_, JsValue>(element)
        };
        let hosts = [create()?, create()?, create()?];
        let [root, below_type, below_text] = hosts.clone();
        let app = yew::Renderer::<App>::with_root_and_props(root, Hosts { below_type, below_text }).render();
        let app = (*app).clone();
        Ok(Self { hosts, app })
    }

    /// Renders this content from now on.
    pub(crate) fn show(&self, content: Rc<dyn Content>) {
        self.app.send_message(Message::Show(content));
    }

    /// Renders the content again.
    pub(crate) fn render(&self) {
        self.app.send_message(Message::Render);
    }

    /// Returns the elements of the parts, in the order of the page.
    pub(crate) const fn hosts(&self) -> &[Element; 3] {
        &self.hosts
    }

    /// Removes the root from the page and keeps it for the next form.
    pub(crate) fn release(self) {
        self.app.send_message(Message::Remove);
        self.hosts.iter().for_each(Element::remove);
        UNUSED.with_borrow_mut(|unused| unused.push(self));
    }
}

/// A message to the root component.
pub(crate) enum Message {
    /// Renders this content.
    Show(Rc<dyn Content>),
    /// Renders the content again.
    Render,
    /// Renders nothing.
    Remove,
}

/// The elements that contain the parts below the fields. They never change.
#[derive(Debug, PartialEq, Properties)]
pub(crate) struct Hosts {
    below_type: Element,
    below_text: Element,
}

/// The root component. It renders its content and holds no state of its own.
pub(crate) struct App {
    content: Option<Rc<dyn Content>>,
}

impl fmt::Debug for App {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("App")
    }
}

impl Component for App {
    type Message = Message;
    type Properties = Hosts;

    fn create(_: &Context<Self>) -> Self {
        Self { content: None }
    }

    fn update(&mut self, _: &Context<Self>, message: Message) -> bool {
        match message {
            Message::Show(content) => self.content = Some(content),
            Message::Render => {}
            Message::Remove => self.content = None,
        }
        true
    }

    fn view(&self, context: &Context<Self>) -> Html {
        let Hosts { below_type, below_text } = context.props();
        let parts = self.content.as_ref().map(|content| content.view()).unwrap_or_default();
        // Empty portals are kept, because Yew would not remove their listeners either.
        sequence(vec![
            parts.above,
            create_portal(parts.below_type, below_type.clone()),
            create_portal(parts.below_text, below_text.clone()),
        ])
    }

    fn rendered(&mut self, _: &Context<Self>, _: bool) {
        if let Some(content) = &self.content {
            content.rendered();
        }
    }
}
