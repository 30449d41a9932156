use super::{ALL, ENGLISH, Strings};

/// Texts that another language has in common with English, and rightly.
const SAME_AS_ENGLISH: [(&str, &str); 3] = [("nl", "Type"), ("fr", "Type"), ("fr", "Note")];

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
fn a_text_takes_as_many_values_as_in_english() {
    for (lang, text, english) in beside_english() {
        assert_eq!(text.matches("{}").count(), english.matches("{}").count(), "{lang}: {text}");
    }
}

#[test]
fn a_text_takes_one_value_at_most_and_has_no_brace_beside_it() {
    for text in ALL.into_iter().flat_map(|strings| strings.texts()) {
        assert!(text.matches("{}").count() <= 1, "{text}");
        assert!(!text.replace("{}", "").contains(['{', '}']), "{text}");
    }
}

#[test]
fn no_text_is_empty_or_has_space_around_it() {
    for text in ALL.into_iter().flat_map(|strings| strings.texts()) {
        assert!(!text.is_empty());
        assert_eq!(text.trim(), text);
    }
}

#[test]
fn no_text_was_left_in_english() {
    for (lang, text, english) in beside_english() {
        let is_same = text == english && text != "ltr";
        assert!(!is_same || SAME_AS_ENGLISH.contains(&(lang, text)), "{lang}: {text}");
    }
}

#[test]
fn a_sentence_ends_as_in_english() {
    let end = |text: &str| text.chars().next_back().filter(|last| ['.', '…'].contains(last));
    for (lang, text, english) in beside_english() {
        assert_eq!(end(text), end(english), "{lang}: {text}");
    }
}

#[test]
fn arabic_alone_runs_from_right_to_left() {
    for strings in ALL {
        assert_eq!(strings.dir, if strings.lang == "ar" { "rtl" } else { "ltr" });
    }
}

#[test]
fn the_languages_are_those_that_were_promised() {
    assert_eq!(ALL.map(|strings| strings.lang), ["en", "nl", "de", "fr", "es", "ar"]);
}

#[test]
fn a_list_of_texts_becomes_the_record_that_it_came_from() {
    for strings in ALL {
        assert_eq!(Strings::from_texts(owned(strings)).unwrap().texts(), strings.texts());
    }
}

#[test]
fn a_list_with_a_text_too_few_or_too_many_is_no_record() {
    let mut texts = owned(&ENGLISH);
    texts.push(String::new());
    assert_eq!(Strings::from_texts(texts.clone()), None);
    texts.truncate(texts.len() - 2);
    assert_eq!(Strings::from_texts(texts), None);
    assert_eq!(Strings::from_texts(Vec::new()), None);
}

#[test]
fn the_elements_script_says_in_every_language_why_there_is_no_form() {
    let script = include_str!("../../../static/embed/language.js");
    let place = ENGLISH.texts().iter().position(|text| *text == ENGLISH.cannot_run).unwrap();
    assert!(script.contains(&format!("const FAILURES_AT = {place};")));
    assert_eq!(ENGLISH.texts()[place + 1], ENGLISH.has_stopped);
    let own = format!(r#"const FAILURES = ["{}", "{}"];"#, ENGLISH.cannot_run, ENGLISH.has_stopped);
    assert!(script.contains(&own), "its own English sentences are the record's");
    for strings in ALL.into_iter().skip(1) {
        assert!(script.contains(&format!(r#"["{0}", new URL("./strings-{0}.json""#, strings.lang)));
    }
}
