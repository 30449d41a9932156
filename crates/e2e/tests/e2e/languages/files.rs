//! English is in the form; each other language is a file, which may not come.

use super::{DUTCH, ENGLISH, GERMAN, TEXT, opens, speaks};
use std::fs;
use std::path::PathBuf;
use ticket_note_e2e::{Site, Visit};

/// The files of languages that the page has asked for.
fn language_files(visit: &Visit) -> Vec<String> {
    visit.browser().runs(
        "return performance.getEntriesByType('resource').map(({ name }) => name.split('/').pop()) \
         .filter((name) => name.startsWith('strings-'))",
        Vec::new(),
    )
}

/// A language's file and its compressed twins.
fn files_of(site: &Site, lang: &str) -> Vec<PathBuf> {
    let paths = fs::read_dir(site.path()).unwrap().map(|entry| entry.unwrap().path());
    let start = format!("strings-{lang}-");
    let found: Vec<_> =
        paths.filter(|path| path.file_name().unwrap().to_str().unwrap().starts_with(&start)).collect();
    assert_eq!(found.len(), 3, "the file, .br and .gz");
    found
}

#[test]
fn a_language_whose_file_is_missing_is_english_and_works() {
    let site = Site::new();
    files_of(&site, "nl").into_iter().for_each(|path| fs::remove_file(path).unwrap());
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
        let paths = files_of(&site, lang);
        paths.iter().for_each(|path| fs::remove_file(path).unwrap());
        let plain = paths.iter().find(|path| path.extension().is_some_and(|kind| kind == "json"));
        fs::write(plain.unwrap(), file).unwrap();
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
