//! The files that the program writes.

use crate::json;
use ticket_note_strings::{ALL, Strings};

/// A file for the bundle step.
pub(crate) struct File {
    pub(crate) name: String,
    pub(crate) content: String,
}

/// Returns one file for each language.
pub(crate) fn all() -> impl Iterator<Item = File> {
    ALL.into_iter().map(language)
}

fn language(strings: &Strings) -> File {
    File { name: format!("strings-{}.json", strings.lang), content: json::array(&strings.texts()) }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn content(name: &str) -> String {
        all().find(|file| file.name == name).unwrap().content
    }

    #[test]
    fn every_language_has_a_file() {
        let names: Vec<_> = all().map(|file| file.name).collect();
        let languages = ["en", "nl", "de", "fr", "es", "ar"].map(|lang| format!("strings-{lang}.json"));
        assert_eq!(names, languages);
    }

    #[test]
    fn a_language_file_has_the_texts_in_the_records_order() {
        for strings in ALL {
            let beginning = format!(
                r#"["{}","{}","{}","{}","#,
                strings.lang, strings.dir, strings.cannot_run, strings.has_stopped
            );
            let content = content(&format!("strings-{}.json", strings.lang));
            assert!(content.starts_with(&beginning), "{content}");
            assert!(content.ends_with(&format!(r#","{}"]"#, strings.settings.unknown_word)), "{content}");
        }
    }
}
