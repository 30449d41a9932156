//! The attributes as the page wrote them, and the settings that they resolve to.
//!
//! Attributes are text (docs/specification.md, section 4.1). They are resolved once, and their defaults
//! are here and nowhere else.

mod choices;
mod origin;
mod rejection;
mod types;

pub(crate) use choices::DraftMode;
pub(crate) use origin::{same_origin, web_page};
pub(crate) use rejection::{Reason, Rejection};

use crate::i18n::{self, Strings};
use crate::object::Properties;
use choices::{DENSITIES, THEMES};
use std::rc::Rc;
use std::str::FromStr;
use ticket_note_core::digits::parse_digits;
use ticket_note_core::note::{MAX_CHARS, MIN_CHARS, NoteType};
use ticket_note_core::problem::Problem;
use ticket_note_core::settings::{NoteSettings, Subject};
use ticket_note_core::wire::ENDPOINT;

/// The attributes of the element, and the strings of its language. An absent attribute is `None`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Attributes {
    /// `ticket-id`
    pub(crate) ticket_id: Option<String>,
    /// `user-id`
    pub(crate) user_id: Option<String>,
    /// `type`
    pub(crate) note_type: Option<String>,
    /// `types`
    pub(crate) types: Option<String>,
    /// `lock-type`
    pub(crate) lock_type: bool,
    /// `customer-types`
    pub(crate) customer_types: Option<String>,
    /// `endpoint`
    pub(crate) endpoint: Option<String>,
    /// `sign-in`
    pub(crate) sign_in: Option<String>,
    /// `ticket-url`
    pub(crate) ticket_url: Option<String>,
    /// `max-length`
    pub(crate) max_length: Option<String>,
    /// `theme`
    pub(crate) theme: Option<String>,
    /// `density`
    pub(crate) density: Option<String>,
    /// The type of the last note that this author added on this origin.
    pub(crate) remembered: Option<String>,
    /// `drafts`
    pub(crate) drafts: Option<String>,
    /// The strings of the language in force.
    pub(crate) strings: &'static Strings,
}

/// The settings of a form, resolved from its attributes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Settings {
    /// The settings that the rules of the form depend on.
    pub(crate) note: NoteSettings,
    /// The types of notes that the customer receives; `None` if the page does not say.
    pub(crate) customer_types: Option<Vec<NoteType>>,
    /// The address of the proxy: an absolute URL on the page's own origin.
    pub(crate) endpoint: String,
    /// The storage of drafts.
    pub(crate) drafts: DraftMode,
}

impl From<&Properties> for Attributes {
    /// Reads the attributes by the names of the element's properties.
    fn from(fields: &Properties) -> Self {
        Self {
            ticket_id: fields.text("ticketId"),
            user_id: fields.text("userId"),
            note_type: fields.text("type"),
            types: fields.text("types"),
            lock_type: fields.flag("lockType"),
            customer_types: fields.text("customerTypes"),
            endpoint: fields.text("endpoint"),
            sign_in: fields.text("signIn"),
            ticket_url: fields.text("ticketUrl"),
            max_length: fields.text("maxLength"),
            theme: fields.text("theme"),
            density: fields.text("density"),
            remembered: fields.text("remembered"),
            drafts: fields.text("drafts"),
            strings: i18n::strings(&fields.object("strings")),
        }
    }
}

impl Attributes {
    /// Resolves the attributes. `same_origin` returns the absolute form of a URL on the page's own
    /// origin, and `None` for any other URL. `web_page` does so for any URL with http or https.
    ///
    /// # Errors
    /// The first invalid attribute, in the order of the specification.
    pub(crate) fn resolve(
        &self,
        same_origin: impl Fn(&str) -> Option<String>,
        web_page: impl Fn(&str) -> Option<String>,
    ) -> Result<Settings, Rejection> {
        let ticket = self.ticket_id.as_deref().unwrap_or_default();
        let ticket = read("ticket-id", ticket)?;
        let author = self.user_id.as_deref().map(|id| read("user-id", id)).transpose()?;
        let preselected = self.note_type.as_deref().map(|code| read("type", code)).transpose()?;
        let offered = types::resolve(self.types.as_deref())?;
        self.check_preselected(preselected, &offered)?;
        let customer_types = self.customer_types.as_deref().map(types::customer).transpose()?;
        let own = |attribute: &'static str, url: &str, default: &str| {
            let given = Some(url).filter(|url| !url.is_empty()).unwrap_or(default);
            same_origin(given).ok_or_else(|| Rejection::new(attribute, url, Reason::NotSameOrigin))
        };
        let endpoint = own("endpoint", self.endpoint.as_deref().unwrap_or(ENDPOINT), "")?;
        // The element's script uses it. Without a value, the address is the proxy's own.
        own("sign-in", self.sign_in.as_deref().unwrap_or_default(), ENDPOINT)?;
        let page = |url: &str| {
            web_page(url).map(Rc::from).ok_or_else(|| Rejection::new("ticket-url", url, Reason::UnknownWord))
        };
        let ticket_url = self.ticket_url.as_deref().map(page).transpose()?;
        let max_chars = max_chars(self.max_length.as_deref())?;
        choices::index("theme", self.theme.as_deref(), &THEMES)?;
        choices::index("density", self.density.as_deref(), &DENSITIES)?;
        let modes = DraftMode::ALL;
        let drafts = modes[choices::index("drafts", self.drafts.as_deref(), &modes.map(DraftMode::value))?];
        let note = NoteSettings {
            subject: Subject { ticket, author },
            remembered: self
                .remembered
                .as_deref()
                .and_then(|code| code.parse().ok())
                .filter(|code| offered.contains(code)),
            offered,
            preselected,
            type_locked: self.lock_type,
            max_chars,
            ticket_url,
        };
        Ok(Settings { note, customer_types, endpoint, drafts })
    }

    fn check_preselected(
        &self,
        preselected: Option<NoteType>,
        offered: &[NoteType],
    ) -> Result<(), Rejection> {
        match preselected {
            Some(code) if !offered.contains(&code) => {
                Err(Rejection::new("type", code.code(), Reason::NotOffered))
            }
            None if self.lock_type => Err(Rejection::new("lock-type", "", Reason::NothingToLock)),
            _ => Ok(()),
        }
    }
}

fn read<T: FromStr<Err = Problem>>(attribute: &'static str, value: &str) -> Result<T, Rejection> {
    value.parse().map_err(|problem| Rejection::new(attribute, value, Reason::Value(problem)))
}

fn max_chars(value: Option<&str>) -> Result<usize, Rejection> {
    let Some(value) = value else { return Ok(MAX_CHARS) };
    let reason = |problem| Rejection::new("max-length", value, Reason::Value(problem));
    let chars = parse_digits(value).ok_or_else(|| reason(Problem::NotAnInteger))?;
    let is_allowed = |chars: &usize| (MIN_CHARS..=MAX_CHARS).contains(chars);
    usize::try_from(chars).ok().filter(is_allowed).ok_or_else(|| reason(Problem::OutOfRange))
}

#[cfg(test)]
mod tests;
