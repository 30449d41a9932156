//! A pool of Yew roots. Yew never removes the listeners of a root, so an unused root is kept for
//! the next form.

use crate::mounted_form::MountedForm;
use std::cell::RefCell;
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

/// Renders a form.
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

    /// Returns the renderer of a form in this root.
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
#[derive(Debug)]
pub(crate) enum Message {
    /// Renders this form from now on.
    Show(Rc<MountedForm>),
    /// Renders the form again.
    Render,
    /// Renders nothing.
    Remove,
}

/// The root component. It renders a form and holds no state of its own.
#[derive(Debug)]
pub(crate) struct App {
    form: Option<Rc<MountedForm>>,
}

impl Component for App {
    type Message = Message;
    type Properties = ();

    fn create(_: &Context<Self>) -> Self {
        Self { form: None }
    }

    fn update(&mut self, _: &Context<Self>, message: Message) -> bool {
        match message {
            Message::Show(form) => self.form = Some(form),
            Message::Render => {}
            Message::Remove => self.form = None,
        }
        true
    }

    fn view(&self, _: &Context<Self>) -> Html {
        self.form.as_ref().map(|form| form.view()).unwrap_or_default()
    }

    fn rendered(&mut self, _: &Context<Self>, _: bool) {
        if let Some(form) = &self.form {
            form.rendered();
        }
    }
}
