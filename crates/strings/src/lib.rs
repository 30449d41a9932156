//! The text of the form: one [`Strings`] record for each language. A missing text does not compile.
//!
//! English is compiled into the widget. The program of this crate writes every other language to a
//! file, as the list of its [texts](Strings::texts). The widget turns such a list back into a
//! record with [`Strings::from_texts`].

mod ar;
mod de;
mod en;
mod es;
mod fr;
mod nl;
mod record;
mod sign_in;
mod ticket;

pub use record::{Problems, Refusals, SettingsStrings, Strings};
pub use sign_in::{SIGN_IN, SignInTexts};
pub use ticket::{TICKET, TicketTexts};

/// The English record, which is also the fallback for a language that is not available.
pub static ENGLISH: Strings = en::STRINGS;

/// The records of all languages: English first, then the languages that have a file.
pub static ALL: [&Strings; 6] =
    [&ENGLISH, &nl::STRINGS, &de::STRINGS, &fr::STRINGS, &es::STRINGS, &ar::STRINGS];

/// The index, in a record's [texts](Strings::texts), of the first of the two sentences for a form that could
/// not start and for a form that stopped.
///
/// The element's script reads them there from a language's file when the module cannot do so.
pub const FAILURES_AT: usize = 2;

/// English is the default.
impl Default for &'static Strings {
    fn default() -> Self {
        &ENGLISH
    }
}

#[cfg(test)]
mod tests;
