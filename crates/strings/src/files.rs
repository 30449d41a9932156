//! The files that the program writes.

use crate::json;
use ticket_note_strings::{ALL, ENGLISH, Strings};

/// A file for the bundle step.
pub(crate) struct File {
    pub(crate) name: String,
    pub(crate) content: String,
}

/// Returns the failure sentences in English, then one file for each other language.
pub(crate) fn all() -> impl Iterator<Item = File> {
    let others = ALL.into_iter().filter(|strings| strings.lang != ENGLISH.lang);
    [failures()].into_iter().chain(others.map(language))
}

/// Returns the sentences that the bundle step inserts into the element's script. The script shows
/// them if it can load neither the module nor a language.
fn failures() -> File {
    File { name: String::from("failures.json"), content: json::array(&ENGLISH.failure_sentences()) }
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
    fn every_language_but_english_has_a_file() {
        let names: Vec<_> = all().map(|file| file.name).collect();
        let languages = ["nl", "de", "fr", "es", "ar"].map(|lang| format!("strings-{lang}.json"));
        assert_eq!(names[0], "failures.json");
        assert_eq!(names[1..], languages);
    }

    #[test]
    fn the_failures_file_has_the_two_english_sentences() {
        let expected = format!(r#"["{}","{}"]"#, ENGLISH.cannot_run, ENGLISH.has_stopped);
        assert_eq!(content("failures.json"), expected);
    }

    #[test]
    fn a_language_file_has_the_texts_in_the_records_order() {
        for strings in ALL.into_iter().skip(1) {
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
