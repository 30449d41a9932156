//! The text of the note.

use super::counter::Counter;
use super::problem::ProblemLine;
use crate::i18n::Strings;
use std::rc::Rc;
use ticket_note_core::problem::Field;
use ticket_note_core::state::Action;
use web_sys::HtmlTextAreaElement;
use yew::prelude::*;

/// Properties of [`TextField`].
#[derive(Clone, Debug, PartialEq, Properties)]
pub struct TextFieldProps {
    /// Whether the text is being sent, and so stays as it is.
    pub is_sending: bool,
    /// What is wrong, in a sentence.
    pub problem: Option<AttrValue>,
    /// How many characters may follow, near the limit.
    pub characters_left: Option<i64>,
    /// The language.
    pub strings: &'static Strings,
    /// Takes what the person does.
    pub on_action: Callback<Action>,
}

/// The text of the note. The area holds it: it is no property, and a key press renders nothing here.
#[component]
pub fn TextField(props: &TextFieldProps) -> Html {
    let TextFieldProps { is_sending, problem, characters_left, strings, on_action } = props;
    let oninput = on_action.reform(|event: InputEvent| {
        let area: HtmlTextAreaElement = event.target_unchecked_into();
        Action::Typed(Rc::from(area.value()))
    });
    html! {
        <div part="field" class="field">
            <label part="label" class="label" for="text">{ strings.note_label }</label>
            <textarea
                part="control"
                class="control text"
                id="text"
                dir="auto"
                rows="4"
                readonly={*is_sending}
                aria-required="true"
                aria-invalid={problem.is_some().to_string()}
                aria-describedby="text-error text-counter text-hint"
                aria-keyshortcuts="Control+Enter Meta+Enter"
                {oninput}
                onfocusout={super::on_left(Field::Text, on_action)}
            />
            <div class="below">
                <ProblemLine id="text-error" text={problem} />
                <Counter left={*characters_left} {strings} />
                <p key="hint" part="hint" class="hint" id="text-hint">{ strings.keyboard_hint }</p>
            </div>
        </div>
    }
}
