//! The type of the note.

use super::problem::ProblemLine;
use crate::config::OfferedType;
use crate::i18n::{Strings, type_name};
use ticket_note_core::note::NoteType;
use ticket_note_core::problem::Field;
use ticket_note_core::state::Action;
use web_sys::HtmlSelectElement;
use yew::prelude::*;

/// Properties of [`TypeField`].
#[derive(Clone, Debug, PartialEq, Properties)]
pub struct TypeFieldProps {
    /// The types to choose from, in order.
    pub types: Vec<OfferedType>,
    /// The one that is chosen.
    pub chosen: Option<NoteType>,
    /// Whether the person may choose another.
    pub is_locked: bool,
    /// What is wrong, in a sentence.
    pub problem: Option<AttrValue>,
    /// The language.
    pub strings: &'static Strings,
    /// Takes what the person does.
    pub on_action: Callback<Action>,
}

/// The type of the note: a native select.
#[component]
pub fn TypeField(props: &TypeFieldProps) -> Html {
    let TypeFieldProps { types, chosen, is_locked, problem, strings, on_action } = props;
    let onchange = on_action.reform(|event: Event| {
        let select: HtmlSelectElement = event.target_unchecked_into();
        Action::Chose(select.value().parse().ok())
    });
    html! {
        <div part="field" class="field">
            <label part="label" class="label" for="type">{ strings.type_label }</label>
            <select
                part="control"
                class="control select"
                id="type"
                disabled={*is_locked}
                aria-required="true"
                aria-invalid={problem.is_some().to_string()}
                aria-describedby="type-error"
                {onchange}
                onfocusout={super::on_left(Field::Type, on_action)}
            >
                <option key="" value="" selected={chosen.is_none()} hidden={chosen.is_some()}>{ strings.choose_type }</option>
                { for types.iter().map(|offered| option(offered, *chosen, strings)) }
            </select>
            <ProblemLine id="type-error" text={problem} />
        </div>
    }
}

fn option(offered: &OfferedType, chosen: Option<NoteType>, strings: &Strings) -> Html {
    let code = offered.note_type.code();
    let name = offered.name.clone().unwrap_or_else(|| type_name(offered.note_type, strings));
    html! {
        <option key={code} value={code} selected={chosen == Some(offered.note_type)}>{ name }</option>
    }
}
