use gloo_events::EventListener;
use ticket_note_core::state::Action;
use web_sys::EventTarget;
use yew::Callback;

/// Emits an action whenever an event is dispatched at a target, if the target exists.
pub(super) fn emit_on(
    target: Option<&EventTarget>,
    name: &'static str,
    on_action: &Callback<Action>,
    action: fn() -> Action,
) -> Option<EventListener> {
    let on_action = on_action.clone();
    Some(EventListener::new(target?, name, move |_| on_action.emit(action())))
}
