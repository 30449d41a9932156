//! The form: one component, with a hook for each part of its state.

use crate::{
    draft,
    note::{Problems, TYPES, counter},
    props::FormProps,
    send::send,
};
use wasm_bindgen_futures::spawn_local;
use web_sys::{HtmlSelectElement, HtmlTextAreaElement};
use yew::prelude::*;

#[derive(Clone)]
struct State {
    id: UseStateHandle<String>,
    kind: UseStateHandle<String>,
    text: UseStateHandle<String>,
    problems: UseStateHandle<Problems>,
    status: UseStateHandle<String>,
    is_sending: UseStateHandle<bool>,
}

#[hook]
fn use_form(props: &FormProps) -> State {
    State {
        id: use_state(new_id),
        kind: use_state(|| props.kind.clone()),
        text: use_state(|| draft::restore(&props.ticket)),
        problems: use_state(Problems::default),
        status: use_state(String::new),
        is_sending: use_state(|| false),
    }
}

fn new_id() -> String {
    let crypto = web_sys::window().and_then(|window| window.crypto().ok());
    crypto.map(|crypto| crypto.random_uuid()).unwrap_or_default()
}

impl State {
    fn typed(&self, value: String, ticket: &str) {
        if self.problems.text.is_some() {
            self.problems.set(Problems { text: None, ..(*self.problems).clone() });
        }
        draft::save(ticket, &value);
        self.text.set(value);
    }

    fn submitted(self, props: FormProps) {
        let note = props.note(&self.kind, &self.text);
        let problems = Problems::of(&note);
        let is_stopped = !problems.is_empty() || *self.is_sending;
        self.problems.set(problems);
        if is_stopped {
            return;
        }
        self.is_sending.set(true);
        self.status.set("Sending the note…".into());
        spawn_local(async move {
            let outcome = send(&props.endpoint, &note, &self.id).await;
            let is_saved = outcome.is_ok();
            self.is_sending.set(false);
            self.status.set(outcome.unwrap_or_else(|sentence| sentence));
            if is_saved {
                self.clear(&props.ticket);
            }
            props.dispatch(if is_saved { "note-saved" } else { "note-refused" }, &note);
        });
    }

    fn clear(&self, ticket: &str) {
        self.text.set(String::new());
        draft::save(ticket, "");
        self.id.set(new_id());
    }
}

#[component]
pub fn Form(props: &FormProps) -> Html {
    let state = use_form(props);
    let onsubmit = {
        let (state, props) = (state.clone(), props.clone());
        move |event: SubmitEvent| {
            event.prevent_default();
            state.clone().submitted(props.clone());
        }
    };
    html! {
        <form novalidate=true aria-label={format!("Note on ticket {}", props.ticket)} {onsubmit}>
            { type_field(&state) }
            { text_field(&state, props) }
            <p id="hint">{ "Ctrl+Enter to send" }</p>
            <button disabled={*state.is_sending}>{ "Add note" }</button>
            <p id="status" role="status">
                { state.problems.form.as_ref().unwrap_or(&state.status).clone() }
            </p>
        </form>
    }
}

fn type_field(state: &State) -> Html {
    let onchange = {
        let kind = state.kind.clone();
        move |event: Event| kind.set(event.target_unchecked_into::<HtmlSelectElement>().value())
    };
    let option = |(code, name): (&'static str, &'static str)| {
        html! { <option value={code} selected={*state.kind == code}>{ name }</option> }
    };
    html! {
        <>
            <label for="type">{ "Type" }</label>
            <select id="type" aria-required="true" aria-describedby="type-error" {onchange}>
                { option(("", "Choose a type")) }
                { for TYPES.into_iter().map(option) }
            </select>
            <p id="type-error" class="error">{ state.problems.kind.clone() }</p>
        </>
    }
}

fn text_field(state: &State, props: &FormProps) -> Html {
    let oninput = {
        let (state, ticket) = (state.clone(), props.ticket.clone());
        move |event: InputEvent| {
            let area: HtmlTextAreaElement = event.target_unchecked_into();
            state.typed(area.value(), &ticket);
        }
    };
    html! {
        <>
            <label for="text">{ "Note" }</label>
            <textarea
                id="text"
                rows="4"
                aria-required="true"
                aria-describedby="text-error counter hint"
                readonly={*state.is_sending}
                value={(*state.text).clone()}
                {oninput}
                onkeydown={key_pressed}
            />
            <p id="text-error" class="error">{ state.problems.text.clone() }</p>
            <p id="counter">{ counter(&state.text) }</p>
        </>
    }
}

fn key_pressed(event: KeyboardEvent) {
    let area: HtmlTextAreaElement = event.target_unchecked_into();
    let is_sending = event.key() == "Enter" && (event.ctrl_key() || event.meta_key());
    if let Some(form) = area.form().filter(|_| is_sending) {
        // A browser without `requestSubmit` does not send by key.
        let _ = form.request_submit();
    }
}
