//! The form speaks the language of the place that it stands in, whenever that changes.

mod files;

use serde_json::{Value, json};
use ticket_note_e2e::{Fault, Form, MEANWHILE_MS, Visit, until};

const TEXT: &str = "Spoke with the customer.";

/// What a language calls the controls.
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

/// Opens the page with a type chosen.
fn opens(visit: &Visit) -> Form<'_> {
    let form = visit.opens_page("element.html");
    form.is_given("type", "calllog");
    form
}

/// The language and the direction that the form has on it.
fn marked(visit: &Visit) -> [String; 2] {
    visit.browser().runs(
        "const form = (window.inner ?? document.querySelector('ticket-note')).shadowRoot.querySelector('form'); \
         return [form?.lang ?? '', form?.dir ?? '']",
        Vec::new(),
    )
}

/// Waits until the form is marked as of this language.
#[track_caller]
fn is_marked(visit: &Visit, language: &Language) {
    let expected = [language.lang, language.dir];
    until(&format!("a form marked {expected:?}"), || marked(visit), |seen| *seen == expected);
}

/// Waits until the form is in this language.
#[track_caller]
fn speaks(visit: &Visit, language: &Language) {
    is_marked(visit, language);
    let form = visit.form();
    form.control("combobox", language.note_type);
    form.control("textbox", language.note);
    form.control("button", language.add_note);
}

/// Runs the body of a function in the page.
#[track_caller]
fn runs(visit: &Visit, body: &str) {
    visit.browser().runs::<()>(body, Vec::new());
}

#[test]
fn each_language_names_the_controls_and_its_direction() {
    let visit = Visit::new();
    let form = opens(&visit);
    for language in [DUTCH, GERMAN, FRENCH, SPANISH, ARABIC, ENGLISH] {
        form.is_given("lang", language.lang);
        speaks(&visit, &language);
    }
    visit.had_no_complaint();
}

#[test]
fn a_region_is_its_language_and_a_language_that_is_not_there_is_english() {
    let visit = Visit::new();
    let form = opens(&visit);
    for (lang, language) in
        [("de-AT", GERMAN), ("pt-BR", ENGLISH), ("ar-EG", ARABIC), ("zh-Hant-TW", ENGLISH), ("NL", DUTCH)]
    {
        form.is_given("lang", lang);
        speaks(&visit, &language);
    }
}

#[test]
fn the_nearest_lang_above_is_the_forms() {
    let visit = Visit::new();
    opens(&visit);
    speaks(&visit, &ENGLISH);
    runs(&visit, "document.documentElement.lang = 'nl'");
    speaks(&visit, &DUTCH);
    runs(&visit, "document.querySelector('main').lang = 'de'");
    speaks(&visit, &GERMAN);
    runs(&visit, "document.querySelector('ticket-note').lang = 'fr'");
    speaks(&visit, &FRENCH);
    runs(&visit, "document.querySelector('ticket-note').removeAttribute('lang')");
    speaks(&visit, &GERMAN);
    runs(&visit, "document.querySelector('main').removeAttribute('lang')");
    speaks(&visit, &DUTCH);
}

#[test]
fn an_element_that_moves_under_another_lang_follows_it() {
    let visit = Visit::new();
    let form = opens(&visit);
    form.types(TEXT);
    runs(
        &visit,
        "const other = document.createElement('section'); \
         other.lang = 'de'; \
         document.body.append(other); \
         other.append(document.querySelector('ticket-note'))",
    );
    speaks(&visit, &GERMAN);
    assert_eq!(form.value(), TEXT);
}

