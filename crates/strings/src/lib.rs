//! Text for people: one record of strings a language. A missing string does not compile.
//!
//! English is part of the widget. The program of this crate writes each other language to a file of
//! its own, as a list of texts in the order of the record; a widget reads such a list back.

mod ar;
mod de;
mod en;
mod es;
mod fr;
mod nl;
mod record;

pub use record::{Problems, Refusals, SettingsStrings, Strings};

/// What a form says that was given no other language, or a list of texts that is none.
pub static ENGLISH: Strings = en::STRINGS;

/// Every language: English, then the others.
pub static ALL: [&Strings; 6] =
    [&ENGLISH, &nl::STRINGS, &de::STRINGS, &fr::STRINGS, &es::STRINGS, &ar::STRINGS];

/// English.
impl Default for &'static Strings {
    fn default() -> Self {
        &ENGLISH
    }
}

#[cfg(test)]
mod tests;
