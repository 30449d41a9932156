//! The files that the program writes.

use crate::json;
use ticket_note_strings::{ALL, SIGN_IN, Strings, TICKET};

/// A file for the bundle step.
pub(crate) struct File {
    pub(crate) name: String,
    pub(crate) content: String,
}

/// Returns one file for each language, and one with the texts in all languages for each script that has its own.
pub(crate) fn all() -> impl Iterator<Item = File> {
    let sign_in = table("sign-in.json", SIGN_IN.map(|texts| texts.entries()));
    let ticket = table("ticket.json", TICKET.map(|texts| texts.entries()));
    ALL.into_iter().map(language).chain([sign_in, ticket])
}

/// The first row has the names of the texts, and each other row has the texts of a language.
fn table<const TEXTS: usize, const LANGUAGES: usize>(
    name: &str,
    languages: [[(&str, &str); TEXTS]; LANGUAGES],
) -> File {
    let names = languages.first().map(|texts| texts.map(|(name, _)| name));
    let rows = names.into_iter().chain(languages.map(|texts| texts.map(|(_, text)| text)));
    let rows: Vec<String> = rows.map(|row| json::array(&row)).collect();
    File { name: name.to_owned(), content: format!("[{}]", rows.join(",")) }
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
        assert_eq!(names[..6], languages);
        assert_eq!(names[6..], ["sign-in.json", "ticket.json"]);
    }

    #[test]
    fn the_texts_of_the_sign_in_follow_their_names() {
        let content = content("sign-in.json");
        assert!(content.starts_with(r#"[["lang","signIn","#), "{content}");
        assert!(content.contains(r#"],["nl","Aanmelden","#), "{content}");
    }

    #[test]
    fn the_sentences_about_the_ticket_follow_their_names() {
        let content = content("ticket.json");
        assert!(
            content.starts_with(r#"[["lang","sameText","absent","absentOn"],["en","A note "#),
            "{content}"
        );
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