#[test]
fn a_lang_around_a_shadow_boundary_is_the_forms_and_so_is_its_change() {
    let visit = Visit::new();
    opens(&visit);
    runs(
        &visit,
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
    is_marked(&visit, &DUTCH);
    runs(&visit, "outer.lang = 'ar'");
    is_marked(&visit, &ARABIC);
    runs(&visit, "middle.lang = 'de'");
    is_marked(&visit, &GERMAN);
    runs(&visit, "middle.removeAttribute('lang')");
    is_marked(&visit, &ARABIC);
}

#[test]
fn a_change_of_language_keeps_the_text_the_focus_and_the_caret() {
    let visit = Visit::new();
    let form = opens(&visit);
    form.types(TEXT);
    runs(
        &visit,
        "window.area = document.querySelector('ticket-note').shadowRoot.querySelector('textarea'); \
         area.setSelectionRange(3, 8)",
    );
    for language in [ARABIC, DUTCH, ENGLISH] {
        form.is_given("lang", language.lang);
        speaks(&visit, &language);
        let seen: Value = visit.browser().runs(
            "const root = document.querySelector('ticket-note').shadowRoot; \
             return [root.activeElement === area, area.value, area.selectionStart, area.selectionEnd]",
            Vec::new(),
        );
        assert_eq!(seen, json!([true, TEXT, 3, 8]), "{}", language.lang);
    }
    visit.sent_nothing();
}

#[test]
fn a_change_of_language_while_sending_changes_nothing_else() {
    let visit = Visit::new();
    visit.sandbox().takes(MEANWHILE_MS);
    let form = opens(&visit);
    form.types(TEXT).presses("Add note").becomes("sending");
    form.is_given("lang", "nl").says("De notitie wordt verstuurd…");
    assert_eq!(form.value(), TEXT);
    form.becomes("saved");
    assert_eq!(visit.posts(), 1);
    assert_eq!(visit.sandbox().notes().len(), 1);
}

#[test]
fn a_language_that_changes_while_the_form_is_on_its_way_is_the_forms() {
    let visit = Visit::new();
    opens(&visit);
    runs(
        &visit,
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
    for (asked, lang) in [(1, "de"), (2, "ar")] {
        let held = || visit.browser().runs::<u32>("return held.length", Vec::new());
        until("a language that is asked for", held, |held| *held == asked);
        visit.browser().runs::<()>("inner.lang = arguments[0]; held.at(-1)()", vec![lang.into()]);
    }
    runs(&visit, "setInterval(() => held.forEach((release) => release()), 50)");
    is_marked(&visit, &ARABIC);
}

/// That a sentence has no letter of another script, but in the names of keys.
#[track_caller]
fn is_arabic(text: &str) {
    let text = text.replace("Ctrl+Enter", "");
    assert!(text.contains(|letter| ('\u{600}'..'\u{700}').contains(&letter)), "{text}");
    assert!(!text.contains(|letter: char| letter.is_ascii_alphabetic()), "{text}");
}

#[test]
fn a_problem_in_arabic_is_arabic_alone() {
    let visit = Visit::new();
    let form = opens(&visit);
    form.is_given("lang", "ar").is_given("value", "أربع").presses(ARABIC.add_note);
    let verdict = form.judges("textbox", ARABIC.note, |verdict| verdict.invalid);
    assert!(verdict.described.contains("الملاحظة قصيرة جدًا. الحد الأدنى لعدد الأحرف: 5."), "{verdict:?}");
    is_arabic(&verdict.described);
    visit.sent_nothing();
}

#[test]
fn an_unknown_outcome_in_arabic_is_arabic_alone() {
    let visit = Visit::new();
    visit.sandbox().has(Fault::Http500);
    let form = opens(&visit);
    form.is_given("lang", "ar").is_given("value", TEXT).presses(ARABIC.add_note).becomes("unknown");
    form.says("تعذّر التحقق مما إذا كانت الملاحظة قد أُضيفت. راجع التذكرة.");
    is_arabic(&form.announced());
    let new = "إرسال كملاحظة جديدة";
    assert_eq!(form.buttons(), ["إعادة المحاولة", new]);
    let as_new = form.judges("button", new, |verdict| !verdict.described.is_empty());
    is_arabic(&as_new.described);
    assert_eq!(form.value(), TEXT);
}
