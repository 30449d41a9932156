//! The leaves: what a person sees. Each takes values and one callback.

pub mod actions;
pub mod config_notice;
pub mod counter;
pub mod form;
pub mod problem;
pub mod status;
pub mod text_field;
pub mod type_field;

use ticket_note_core::problem::Field;
use ticket_note_core::state::Action;
use web_sys::Element;
use yew::prelude::*;

/// A person who leaves a field has been in it. A window that loses the focus leaves no field: its
/// field still matches `:focus`.
fn on_left(field: Field, on_action: &Callback<Action>) -> Callback<FocusEvent> {
    let on_action = on_action.clone();
    Callback::from(move |event: FocusEvent| {
        let target = event.target_dyn_into::<Element>();
        if !target.is_some_and(|target| target.matches(":focus").unwrap_or_default()) {
            on_action.emit(Action::FieldLeft(field));
        }
    })
}
