//! The interface between the element's script and the form: one handle for each element.

use crate::host::Host;
use crate::mounted_form::MountedForm;
use crate::object::Properties;
use crate::settings::Attributes;
use crate::shell::Shell;
use crate::storage::{self, Environment, Memory};
use crate::text_area;
use js_sys::{Function, JsString};
use std::cell::RefCell;
use std::rc::Rc;
use ticket_note_core::attempt::Caller;
use ticket_note_core::state::Action;
use wasm_bindgen::prelude::*;
use web_sys::{EventTarget, ShadowRoot, StorageEvent};

/// The form of one element. It renders only while it is mounted. The element's script frees it when
/// the element is removed, unless the form still holds text or a request in flight.
///
/// Methods take effect at once: when one returns, the form has the new text, settings or request.
/// The next render shows the change, and then the element's events are dispatched.
#[wasm_bindgen]
#[derive(Debug)]
pub struct NoteForm {
    host: Host,
    mounted: RefCell<Option<Rc<MountedForm>>>,
}

#[wasm_bindgen]
impl NoteForm {
    /// Creates the form of an element.
    #[wasm_bindgen(constructor)]
    #[must_use]
    pub fn new(environment: Environment) -> Self {
        storage::remove_old_drafts(&environment);
        Self { host: Host::new(environment), mounted: RefCell::default() }
    }

    /// Takes over the form that the element's script drew into the shadow root of `element`. Events are
    /// dispatched there. The drawn parts stay until a render.
    ///
    /// `has_text` means that the user or the page wrote into the text area while the form was not mounted.
    /// `is_reset` means that the page reset the form before that.
    /// `prefers_draft` means that a draft takes precedence over that text.
    ///
    /// The form holds the element only while it is mounted or a request is in flight. The browser
    /// can then free a removed element.
    ///
    /// # Errors
    /// If there is no drawn form.
    pub fn mount(
        &self,
        element: EventTarget,
        shadow: &ShadowRoot,
        attributes: JsValue,
        has_text: bool,
        is_reset: bool,
        prefers_draft: bool,
    ) -> Result<(), JsValue> {
        self.unmount();
        let shell = Shell::of(shadow).ok_or(JsValue::UNDEFINED)?;
        let text = has_text.then(|| text_area::value(shell.area()));
        let attributes = Attributes::from(&Properties(attributes));
        self.host.attach(element);
        let form = MountedForm::new(self.host.clone(), shell, &attributes);
        self.mounted.replace(Some(form.clone()));
        form.begin(text, is_reset, !prefers_draft || is_reset);
        Ok(())
    }

    /// Renders the drawn parts, because the user entered the form: a screen reader must know the live regions
    /// before they change.
    pub fn enter(&self) {
        self.with(MountedForm::enter);
    }

    /// Dispatches `note-ready`, unless the next render does. Called in a task after `mount`, so that no
    /// listener runs during it.
    pub fn announce(&self) {
        self.with(MountedForm::announce_drawn);
    }

    /// Removes the form from the page. A request in flight continues, and its outcome is reported.
    /// Returns whether the handle still holds text or a request in flight. If not, it can be freed.
    pub fn unmount(&self) -> bool {
        if let Some(form) = self.mounted.take() {
            form.end();
        }
        !self.host.is_empty()
    }

    /// Applies changed attributes. Text, caret and focus stay.
    pub fn configure(&self, attributes: JsValue) {
        self.with(|form| form.configure(Attributes::from(&Properties(attributes))));
    }

    /// Sends the note, as the button does, or joins the request in flight. Calls `settle` once with the
    /// outcome: `saved`, `refused`, `unknown`, `invalid` or `cancelled`.
    pub fn submit(&self, settle: Function) {
        match self.form() {
            Some(form) => form.submit(Some(settle)),
            None => {
                self.host.settle(settle, "cancelled");
                self.host.flush();
            }
        }
    }

    /// Clears the form and discards its draft, unless a request is in flight. A form that is not
    /// mounted loses its text at once, and its draft when it is mounted again. Returns whether no
    /// request is in flight.
    pub fn reset(&self) -> bool {
        if self.with(MountedForm::reset).is_none() {
            self.host.clear_text();
        }
        !self.host.has_request()
    }

    /// Returns the text. While the form is not mounted, that is its last text, unless the text was
    /// added.
    #[wasm_bindgen(getter)]
    #[must_use]
    pub fn value(&self) -> JsString {
        self.with(MountedForm::text).unwrap_or_else(|| self.host.text().into())
    }

    /// Updates the state after the user changed the text.
    pub fn typed(&self) {
        self.with(MountedForm::typed);
    }

    /// Updates the state after the user chose a type.
    pub fn chosen(&self) {
        self.with(MountedForm::chosen);
    }

    /// Acts on a press of the button with this id. `clicks` is the number of clicks in a row: the second one of
    /// a double click was meant for the button that the first one replaced.
    pub fn press(&self, id: &JsString, clicks: u32) {
        if clicks < 2 {
            self.with(|form| form.press(&String::from(id)));
        }
    }

    /// Tells the user that a note cannot hold a file.
    #[wasm_bindgen(js_name = refuseFile)]
    pub fn refuse_file(&self) {
        self.with(MountedForm::refuse_file);
    }

    /// Applies what the proxy knows about an unknown attempt: Omnidesk's message if the note was added, or
    /// nothing if the note did not arrive.
    pub fn checked(&self, attempt: &JsString, message: Option<JsString>) {
        self.with(|form| form.checked(&String::from(attempt), message.map(String::from)));
    }

    /// Applies the caller that a response named, as a digest: an attempt of another one has no status.
    pub fn seen(&self, caller: u32) {
        self.with(|form| form.dispatch(Action::CallerSeen(Caller(caller))));
    }

    /// Writes the text of a mounted form.
    #[wasm_bindgen(setter)]
    pub fn set_value(&self, text: &JsString) {
        self.with(|form| form.write(text));
    }

    /// Returns the name of the state that the page sees: one of those of `note-change`, or `loading`
    /// before the first render.
    #[wasm_bindgen(getter)]
    #[must_use]
    pub fn state(&self) -> String {
        self.with(MountedForm::shown_state).flatten().unwrap_or("loading").to_owned()
    }

    /// Returns whether the form holds a note that can be sent.
    #[wasm_bindgen(js_name = checkValidity)]
    #[must_use]
    pub fn check_validity(&self) -> bool {
        self.with(MountedForm::is_valid).unwrap_or_default()
    }

    /// Saves the draft at once, because the page may end.
    pub fn save(&self) {
        self.with(MountedForm::save);
    }

    /// Applies a change of a draft by another window: the one that a storage event is about or, without an event,
    /// any that was made while the page was hidden.
    pub fn compare(&self, event: Option<StorageEvent>) {
        self.with(|form| form.compare_drafts(event));
    }

    /// Discards the drafts that elements hold in memory, including elements outside the page.
    #[wasm_bindgen(js_name = forgetAll)]
    pub fn forget_all() {
        Memory::clear_all();
    }
}

impl NoteForm {
    fn form(&self) -> Option<Rc<MountedForm>> {
        self.mounted.borrow().clone()
    }

    fn with<T>(&self, act: impl FnOnce(&MountedForm) -> T) -> Option<T> {
        self.form().map(|form| act(&form))
    }
}

impl Drop for NoteForm {
    fn drop(&mut self) {
        self.unmount();
    }
}
