//! The part of a drawn form that stays: the form element, the labels, the list of types, and the text area.
//! The engine keeps these elements, so that the user's input, caret, focus, undo history and IME composition
//! are preserved (docs/decisions/0010-drawn-first.md).

use crate::i18n::{Strings, fill_number};
use std::cell::Cell;
use ticket_note_core::note::TicketId;
use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlSelectElement, HtmlTextAreaElement, ShadowRoot};

/// The elements of the drawn form that the engine keeps.
#[derive(Clone, Debug)]
pub(crate) struct Shell {
    form: Element,
    list: HtmlSelectElement,
    area: HtmlTextAreaElement,
    /// Whether the type and the text are marked as invalid.
    marks: Cell<[bool; 2]>,
}

impl Shell {
    /// Finds the elements in a shadow root.
    pub(crate) fn of(root: &ShadowRoot) -> Option<Self> {
        let find = |selector| root.query_selector(selector).ok()?;
        Some(Self {
            form: find("form")?,
            list: find("select")?.unchecked_into(),
            area: find("textarea")?.unchecked_into(),
            marks: Cell::default(),
        })
    }

    /// Finds an element of the form.
    pub(crate) fn find(&self, selector: &str) -> Option<Element> {
        self.form.query_selector(selector).ok()?
    }

    /// Returns the list of types.
    pub(crate) const fn list(&self) -> &HtmlSelectElement {
        &self.list
    }

    /// Returns the text area.
    pub(crate) const fn area(&self) -> &HtmlTextAreaElement {
        &self.area
    }

    /// Returns whether the form shows this language.
    pub(crate) fn is_in(&self, strings: &Strings) -> bool {
        self.form.get_attribute("lang").as_deref() == Some(strings.lang)
    }

    /// Sets the names of the form and of its fields in the current language. Without a ticket, the form has
    /// the name of the text.
    pub(crate) fn name(&self, ticket: Option<TicketId>, strings: &Strings) {
        let name =
            ticket.map_or(strings.note_label.to_owned(), |ticket| fill_number(strings.form, ticket.get()));
        set(&self.form, "aria-label", &name);
        if set(&self.form, "lang", strings.lang) {
            set(&self.form, "dir", strings.dir);
            for (label, name) in [("[for=type]", strings.type_label), ("[for=text]", strings.note_label)] {
                if let Some(label) = self.find(label) {
                    label.set_text_content(Some(name));
                }
            }
        }
    }

    /// Sets whether the text is tinted, because only the team sees the note.
    pub(crate) fn tint(&self, is_for_team: bool) {
        // The name of the attribute is valid, so the call does not throw.
        let _ = self.form.toggle_attribute_with_force("data-team", is_for_team);
    }

    /// Sets whether the user can change the type and the text.
    pub(crate) fn lock(&self, is_type_locked: bool, is_text_locked: bool) {
        self.list.set_disabled(is_type_locked);
        self.area.set_read_only(is_text_locked);
    }

    /// Sets whether the type and the text are marked as invalid. A mark that did not change stays as it is:
    /// `static/templates.js` marks the text, too.
    pub(crate) fn mark(&self, is_type_invalid: bool, is_text_invalid: bool) {
        let marks = [is_type_invalid, is_text_invalid];
        if self.marks.replace(marks) == marks {
            return;
        }
        set(&self.list, "aria-invalid", if is_type_invalid { "true" } else { "false" });
        set(&self.area, "aria-invalid", if is_text_invalid { "true" } else { "false" });
    }
}

/// Sets an attribute, unless it already has the value: a page may observe the form, and change the element in
/// response. Returns whether the value changed.
fn set(element: &Element, attribute: &str, value: &str) -> bool {
    let is_new = element.get_attribute(attribute).as_deref() != Some(value);
    // The name of the attribute is valid, so the call does not throw.
    is_new && element.set_attribute(attribute, value).is_ok()
}
