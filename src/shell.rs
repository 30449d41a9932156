//! The part of a drawn form that stays after the hand-over: the form element, the label of the text, and the
//! text area. The engine keeps these elements, so that the user's text, caret, focus, undo history and IME
//! composition are preserved (docs/decisions/0010-drawn-first.md).

use crate::i18n::{Strings, fill_number};
use ticket_note_core::note::TicketId;
use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlTextAreaElement, ShadowRoot};

/// The elements of the drawn form that the engine keeps.
#[derive(Clone, Debug)]
pub(crate) struct Shell {
    form: Element,
    label: Element,
    area: HtmlTextAreaElement,
}

impl Shell {
    /// Finds the elements in a shadow root.
    pub(crate) fn of(root: &ShadowRoot) -> Option<Self> {
        let find = |selector| root.query_selector(selector).ok()?;
        Some(Self {
            form: find("form")?,
            label: find("[for=text]")?,
            area: find("textarea")?.unchecked_into(),
        })
    }

    /// Finds an element of the form.
    pub(crate) fn find(&self, selector: &str) -> Option<Element> {
        self.form.query_selector(selector).ok()?
    }

    /// Returns the text area.
    pub(crate) const fn area(&self) -> &HtmlTextAreaElement {
        &self.area
    }

    /// Sets the names of the form and of the text in the current language. Without a ticket, the form has
    /// the name of the text.
    pub(crate) fn name(&self, ticket: Option<TicketId>, strings: &Strings) {
        let name =
            ticket.map_or(strings.note_label.to_owned(), |ticket| fill_number(strings.form, ticket.get()));
        set(&self.form, "aria-label", &name);
        if set(&self.form, "lang", strings.lang) {
            set(&self.form, "dir", strings.dir);
            self.label.set_text_content(Some(strings.note_label));
        }
    }

    /// Sets whether the text area is read-only, and whether it is marked as invalid.
    pub(crate) fn mark(&self, is_read_only: bool, is_invalid: bool) {
        self.area.set_read_only(is_read_only);
        set(&self.area, "aria-invalid", if is_invalid { "true" } else { "false" });
    }
}

/// Sets an attribute, unless it already has the value: a page may observe the form, and change the element in
/// response. Returns whether the value changed.
fn set(element: &Element, attribute: &str, value: &str) -> bool {
    let is_new = element.get_attribute(attribute).as_deref() != Some(value);
    // The name of the attribute is valid, so the call does not throw.
    is_new && element.set_attribute(attribute, value).is_ok()
}
