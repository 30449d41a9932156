//! The first view of a form as HTML, for the description from which the element's script draws it. Only the
//! program of `crates/first-view` uses this module.

use crate::components::form::{Parts, parts};
use crate::components::icon::{LOCK, icon};
use crate::i18n::fill;
use crate::settings::Attributes;
use std::rc::Rc;
use ticket_note_core::note::NoteType;
use ticket_note_core::state::State;
use ticket_note_core::work::Phase;
use ticket_note_strings::Strings;
use yew::prelude::*;

/// Renders the first view of a form whose attributes are valid. Text and type are empty.
pub async fn render(strings: &'static Strings) -> String {
    yew::LocalServerRenderer::<FirstView>::with_props(Props { strings }).hydratable(false).render().await
}

#[derive(Debug, PartialEq, Properties)]
struct Props {
    strings: &'static Strings,
}

/// The elements of the whole form. In the browser, the script draws them, and Yew renders the parts.
#[derive(Debug)]
struct FirstView;

impl Component for FirstView {
    type Message = ();
    type Properties = Props;

    fn create(_: &Context<Self>) -> Self {
        Self
    }

    fn view(&self, context: &Context<Self>) -> Html {
        let strings = context.props().strings;
        let Parts { above, below_type, below_text } = first_parts(strings);
        html! {
            <div class="ticket-note">
                <form
                    part="form"
                    class="form"
                    lang={strings.lang}
                    dir={strings.dir}
                    translate="no"
                    aria-label={strings.form}
                    novalidate=true
                >
                    <div class="drawn">{ above }</div>
                    <div part="field" class="field">
                        <label part="label" class="label" for="type">{ strings.type_label }</label>
                        <select
                            part="control"
                            class="control select"
                            id="type"
                            aria-required="true"
                            aria-invalid="false"
                            aria-describedby="type-error"
                        >
                            <option value="">{ strings.choose_type }</option>
                            { for NoteType::ALL.into_iter().map(|note_type| option(note_type, strings)) }
                        </select>
                        { icon(LOCK) }
                        <div class="drawn">{ below_type }</div>
                    </div>
                    <div part="field" class="field">
                        <label part="label" class="label" for="text">{ strings.note_label }</label>
                        <textarea
                            part="control"
                            class="control text"
                            id="text"
                            placeholder=" "
                            rows="4"
                            aria-required="true"
                            aria-invalid="false"
                            aria-describedby="text-error text-counter text-hint audience"
                            aria-keyshortcuts="Control+Enter Meta+Enter"
                        />
                    </div>
                    <div class="drawn">{ below_text }</div>
                </form>
            </div>
        }
    }
}

fn option(note_type: NoteType, strings: &Strings) -> Html {
    html! { <option value={note_type.code()}>{ type_name(note_type, strings) }</option> }
}

/// Returns the default name of a type. A number stays a number, because its meaning depends on the account.
fn type_name(note_type: NoteType, strings: &Strings) -> String {
    match note_type {
        NoteType::CALL_LOG => strings.call_log.to_owned(),
        NoteType::CONTACT_FORM => strings.contact_form.to_owned(),
        numbered => fill(strings.channel, numbered.code()),
    }
}

fn first_parts(strings: &'static Strings) -> Parts {
    let attributes = Attributes { ticket_id: Some(String::from("1")), strings, ..Attributes::default() };
    let settings = attributes.resolve(|endpoint| Some(endpoint.to_owned()), |_| None).map(Rc::new);
    let state = State::new(settings.as_ref().ok().map(|settings| settings.note.clone()));
    let phase = Phase::Editing { tried: None };
    parts(&state.view(), &phase, settings.as_ref(), strings)
}
