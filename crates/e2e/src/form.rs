use crate::browser::{Browser, RoleAndName};
use crate::wait::wait_until;
use serde::Deserialize;
use serde_json::Value;
use thirtyfour::{Key, TypingData, WebElement};

const HOST: &str = "ticket-note";
const CONTROLS: &str = "select, textarea, button, [role]";

/// The widget on a page, as a person meets it: by role and name, with keys and mouse.
#[derive(Debug)]
pub struct Form<'a> {
    browser: &'a Browser,
}

/// What a control says of its value.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub struct ControlState {
    /// Whether it is marked as wrong.
    pub invalid: bool,
    /// Whether it has the focus.
    pub focused: bool,
    /// The text that describes it.
    pub description: String,
}

impl<'a> Form<'a> {
    /// Waits until the form on the page can be used, or says that it can't.
    #[track_caller]
    pub(crate) fn on(browser: &'a Browser) -> Self {
        let form = Self { browser };
        wait_until(
            "a widget that has loaded",
            || form.state(),
            |state| !matches!(state.as_str(), "" | "loading"),
        );
        form
    }

    /// Chooses a type by its name in the list.
    #[track_caller]
    pub fn select_type(&self, name: &str) -> &Self {
        let select = self.control("combobox", "Type");
        let option = self.browser.find_option(&select, name);
        self.browser.click(&option);
        self
    }

    /// Types into the note.
    #[track_caller]
    pub fn type_text(&self, text: impl Into<TypingData>) -> &Self {
        self.browser.send_keys(&self.text_area(), text);
        self
    }

    /// Presses Ctrl+Enter in the note.
    #[track_caller]
    pub fn press_ctrl_enter(&self) -> &Self {
        self.type_text(Key::Control + Key::Enter)
    }

    /// Clicks a button by its name.
    #[track_caller]
    pub fn click_button(&self, button: &str) -> &Self {
        self.browser.click(&self.control("button", button));
        self
    }

    /// Waits for a state (contract, section 4).
    #[track_caller]
    pub fn wait_for_state(&self, state: &str) -> &Self {
        wait_until(&format!("the state {state}"), || self.state(), |seen| seen == state);
        self
    }

    /// Waits until something is announced that contains this.
    #[track_caller]
    pub fn wait_for_announcement(&self, text: &str) -> &Self {
        wait_until(
            &format!("“{text}” in a live region"),
            || self.announcements(),
            |said| said.contains(text),
        );
        self
    }

    /// Waits for what a control says of its value.
    #[track_caller]
    pub fn wait_for_control(
        &self,
        role: &str,
        name: &str,
        is_so: impl Fn(&ControlState) -> bool,
    ) -> ControlState {
        let control = self.control(role, name);
        wait_until(&format!("another control on {name}"), || self.control_state(&control), is_so)
    }

    /// What is in the live regions.
    #[must_use]
    pub fn announcements(&self) -> String {
        self.browser.evaluate(
            "return [...document.querySelector('ticket-note').shadowRoot.querySelectorAll('[role=status], [role=alert]')] \
             .map((region) => region.textContent.trim()).join(' ')",
        )
    }

    /// The state that the element tells.
    #[must_use]
    pub fn state(&self) -> String {
        self.browser.evaluate("return document.querySelector('ticket-note')?.state ?? ''")
    }

    /// The text that the element tells.
    #[must_use]
    pub fn value(&self) -> String {
        self.browser.evaluate("return document.querySelector('ticket-note').value")
    }

    /// Sets a property of the element, as the page's author would.
    pub fn set_property(&self, property: &str, value: impl Into<Value>) -> &Self {
        self.browser.execute::<()>(
            "document.querySelector('ticket-note')[arguments[0]] = arguments[1]",
            vec![property.into(), value.into()],
        );
        self
    }

    /// The names of the buttons that can be pressed.
    #[must_use]
    pub fn buttons(&self) -> Vec<String> {
        let told = self.controls().into_iter().map(|(_, told)| told);
        told.filter(|told| told.role == "button").map(|told| told.name).collect()
    }

    /// The note's own control.
    #[track_caller]
    pub fn text_area(&self) -> WebElement {
        self.control("textbox", "Note")
    }

    /// The control with this role and this name, once it is there.
    #[track_caller]
    pub fn control(&self, role: &str, name: &str) -> WebElement {
        wait_until(
            &format!("a {role} “{name}”"),
            || self.controls(),
            |all| all.iter().any(|(_, told)| told.role == role && told.name == name),
        )
        .into_iter()
        .find_map(|(element, told)| (told.role == role && told.name == name).then_some(element))
        .expect("it was there")
    }

    fn controls(&self) -> Vec<(WebElement, RoleAndName)> {
        let elements = self.browser.find_in_shadow(HOST, CONTROLS);
        let told = elements.into_iter().map(|element| {
            let told = self.browser.role_and_name(&element).ok()?;
            Some((element, told))
        });
        // What has gone since it was found is not there.
        told.flatten().collect()
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
