//! A pool of Yew roots. Yew never removes the listeners of a root, so an unused root is kept for
//! the next form.

use std::cell::RefCell;
use std::fmt;
use std::rc::Rc;
use wasm_bindgen::JsValue;
use web_sys::{Element, ShadowRoot};
use yew::html::Scope;
use yew::prelude::*;

thread_local! {
    static UNUSED: RefCell<Vec<Root>> = const { RefCell::new(Vec::new()) };
}

/// A Yew root: the element that it renders into, and the component in it.
#[derive(Debug)]
pub(crate) struct Root {
    element: Element,
    app: AppHandle<App>,
}

/// The content of a root: a form.
pub(crate) trait Content {
    /// Returns what the root renders.
    fn view(&self) -> Html;

    /// Called after each render.
    fn rendered(&self);
}

/// Renders the content of a root.
pub(crate) type Renderer = Scope<App>;

impl Root {
    /// Appends an unused root, or a new one, to a shadow root.
    ///
    /// # Errors
    /// If the browser cannot create or insert the element.
    pub(crate) fn take(shadow: &ShadowRoot) -> Result<Self, JsValue> {
        let unused = UNUSED.with_borrow_mut(|unused| {
            // Yew may not have removed the previous form yet.
            let index = unused.iter().position(|root| !root.element.has_child_nodes())?;
            Some(unused.swap_remove(index))
        });
        let root = unused.map_or_else(|| Self::new(shadow), Ok)?;
        shadow.append_child(&root.element)?;
        Ok(root)
    }

    fn new(shadow: &ShadowRoot) -> Result<Self, JsValue> {
        let document = shadow.owner_document().ok_or(JsValue::UNDEFINED)?;
        let element = document.create_element("div")?;
        element.set_class_name("ticket-note");
        let app = yew::Renderer::<App>::with_root(element.clone()).render();
        Ok(Self { element, app })
    }

    /// Returns the renderer of this root.
    pub(crate) fn renderer(&self) -> Renderer {
        (*self.app).clone()
    }

    /// Removes the root from the page and keeps it for the next form.
    pub(crate) fn release(self) {
        self.app.send_message(Message::Remove);
        self.element.remove();
        UNUSED.with_borrow_mut(|unused| unused.push(self));
    }
}

/// A message to the root component.
pub(crate) enum Message {
    /// Renders this content from now on.
    Show(Rc<dyn Content>),
    /// Renders the content again.
    Render,
    /// Renders nothing.
    Remove,
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
    type Properties = ();

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

    fn view(&self, _: &Context<Self>) -> Html {
        self.content.as_ref().map(|content| content.view()).unwrap_or_default()
    }

    fn rendered(&mut self, _: &Context<Self>, _: bool) {
        if let Some(content) = &self.content {
            content.rendered();
        }
    }
}
