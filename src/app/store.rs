use std::rc::Rc;
use ticket_note_core::state::{Action, State};
use ticket_note_core::step::step;
use yew::Reducible;

/// The state as Yew keeps it.
#[derive(Clone, Debug, PartialEq)]
pub struct Store(pub State);

impl Reducible for Store {
    type Action = Action;

    /// An ignored action gives the same state back, and then nothing renders.
    fn reduce(self: Rc<Self>, action: Action) -> Rc<Self> {
        step(&self.0, action).map_or(self, |state| Rc::new(Self(state)))
    }
}
