//! English is in the form; each other language is a file, which may not come.

use super::{DUTCH, ENGLISH, GERMAN, TEXT, opens, speaks};
use std::fs;
use ticket_note_e2e::{Site, Visit};

/// The files of languages that the page has asked for.
fn language_files(visit: &Visit) -> Vec<String> {
    visit.browser().runs(
        "return performance.getEntriesByType('resource').map(({ name }) => name.split('/').pop()) \
         .filter((name) => name.startsWith('strings-'))",
        Vec::new(),
    )
}

#[test]
fn a_language_whose_file_is_missing_is_english_and_works() {
    let site = Site::new();
    site.loses("strings-nl-", ".json");
    let visit = Visit::to(site, &[]);
    let form = opens(&visit);
    form.is_given("lang", "de");
    speaks(&visit, &GERMAN);
    form.is_given("lang", "nl");
    speaks(&visit, &ENGLISH);
    form.types(TEXT).presses("Add note").becomes("saved");
    assert_eq!(visit.sandbox().notes()[0].message, TEXT);
    visit.had_no_complaint();
}

#[test]
fn a_language_whose_file_is_no_list_of_texts_is_english_and_works() {
    let site = Site::new();
    let broken =
        [("nl", "<!doctype html>"), ("fr", r#"["fr","ltr""#), ("es", "{}"), ("ar", r#"["ar","rtl"]"#)];
    for (lang, file) in broken {
        fs::write(site.plain_file(&format!("strings-{lang}-"), ".json"), file).unwrap();
    }
    let visit = Visit::to(site, &[]);
    let form = opens(&visit);
    for (lang, _) in broken {
        form.is_given("lang", "de");
        speaks(&visit, &GERMAN);
        form.is_given("lang", lang);
        speaks(&visit, &ENGLISH);
        form.types(TEXT).presses("Add note").becomes("saved");
    }
    assert_eq!(visit.sandbox().notes().len(), broken.len());
    visit.had_no_complaint();
}

#[test]
fn english_loads_no_language_and_another_loads_its_own_only() {
    let visit = Visit::new();
    let form = opens(&visit);
    speaks(&visit, &ENGLISH);
    assert_eq!(language_files(&visit), [""; 0]);
    form.is_given("lang", "nl");
    speaks(&visit, &DUTCH);
    let files = language_files(&visit);
    assert_eq!(files.len(), 1, "{files:?}");
    assert!(files[0].starts_with("strings-nl-"), "{files:?}");
}
