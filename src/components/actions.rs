//! The buttons.

use crate::app::fresh_attempt_id;
use crate::i18n::Strings;
use ticket_note_core::state::Action;
use ticket_note_core::view::Outcome;
use web_sys::HtmlElement;
use yew::prelude::*;

/// Properties of [`Actions`].
#[derive(Clone, Debug, PartialEq, Properties)]
pub struct ActionsProps {
    /// Where the last send has come to.
    pub outcome: Outcome,
    /// Whether sending is not possible now.
    pub is_off: bool,
    /// The language.
    pub strings: &'static Strings,
    /// Takes what the person does.
    pub on_action: Callback<Action>,
}

/// The buttons.
///
/// The first one is the same element in every state, so that the focus never falls off the form
/// when its name changes.
#[component]
pub fn Actions(props: &ActionsProps) -> Html {
    let ActionsProps { outcome, is_off, strings, on_action } = props;
    let first = use_node_ref();
    let send_as_new = on_action.reform(|()| Action::SendAsNew { fresh: fresh_attempt_id() });
    let is_unknown = matches!(outcome, Outcome::Unknown { .. });
    let is_only_new = *outcome == Outcome::Unknown { may_try_again: false };
    let name = match outcome {
        Outcome::Unknown { may_try_again: true } => strings.try_again,
        Outcome::Unknown { may_try_again: false } => strings.send_as_new,
        _ => strings.add_note,
    };
    html! {
        <div class="actions">
            <button
                key="first"
                ref={&first}
                part="submit"
                class="button"
                type={if is_only_new { "button" } else { "submit" }}
                aria-disabled={is_off.then_some("true")}
                aria-describedby={is_only_new.then_some("may-add-second")}
                onclick={is_only_new.then(|| send_as_new.reform(|_: MouseEvent| ()))}
            >{ name }</button>
            if is_unknown && !is_only_new {
                <button
                    key="second"
                    part="submit"
                    class="button second"
                    type="button"
                    aria-describedby="may-add-second"
                    onclick={after_focus(&first, &send_as_new)}
                >{ strings.send_as_new }</button>
            }
            if is_unknown {
                <p key="warning" part="hint" class="hint" id="may-add-second">{ strings.may_add_second }</p>
            }
        </div>
    }
}

/// The button that was pressed goes away: the focus goes to the one that stays.
fn after_focus(first: &NodeRef, send_as_new: &Callback<()>) -> Callback<MouseEvent> {
    let (first, send_as_new) = (first.clone(), send_as_new.clone());
    Callback::from(move |_| {
        if let Some(first) = first.cast::<HtmlElement>() {
            // A button that cannot take the focus leaves it where it is.
            let _ = first.focus();
        }
        send_as_new.emit(());
    })
}
