//! English is built in. Every other language is a file, whose download may fail.

use super::{DUTCH, ENGLISH, GERMAN, TEXT, open_form, wait_for_language};
use std::fs;
use ticket_note_e2e::{Harness, Site};

/// Returns the names of the language files that the page has requested.
fn language_files(harness: &Harness) -> Vec<String> {
    harness.browser().execute(
        "return performance.getEntriesByType('resource').map(({ name }) => name.split('/').pop()) \
         .filter((name) => name.startsWith('strings-'))",
        Vec::new(),
    )
}

#[test]
fn a_missing_language_file_falls_back_to_english() {
    let site = Site::new();
    site.remove_file("strings-nl-", ".json");
    let harness = Harness::with_site(site, &[]);
    let form = open_form(&harness);
    form.set_property("lang", "de");
    wait_for_language(&harness, &GERMAN);
    form.set_property("lang", "nl");
    wait_for_language(&harness, &ENGLISH);
    form.type_text(TEXT).click_button("Add note").wait_for_state("saved");
    assert_eq!(harness.sandbox().notes()[0].message, TEXT);
    harness.assert_no_page_errors();
}

#[test]
fn an_invalid_language_file_falls_back_to_english() {
    let site = Site::new();
    let broken =
        [("nl", "<!doctype html>"), ("fr", r#"["fr","ltr""#), ("es", "{}"), ("ar", r#"["ar","rtl"]"#)];
    for (lang, file) in broken {
        fs::write(site.uncompressed_file(&format!("strings-{lang}-"), ".json"), file).unwrap();
    }
    let harness = Harness::with_site(site, &[]);
    let form = open_form(&harness);
    for (lang, _) in broken {
        form.set_property("lang", "de");
        wait_for_language(&harness, &GERMAN);
        form.set_property("lang", lang);
        wait_for_language(&harness, &ENGLISH);
        form.type_text(TEXT).click_button("Add note").wait_for_state("saved");
    }
    assert_eq!(harness.sandbox().notes().len(), broken.len());
    harness.assert_no_page_errors();
}

#[test]
fn only_the_language_in_use_is_loaded() {
    let harness = Harness::new();
    let form = open_form(&harness);
    wait_for_language(&harness, &ENGLISH);
    assert_eq!(language_files(&harness), [""; 0]);
    form.set_property("lang", "nl");
    wait_for_language(&harness, &DUTCH);
    let files = language_files(&harness);
    assert_eq!(files.len(), 1, "{files:?}");
    assert!(files[0].starts_with("strings-nl-"), "{files:?}");
}
