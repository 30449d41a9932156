use crate::browser::{Browser, Told};
use crate::patience::until;
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
pub struct Verdict {
    /// Whether it is marked as wrong.
    pub invalid: bool,
    /// Whether it has the focus.
    pub focused: bool,
    /// The text that describes it.
    pub described: String,
}

impl<'a> Form<'a> {
    /// Waits until the form on the page can be used, or says that it can't.
    #[track_caller]
    pub(crate) fn on(browser: &'a Browser) -> Self {
        let form = Self { browser };
        until("a widget that has loaded", || form.state(), |state| !matches!(state.as_str(), "" | "loading"));
        form
    }

    /// Chooses a type by its name in the list.
    #[track_caller]
    pub fn chooses(&self, name: &str) -> &Self {
        let select = self.control("combobox", "Type");
        let option = self.browser.option(&select, name);
        self.browser.clicks(&option);
        self
    }

    /// Types into the note.
    #[track_caller]
    pub fn types(&self, text: impl Into<TypingData>) -> &Self {
        self.browser.types(&self.note(), text);
        self
    }

    /// Presses Ctrl+Enter in the note.
    #[track_caller]
    pub fn presses_ctrl_enter(&self) -> &Self {
        self.types(Key::Control + Key::Enter)
    }

    /// Clicks a button by its name.
    #[track_caller]
    pub fn presses(&self, button: &str) -> &Self {
        self.browser.clicks(&self.control("button", button));
        self
    }

    /// Waits for a state (contract, section 4).
    #[track_caller]
    pub fn becomes(&self, state: &str) -> &Self {
        until(&format!("the state {state}"), || self.state(), |seen| seen == state);
        self
    }

    /// Waits until something is announced that contains this.
    #[track_caller]
    pub fn says(&self, text: &str) -> &Self {
        until(&format!("“{text}” in a live region"), || self.announced(), |said| said.contains(text));
        self
    }

    /// Waits for what a control says of its value.
    #[track_caller]
    pub fn judges(&self, role: &str, name: &str, is_so: impl Fn(&Verdict) -> bool) -> Verdict {
        let control = self.control(role, name);
        until(&format!("another verdict on {name}"), || self.verdict(&control), is_so)
    }

    /// What is in the live regions.
    #[must_use]
    pub fn announced(&self) -> String {
        self.browser.reads(
            "return [...document.querySelector('ticket-note').shadowRoot.querySelectorAll('[role=status], [role=alert]')] \
             .map((region) => region.textContent.trim()).join(' ')",
        )
    }

    /// The state that the element tells.
    #[must_use]
    pub fn state(&self) -> String {
        self.browser.reads("return document.querySelector('ticket-note')?.state ?? ''")
    }

    /// The text that the element tells.
    #[must_use]
    pub fn value(&self) -> String {
        self.browser.reads("return document.querySelector('ticket-note').value")
    }

    /// Sets a property of the element, as the page's author would.
    pub fn is_given(&self, property: &str, value: impl Into<Value>) -> &Self {
        self.browser.runs::<()>(
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
    pub fn note(&self) -> WebElement {
        self.control("textbox", "Note")
    }

    /// The control with this role and this name, once it is there.
    #[track_caller]
    pub fn control(&self, role: &str, name: &str) -> WebElement {
        until(
            &format!("a {role} “{name}”"),
            || self.controls(),
            |all| all.iter().any(|(_, told)| told.role == role && told.name == name),
        )
        .into_iter()
        .find_map(|(element, told)| (told.role == role && told.name == name).then_some(element))
        .expect("it was there")
    }

    fn controls(&self) -> Vec<(WebElement, Told)> {
        let elements = self.browser.in_shadow(HOST, CONTROLS);
        let told = elements.into_iter().map(|element| {
            let told = self.browser.tells(&element).ok()?;
            Some((element, told))
        });
        // What has gone since it was found is not there.
        told.flatten().collect()
    }

    fn verdict(&self, control: &WebElement) -> Verdict {
        self.browser.runs(
            "const control = arguments[0]; const root = control.getRootNode(); \
             const ids = (control.getAttribute('aria-describedby') ?? '').split(' ').filter(Boolean); \
             return { \
               invalid: control.getAttribute('aria-invalid') === 'true', \
               focused: root.activeElement === control, \
               described: ids.map((id) => root.getElementById(id)?.textContent ?? '').join(' ').trim(), \
             }",
            vec![control.to_json().expect("an element")],
        )
    }
}
