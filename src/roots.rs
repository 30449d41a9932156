//! A pool of Yew roots. Yew never removes the listeners of a root, so an unused root is kept for
//! the next form.

use crate::components::form::Parts;
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
    /// The element that contains the parts above the text.
    above: Element,
    /// The element that contains the parts below the text.
    below: Element,
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
            let index = unused.iter().position(|root| !root.above.has_child_nodes())?;
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
        let (above, below) = (create()?, create()?);
        let app = (*yew::Renderer::<App>::with_root(above.clone()).render()).clone();
        Ok(Self { above, below, app })
    }

    /// Renders this content from now on.
    pub(crate) fn show(&self, content: Rc<dyn Content>) {
        self.app.send_message(Message::Show(content, self.below.clone()));
    }

    /// Renders the content again.
    pub(crate) fn render(&self) {
        self.app.send_message(Message::Render);
    }

    /// Returns the element of the parts above the text, and that of the parts below it.
    pub(crate) const fn elements(&self) -> [&Element; 2] {
        [&self.above, &self.below]
    }

    /// Removes the root from the page and keeps it for the next form.
    pub(crate) fn release(self) {
        self.app.send_message(Message::Remove);
        self.above.remove();
        self.below.remove();
        UNUSED.with_borrow_mut(|unused| unused.push(self));
    }
}

/// A message to the root component.
pub(crate) enum Message {
    /// Renders this content. The element contains the parts below the text, and never changes.
    Show(Rc<dyn Content>, Element),
    /// Renders the content again.
    Render,
    /// Renders nothing.
    Remove,
}

/// The root component. It renders its content and holds no state of its own.
pub(crate) struct App {
    content: Option<Rc<dyn Content>>,
    below: Option<Element>,
}

impl fmt::Debug for App {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("App")
    }
}

impl Component for App {
    type Message = Message;
    type Properties = ();

    fn create(_: &Context<Self>) -> Self {
        Self { content: None, below: None }
    }

    fn update(&mut self, _: &Context<Self>, message: Message) -> bool {
        match message {
            Message::Show(content, below) => (self.content, self.below) = (Some(content), Some(below)),
            Message::Render => {}
            Message::Remove => self.content = None,
        }
        true
    }

    fn view(&self, _: &Context<Self>) -> Html {
        let Parts { above, below } = self.content.as_ref().map(|content| content.view()).unwrap_or_default();
        // An empty portal is kept, because Yew would not remove its listeners either.
        let portal = self.below.clone().map(|host| create_portal(below, host));
        html! { <>{ above }{ portal.unwrap_or_default() }</> }
    }

    fn rendered(&mut self, _: &Context<Self>, _: bool) {
        if let Some(content) = &self.content {
            content.rendered();
        }
    }
}
