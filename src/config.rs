//! The config as the page wrote it, and the settings that come of it.
//!
//! Everything is text here, as in the attributes of section 4 of the contract. It is resolved once,
//! and the defaults stand here and nowhere else.

mod choices;
mod origin;
mod rejection;
mod types;

pub use choices::DraftMode;
pub use origin::same_origin;
pub use rejection::{Reason, Rejection};
pub use types::OfferedType;

use crate::i18n::{self, Strings};
use crate::object::Properties;
use choices::Theme;
use std::str::FromStr;
use ticket_note_core::note::{MAX_CHARS, MIN_CHARS, NoteType};
use ticket_note_core::problem::Problem;
use ticket_note_core::settings::{NoteSettings, Subject};
use ticket_note_core::wire::ENDPOINT;

/// The attributes of the element, `None` where one is absent, and what came with them.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Config {
    /// `ticket-id`
    pub ticket_id: Option<String>,
    /// `user-id`
    pub user_id: Option<String>,
    /// `type`
    pub note_type: Option<String>,
    /// `types`
    pub types: Option<String>,
    /// `lock-type`
    pub lock_type: bool,
    /// `endpoint`
    pub endpoint: Option<String>,
    /// `max-length`
    pub max_length: Option<String>,
    /// `theme`
    pub theme: Option<String>,
    /// `drafts`
    pub drafts: Option<String>,
    /// What the language in force says, as the element found it.
    pub strings: &'static Strings,
}

/// What the page asks for, checked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Settings {
    /// What the rules need to know.
    pub note: NoteSettings,
    /// The types to choose from, in order, with the page's names for them.
    pub types: Vec<OfferedType>,
    /// Where notes are posted: an absolute URL on the page's own origin.
    pub endpoint: String,
    /// Where drafts are kept.
    pub drafts: DraftMode,
}

impl From<&Properties> for Config {
    /// Reads the config by the names of the element's properties.
    fn from(fields: &Properties) -> Self {
        Self {
            ticket_id: fields.text("ticketId"),
            user_id: fields.text("userId"),
            note_type: fields.text("type"),
            types: fields.text("types"),
            lock_type: fields.flag("lockType"),
            endpoint: fields.text("endpoint"),
            max_length: fields.text("maxLength"),
            theme: fields.text("theme"),
            drafts: fields.text("drafts"),
            strings: i18n::strings(fields.texts("strings")),
        }
    }
}

impl Config {
    /// Checks every attribute. `same_origin` resolves a URL that is on the page's own origin, and
    /// has an answer for no other.
    ///
    /// # Errors
    /// The first attribute, in the order of section 4, that is not acceptable.
    pub fn resolve(&self, same_origin: impl Fn(&str) -> Option<String>) -> Result<Settings, Rejection> {
        let ticket = self.ticket_id.as_deref().unwrap_or_default();
        let ticket = read("ticket-id", ticket)?;
        let author = self.user_id.as_deref().map(|id| read("user-id", id)).transpose()?;
        let preselected = self.note_type.as_deref().map(|code| read("type", code)).transpose()?;
        let types = types::resolve(self.types.as_deref())?;
        let offered: Vec<NoteType> = types.iter().map(|offered| offered.note_type).collect();
        self.check_preselected(preselected, &offered)?;
        let endpoint = self.endpoint.as_deref();
        let endpoint = same_origin(endpoint.unwrap_or(ENDPOINT))
            .ok_or_else(|| Rejection::new("endpoint", endpoint.unwrap_or_default(), Reason::NotSameOrigin))?;
        let max_chars = max_chars(self.max_length.as_deref())?;
        choices::read::<Theme>("theme", self.theme.as_deref())?;
        let drafts = choices::read("drafts", self.drafts.as_deref())?;
        let note = NoteSettings {
            subject: Subject { ticket, author },
            offered,
            preselected,
            type_locked: self.lock_type,
            max_chars,
        };
        Ok(Settings { note, types, endpoint, drafts })
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
    if value.is_empty() || !value.bytes().all(|byte| byte.is_ascii_digit()) {
        return Err(reason(Problem::NotAnInteger));
    }
    match value.parse() {
        Ok(chars) if (MIN_CHARS..=MAX_CHARS).contains(&chars) => Ok(chars),
        _ => Err(reason(Problem::OutOfRange)),
    }
}

#[cfg(test)]
mod tests;
