//! The form uses the language of its place in the page, and follows every change.

mod arabic;
mod files;

use serde_json::{Value, json};
use ticket_note_e2e::{Form, Harness, SLOW_RESPONSE_MS, wait_until};

const TEXT: &str = "Spoke with the customer.";

/// The names of the controls in one language.
struct Language {
    lang: &'static str,
    dir: &'static str,
    note_type: &'static str,
    note: &'static str,
    add_note: &'static str,
}

const ENGLISH: Language =
    Language { lang: "en", dir: "ltr", note_type: "Type", note: "Note", add_note: "Add note" };
const DUTCH: Language =
    Language { lang: "nl", dir: "ltr", note_type: "Type", note: "Notitie", add_note: "Notitie toevoegen" };
const GERMAN: Language =
    Language { lang: "de", dir: "ltr", note_type: "Typ", note: "Notiz", add_note: "Notiz hinzufügen" };
const FRENCH: Language =
    Language { lang: "fr", dir: "ltr", note_type: "Type", note: "Note", add_note: "Ajouter la note" };
const SPANISH: Language =
    Language { lang: "es", dir: "ltr", note_type: "Tipo", note: "Nota", add_note: "Añadir nota" };
const ARABIC: Language =
    Language {
        lang: "ar", dir: "rtl", note_type: "النوع", note: "الملاحظة", add_note: "إضافة ملاحظة"
    };

/// Opens the element's page with a preselected type.
fn open_form(harness: &Harness) -> Form<'_> {
    let form = harness.open_page("element.html");
    form.set_property("type", "calllog");
    form
}

/// Returns the `lang` and `dir` attributes of the form.
fn lang_and_dir(harness: &Harness) -> [String; 2] {
    harness.browser().execute(
        "const form = (window.inner ?? document.querySelector('ticket-note')).shadowRoot.querySelector('form'); \
         return [form?.lang ?? '', form?.dir ?? '']",
        Vec::new(),
    )
}

/// Waits until the form has the `lang` and `dir` of this language.
#[track_caller]
fn wait_for_lang_and_dir(harness: &Harness, language: &Language) {
    let expected = [language.lang, language.dir];
    wait_until(
        &format!("a form with lang and dir {expected:?}"),
        || lang_and_dir(harness),
        |seen| *seen == expected,
    );
}

/// Waits until the form and its controls are in this language.
#[track_caller]
fn wait_for_language(harness: &Harness, language: &Language) {
    wait_for_lang_and_dir(harness, language);
    let form = harness.form();
    form.control("combobox", language.note_type);
    form.control("textbox", language.note);
    form.control("button", language.add_note);
}

/// Runs a function body in the page, without a result.
#[track_caller]
fn execute(harness: &Harness, body: &str) {
    harness.browser().execute::<()>(body, Vec::new());
}

#[test]
fn each_language_has_its_labels_and_direction() {
    let harness = Harness::new();
    let form = open_form(&harness);
    for language in [DUTCH, GERMAN, FRENCH, SPANISH, ARABIC, ENGLISH] {
        form.set_property("lang", language.lang);
        wait_for_language(&harness, &language);
    }
    harness.assert_no_page_errors();
}

#[test]
fn regions_use_their_language_and_others_use_english() {
    let harness = Harness::new();
    let form = open_form(&harness);
    for (lang, language) in
        [("de-AT", GERMAN), ("pt-BR", ENGLISH), ("ar-EG", ARABIC), ("zh-Hant-TW", ENGLISH), ("NL", DUTCH)]
    {
        form.set_property("lang", lang);
        wait_for_language(&harness, &language);
    }
}

#[test]
fn the_nearest_lang_attribute_applies() {
    let harness = Harness::new();
    open_form(&harness);
    wait_for_language(&harness, &ENGLISH);
    execute(&harness, "document.documentElement.lang = 'nl'");
    wait_for_language(&harness, &DUTCH);
    execute(&harness, "document.querySelector('main').lang = 'de'");
    wait_for_language(&harness, &GERMAN);
    execute(&harness, "document.querySelector('ticket-note').lang = 'fr'");
    wait_for_language(&harness, &FRENCH);
    execute(&harness, "document.querySelector('ticket-note').removeAttribute('lang')");
    wait_for_language(&harness, &GERMAN);
    execute(&harness, "document.querySelector('main').removeAttribute('lang')");
    wait_for_language(&harness, &DUTCH);
}

