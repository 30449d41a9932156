use super::{ALL, ENGLISH, FAILURES_AT, SIGN_IN, Strings, TICKET};

/// Texts that are correctly the same in English and another language.
const SAME_AS_ENGLISH: [(&str, &str); 3] = [("nl", "Type"), ("fr", "Type"), ("fr", "Note")];

/// Returns every text of the other languages: its language, the text, and the English text.
fn beside_english() -> impl Iterator<Item = (&'static str, &'static str, &'static str)> {
    ALL.into_iter().skip(1).flat_map(|strings| {
        let pairs = strings.texts().into_iter().zip(ENGLISH.texts());
        pairs.map(|(text, english)| (strings.lang, text, english))
    })
}

fn owned(strings: &Strings) -> Vec<String> {
    strings.texts().into_iter().map(String::from).collect()
}

#[test]
fn a_text_has_as_many_placeholders_as_in_english() {
    for (lang, text, english) in beside_english() {
        assert_eq!(text.matches("{}").count(), english.matches("{}").count(), "{lang}: {text}");
    }
}

#[test]
fn only_one_text_has_two_placeholders_and_none_another_brace() {
    for strings in ALL {
        let several = strings.texts().into_iter().filter(|text| text.matches("{}").count() > 1);
        assert_eq!(several.collect::<Vec<_>>(), [strings.added_to]);
    }
    for text in ALL.into_iter().flat_map(|strings| strings.texts()) {
        assert!(!text.replace("{}", "").contains(['{', '}']), "{text}");
    }
}

#[test]
fn no_text_is_empty_or_begins_or_ends_with_space() {
    for text in ALL.into_iter().flat_map(|strings| strings.texts()) {
        assert!(!text.is_empty());
        assert_eq!(text.trim(), text);
    }
}

#[test]
fn every_text_is_translated() {
    let is_missing = |&(lang, text, english): &(&str, &str, &str)| {
        text == english && text != "ltr" && !SAME_AS_ENGLISH.contains(&(lang, text))
    };
    let missing: Vec<_> = beside_english().filter(is_missing).map(|(lang, text, _)| (lang, text)).collect();
    assert!(missing.is_empty(), "translate these texts, or add them to SAME_AS_ENGLISH: {missing:?}");
}

#[test]
fn a_text_ends_with_the_punctuation_of_english() {
    let end = |text: &str| text.chars().next_back().filter(|last| ['.', '…'].contains(last));
    for (lang, text, english) in beside_english() {
        assert_eq!(end(text), end(english), "{lang}: {text}");
    }
}

#[test]
fn only_arabic_is_written_from_right_to_left() {
    for strings in ALL {
        assert_eq!(strings.dir, if strings.lang == "ar" { "rtl" } else { "ltr" });
    }
}

#[test]
fn the_languages_are_those_of_the_specification() {
    assert_eq!(ALL.map(|strings| strings.lang), ["en", "nl", "de", "fr", "es", "ar"]);
}

#[test]
fn the_texts_of_a_record_make_that_record_again() {
    for strings in ALL {
        assert_eq!(Strings::from_texts(owned(strings)).unwrap().texts(), strings.texts());
    }
}

#[test]
fn a_list_of_the_wrong_length_makes_no_record() {
    let mut texts = owned(&ENGLISH);
    texts.push(String::new());
    assert_eq!(Strings::from_texts(texts.clone()), None);
    texts.truncate(texts.len() - 2);
    assert_eq!(Strings::from_texts(texts), None);
    assert_eq!(Strings::from_texts(Vec::new()), None);
}

#[test]
fn the_failure_sentences_are_the_third_and_fourth_text() {
    for strings in ALL {
        assert_eq!(strings.texts()[FAILURES_AT..][..2], [strings.cannot_run, strings.has_stopped]);
    }
}

#[test]
fn the_script_finds_the_failure_sentences_at_index_two() {
    assert_eq!(FAILURES_AT, 2, "static/embed/failure.js reads them there");
}

#[test]
fn no_sentence_contains_a_code() {
    for text in ALL.into_iter().flat_map(|strings| strings.texts()) {
        assert!(!text.contains(['_', '<', '`']), "{text}");
        assert!(!["API", "HTTP", "Wasm", "JSON"].iter().any(|word| text.contains(word)), "{text}");
    }
}

#[test]
fn omnidesk_is_named_where_it_is_named_in_english() {
    for (lang, text, english) in beside_english() {
        assert_eq!(text.contains("Omnidesk"), english.contains("Omnidesk"), "{lang}: {text}");
    }
}

/// Asserts that every language has its own texts, which are built like the English ones.
#[track_caller]
fn assert_translated<const TEXTS: usize>(languages: [[(&str, &str); TEXTS]; 6]) {
    let [english, others @ ..] = languages;
    assert_eq!(languages.map(|texts| texts[0]), ALL.map(|strings| ("lang", strings.lang)));
    for texts in others {
        for ((name, text), (_, english)) in texts.into_iter().zip(english) {
            let count = |text: &str| text.matches("{}").count();
            assert!(!text.is_empty() && text != english, "{name}: {text}");
            assert_eq!(
                (count(text), text.ends_with('.')),
                (count(english), english.ends_with('.')),
                "{text}"
            );
        }
    }
}

#[test]
fn the_sign_in_has_the_texts_of_every_language() {
    assert_translated(SIGN_IN.map(|texts| texts.entries()));
}

#[test]
fn the_sentences_about_the_ticket_are_in_every_language() {
    assert_translated(TICKET.map(|texts| texts.entries()));
}

#[test]
fn the_name_of_the_sign_in_button_begins_with_its_label() {
    for texts in SIGN_IN {
        assert!(texts.opens_window.starts_with(texts.sign_in), "{}", texts.lang);
    }
}
