use crate::browser::Browser;
use crate::wait::wait_until;
use serde::Deserialize;
use serde_json::Value;
use thirtyfour::{Key, TypingData, WebElement};

const HOST: &str = "ticket-note";

/// The form on a page, as a user operates it: controls by role and name, with keyboard and mouse.
#[derive(Debug)]
pub struct Form<'a> {
    browser: &'a Browser,
}

/// What a control exposes about its value.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub struct ControlState {
    /// Whether `aria-invalid` is `true`.
    pub invalid: bool,
    /// Whether the control has the focus.
    pub focused: bool,
    /// The text of the elements that `aria-describedby` names.
    pub description: String,
}

impl<'a> Form<'a> {
    /// Waits until the form on the page has loaded or has failed.
    #[track_caller]
    pub(crate) fn on(browser: &'a Browser) -> Self {
        let form = Self { browser };
        wait_until("a loaded form", || form.state(), |state| !matches!(state.as_str(), "" | "loading"));
        form
    }

    /// Waits until the form on the page is drawn.
    #[track_caller]
    pub(crate) fn drawn_on(browser: &'a Browser) -> Self {
        wait_until("a drawn form", || browser.find_in_shadow(HOST, "textarea").len(), |&count| count == 1);
        Self { browser }
    }

    /// Selects a type by its name in the list.
    #[track_caller]
    pub fn select_type(&self, name: &str) -> &Self {
        let select = self.control("combobox", "Type");
        let option = self.browser.find_option(&select, name);
        self.browser.click(&option);
        self
    }

    /// Types into the text area.
    #[track_caller]
    pub fn type_text(&self, text: impl Into<TypingData>) -> &Self {
        self.browser.send_keys(&self.text_area(), text);
        self
    }

    /// Presses Ctrl+Enter in the text area.
    #[track_caller]
    pub fn press_ctrl_enter(&self) -> &Self {
        self.type_text(Key::Control + Key::Enter)
    }

    /// Clicks the button with this name.
    #[track_caller]
    pub fn click_button(&self, button: &str) -> &Self {
        self.wait_for_parts();
        self.browser.click(&self.control("button", button));
        self
    }

    /// Enters a form that the engine runs, and waits until its rendered parts are in the page: a control that
    /// was found before that may be replaced.
    #[track_caller]
    pub fn wait_for_parts(&self) -> &Self {
        let script = "const { state, shadowRoot } = document.querySelector('ticket-note'); \
             if (state === 'loading' || state === 'failed' || !shadowRoot.querySelector('.drawn')) return true; \
             const area = shadowRoot.querySelector('textarea'); \
             area.dispatchEvent(new FocusEvent('focusin', { bubbles: true, composed: true })); \
             return false";
        wait_until("the rendered parts", || self.browser.evaluate(script), |&are_placed: &bool| are_placed);
        self
    }

    /// Waits until the element's `state` has this value (docs/specification.md, section 4).
    #[track_caller]
    pub fn wait_for_state(&self, state: &str) -> &Self {
        wait_until(&format!("the state {state}"), || self.state(), |seen| seen == state);
        self
    }

    /// Waits until a live region contains this text.
    #[track_caller]
    pub fn wait_for_announcement(&self, text: &str) -> &Self {
        wait_until(
            &format!("“{text}” in a live region"),
            || self.announcements(),
            |announced| announced.contains(text),
        );
        self
    }

    /// Waits until the state of a control fulfils the condition, and returns that state.
    #[track_caller]
    pub fn wait_for_control(
        &self,
        role: &str,
        name: &str,
        condition: impl Fn(&ControlState) -> bool,
    ) -> ControlState {
        let control = self.control(role, name);
        wait_until(
            &format!("another state of the {role} “{name}”"),
            || self.control_state(&control),
            condition,
        )
    }

    /// Returns the text of all live regions.
    #[must_use]
    pub fn announcements(&self) -> String {
        self.browser.evaluate(
            "return [...document.querySelector('ticket-note').shadowRoot.querySelectorAll('[role=status], [role=alert]')] \
             .map((region) => region.textContent.trim()).join(' ')",
        )
    }

    /// Returns the element's `state`.
    #[must_use]
    pub fn state(&self) -> String {
        self.browser.evaluate("return document.querySelector('ticket-note')?.state ?? ''")
    }

    /// Returns the element's `value`.
    #[must_use]
    pub fn value(&self) -> String {
        self.browser.evaluate("return document.querySelector('ticket-note').value")
    }

    /// Sets a property of the element from the page.
    pub fn set_property(&self, property: &str, value: impl Into<Value>) -> &Self {
        self.browser.execute::<()>(
            "document.querySelector('ticket-note')[arguments[0]] = arguments[1]",
            vec![property.into(), value.into()],
        );
        self
    }

    /// Returns the names of the buttons below the text.
    #[must_use]
    pub fn buttons(&self) -> Vec<String> {
        self.browser.evaluate(
            "return [...document.querySelector('ticket-note').shadowRoot.querySelectorAll('[part=submit]')] \
             .map(({ textContent }) => textContent)",
        )
    }

    /// Returns the text area.
    #[track_caller]
    pub fn text_area(&self) -> WebElement {
        self.control("textbox", "Note")
    }

    /// Waits for the control with this role and name, and returns it.
    #[track_caller]
    pub fn control(&self, role: &str, name: &str) -> WebElement {
        wait_until(
            &format!("a {role} “{name}”"),
            || self.controls(role),
            |controls| controls.iter().any(|(_, found)| found == name),
        )
        .into_iter()
        .find_map(|(element, found)| (found == name).then_some(element))
        .expect("the control that the condition has found")
    }

    /// Returns the controls of a role with their accessible names.
    ///
    /// The selector only reduces the number of commands. The browser's computed role decides.
    fn controls(&self, role: &str) -> Vec<(WebElement, String)> {
        let selector = match role {
            "button" => "button, [role=button]",
            "combobox" => "select, [role=combobox]",
            "textbox" => "textarea, input, [role=textbox]",
            other => panic!("no control has the role {other}"),
        };
        let elements = self.browser.find_in_shadow(HOST, selector);
        let controls = elements.into_iter().filter_map(|element| {
            // A control may disappear between the two commands.
            let control = self.browser.role_and_name(&element).ok()?;
            (control.role == role).then_some((element, control.name))
        });
        controls.collect()
    }

    fn control_state(&self, control: &WebElement) -> ControlState {
        self.browser.execute(
            "const control = arguments[0]; const root = control.getRootNode(); \
             const ids = (control.getAttribute('aria-describedby') ?? '').split(' ').filter(Boolean); \
             return { \
               invalid: control.getAttribute('aria-invalid') === 'true', \
               focused: root.activeElement === control, \
               description: ids.map((id) => root.getElementById(id)?.textContent ?? '').join(' ').trim(), \
             }",
            vec![control.to_json().expect("an element")],
        )
    }
}
