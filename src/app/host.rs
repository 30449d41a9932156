use crate::events::{Event, dispatch};
use std::cell::{Cell, RefCell};
use std::rc::Rc;
use web_sys::EventTarget;

/// The element that a form belongs to, as far as the form knows it: where its events go.
#[derive(Clone, Debug)]
pub struct Host(Rc<Inner>);

#[derive(Debug)]
struct Inner {
    element: EventTarget,
    reports: RefCell<Vec<Event>>,
    is_left: Cell<bool>,
}

impl PartialEq for Host {
    fn eq(&self, other: &Self) -> bool {
        Rc::ptr_eq(&self.0, &other.0)
    }
}

impl Host {
    /// A host that nothing was told yet.
    #[must_use]
    pub fn new(element: EventTarget) -> Self {
        Self(Rc::new(Inner { element, reports: RefCell::default(), is_left: Cell::new(false) }))
    }

    /// Tells the page at once.
    pub fn tell(&self, event: &Event) {
        dispatch(&self.0.element, event);
    }

    /// Tells the page once the form shows what is reported: a listener that looks at the form finds
    /// it so. A form that has left the page shows nothing more, and its reports go out at once.
    pub fn report(&self, event: Event) {
        self.0.reports.borrow_mut().push(event);
        if self.0.is_left.get() {
            self.deliver();
        }
    }

    /// Sends out what was reported.
    pub fn deliver(&self) {
        let reports = self.0.reports.take();
        reports.iter().for_each(|event| self.tell(event));
    }

    /// The form leaves the page.
    pub fn leave(&self) {
        self.0.is_left.set(true);
        self.deliver();
    }
}