#[test]
fn moving_under_another_lang_changes_the_language() {
    let harness = Harness::new();
    let form = open_form(&harness);
    form.type_text(TEXT);
    execute(
        &harness,
        "const other = document.createElement('section'); \
         other.lang = 'de'; \
         document.body.append(other); \
         other.append(document.querySelector('ticket-note'))",
    );
    wait_for_language(&harness, &GERMAN);
    assert_eq!(form.value(), TEXT);
}

#[test]
fn a_lang_outside_the_shadow_root_applies_and_may_change() {
    let harness = Harness::new();
    open_form(&harness);
    execute(
        &harness,
        "const shadowed = (parent) => { \
           const host = parent.appendChild(document.createElement('div')); \
           host.attachShadow({ mode: 'open' }); \
           return host; \
         }; \
         window.outer = shadowed(document.body); \
         window.middle = shadowed(outer.shadowRoot); \
         outer.lang = 'nl'; \
         window.inner = document.createElement('ticket-note'); \
         inner.ticketId = 7; \
         middle.shadowRoot.append(inner)",
    );
    wait_for_lang_and_dir(&harness, &DUTCH);
    execute(&harness, "outer.lang = 'ar'");
    wait_for_lang_and_dir(&harness, &ARABIC);
    execute(&harness, "middle.lang = 'de'");
    wait_for_lang_and_dir(&harness, &GERMAN);
    execute(&harness, "middle.removeAttribute('lang')");
    wait_for_lang_and_dir(&harness, &ARABIC);
}

#[test]
fn a_language_change_keeps_text_focus_and_caret() {
    let harness = Harness::new();
    let form = open_form(&harness);
    form.type_text(TEXT);
    execute(
        &harness,
        "window.area = document.querySelector('ticket-note').shadowRoot.querySelector('textarea'); \
         area.setSelectionRange(3, 8)",
    );
    for language in [ARABIC, DUTCH, ENGLISH] {
        form.set_property("lang", language.lang);
        wait_for_language(&harness, &language);
        let seen: Value = harness.browser().execute(
            "const root = document.querySelector('ticket-note').shadowRoot; \
             return [root.activeElement === area, area.value, area.selectionStart, area.selectionEnd]",
            Vec::new(),
        );
        assert_eq!(seen, json!([true, TEXT, 3, 8]), "{}", language.lang);
    }
    harness.assert_nothing_sent();
}

#[test]
fn a_language_change_while_sending_changes_nothing_else() {
    let harness = Harness::new();
    harness.sandbox().set_delay_ms(SLOW_RESPONSE_MS);
    let form = open_form(&harness);
    form.type_text(TEXT).click_button("Add note").wait_for_state("sending");
    form.set_property("lang", "nl").wait_for_announcement("De notitie wordt verstuurd…");
    assert_eq!(form.value(), TEXT);
    form.wait_for_state("saved");
    assert_eq!(harness.request_count(), 1);
    assert_eq!(harness.sandbox().notes().len(), 1);
}

#[test]
fn a_language_change_while_loading_applies() {
    let harness = Harness::new();
    open_form(&harness);
    execute(
        &harness,
        "const fetched = fetch; \
         window.held = []; \
         window.fetch = async (...request) => { \
           if (String(request[0]).includes('strings-')) await new Promise((resolve) => held.push(resolve)); \
           return fetched(...request); \
         }; \
         window.inner = document.createElement('ticket-note'); \
         inner.ticketId = 7; \
         inner.lang = 'nl'; \
         document.body.append(inner)",
    );
    for (requests, lang) in [(1, "de"), (2, "ar")] {
        let held = || harness.browser().execute::<u32>("return held.length", Vec::new());
        wait_until("a request for the language", held, |held| *held == requests);
        harness.browser().execute::<()>("inner.lang = arguments[0]; held.at(-1)()", vec![lang.into()]);
    }
    execute(&harness, "setInterval(() => held.forEach((release) => release()), 50)");
    wait_for_lang_and_dir(&harness, &ARABIC);
}
