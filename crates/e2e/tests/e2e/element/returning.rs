//! The element leaves the page and comes back: as a cached view, a tab, a dialog does it.

use super::{SCRIPT, TEXT, asks, opens, site_with};
use serde_json::{Value, json};
use ticket_note_e2e::{Fault, Site, Visit, until};

/// Takes the element out of the page, does something, puts it back, and waits for its form.
fn comes_back(deed: &str) -> String {
    format!(
        "note.remove(); \
         await new Promise((resume) => setTimeout(resume)); \
         {deed}; \
         const isBack = new Promise((resolve) => note.addEventListener('note-ready', resolve, {{ once: true }})); \
         document.body.append(note); \
         await isBack; \
         await new Promise((resume) => setTimeout(resume));"
    )
}

#[test]
fn an_element_that_comes_back_has_its_text_type_and_ticket() {
    for drafts in ["tab", "off"] {
        let visit = Visit::new();
        let form = opens(&visit);
        form.is_given("drafts", drafts).chooses("Contact form").types(TEXT);
        let away = format!("let away; {} return away", comes_back("away = note.value"));
        assert_eq!(asks::<String>(&visit, &away), TEXT, "it can be read while it is away");
        assert_eq!(form.value(), TEXT, "{drafts}");
        form.presses("Add note").becomes("saved");
        assert_eq!(visit.sandbox().notes()[0].note_type, "contactform", "{drafts}");
    }
}

#[test]
fn a_text_stays_with_its_ticket_and_its_author_while_the_element_is_away() {
    for (drafts, other) in
        [("tab", "note.ticketId = 7"), ("off", "note.ticketId = 7"), ("tab", "note.userId = 9")]
    {
        let visit = Visit::new();
        let form = opens(&visit);
        form.is_given("drafts", drafts).is_given("userId", 254).types(TEXT);
        asks::<()>(&visit, &comes_back(other));
        assert_eq!(form.value(), "", "{drafts}, {other}");
        form.is_given("ticketId", 858_462).is_given("userId", 254);
        until("the text", || form.value(), |text| text == TEXT);
        visit.sent_nothing();
    }
}

#[test]
fn an_unknown_outcome_is_still_unknown_when_the_element_comes_back() {
    let visit = Visit::with_flags(&["--upstream-timeout", "2"]);
    let form = opens(&visit);
    form.is_given("drafts", "off").types(TEXT);
    visit.sandbox().has(Fault::ResetAfter);
    form.presses("Add note").becomes("unknown");
    visit.sandbox().has(Fault::None);
    asks::<()>(&visit, &comes_back(""));
    form.becomes("unknown").presses("Try again").becomes("unknown");
    assert_eq!(visit.sandbox().notes().len(), 1, "the same attempt");
}

#[test]
fn an_element_that_comes_back_learns_how_its_note_ended() {
    let visit = Visit::new();
    visit.sandbox().takes(800);
    let form = opens(&visit);
    // While it is away, and after it has come back.
    for wait in ["await outcome", "await 0"] {
        form.is_given("value", TEXT);
        let sending = "const outcome = note.submit(); \
             await new Promise((resolve) => note.addEventListener('note-change', resolve, { once: true }));";
        let ended: String = asks(&visit, &format!("{sending} {} return await outcome", comes_back(wait)));
        assert_eq!(ended, "saved");
        until(
            "an empty form",
            || (form.value(), form.state()),
            |(text, state)| text.is_empty() && state != "unknown",
        );
        let kept: Value = visit.browser().runs("return { ...sessionStorage }", Vec::new());
        assert_eq!(kept, json!({}), "{wait}");
    }
    assert_eq!(visit.sandbox().notes().len(), 2);
}

#[test]
fn an_element_that_comes_back_beside_another_has_its_own_text() {
    let visit = Visit::new();
    let form = opens(&visit);
    form.is_given("drafts", "off").types(TEXT);
    let beside = "const other = note.cloneNode(true); \
                  const isThere = new Promise((resolve) => other.addEventListener('note-ready', resolve)); \
                  document.body.append(other); \
                  await isThere";
    let texts: [String; 2] =
        asks(&visit, &format!("{} return [note.value, other.value]", comes_back(beside)));
    assert_eq!(texts, [TEXT, ""]);
}

#[test]
fn what_was_forgotten_does_not_come_back() {
    for drafts in ["tab", "off"] {
        let visit = Visit::new();
        let form = opens(&visit);
        form.is_given("drafts", drafts).types(TEXT);
        asks::<()>(&visit, &comes_back("customElements.get('ticket-note').forgetDrafts()"));
        assert_eq!(form.value(), "", "{drafts}");
    }
}

#[test]
fn what_the_page_does_while_the_element_is_away_holds() {
    let visit = Visit::new();
    let form = opens(&visit);
    form.types(TEXT);
    asks::<()>(&visit, &comes_back("note.value = 'Written by the page.'"));
    until("the page's text", || form.value(), |text| text == "Written by the page.");
    asks::<()>(&visit, &comes_back("note.reset()"));
    until("an empty form", || form.value(), String::is_empty);
    form.types(TEXT).presses("Add note").becomes("saved");
    assert_eq!(visit.sandbox().notes()[0].message, TEXT);
}

#[test]
fn what_the_page_writes_before_the_form_first_comes_replaces_no_draft() {
    let visit = Visit::new();
    opens(&visit).types(TEXT);
    let opens_anew = |deed: &str| {
        opens(&visit);
        asks::<String>(
            &visit,
            &format!(
                "note.remove(); \
                 await new Promise((resume) => setTimeout(resume)); \
                 const other = document.createElement('ticket-note'); \
                 Object.assign(other, {{ ticketId: 858462, type: 'calllog' }}); \
                 {deed}; \
                 const isReady = new Promise((resolve) => other.addEventListener('note-ready', resolve)); \
                 document.body.append(other); \
                 await isReady; \
                 await new Promise((resume) => setTimeout(resume)); \
                 return other.value"
            ),
        )
    };
    assert_eq!(opens_anew("other.value = 'A template'"), TEXT);
    assert_eq!(opens_anew("other.reset(); other.value = 'A template'"), "A template");
}

/// A site whose page `lost.html` has lost its network for the element's files until it `isBack`.
fn without_network() -> Site {
    let lost = r#"const load = window.fetch;
        window.fetch = (...all) => String(all[0]).includes('ticket-note_bg-') && !window.isBack
            ? Promise.reject(new TypeError('lost')) : load(...all);"#;
    let site = site_with("lost.html", SCRIPT, &format!(r#"<script src="./lost.js"></script>{SCRIPT}"#));
    site.writes("lost.js", lost);
    site
}

#[test]
fn an_element_whose_files_did_not_come_tries_again_when_it_comes_back() {
    let visit = Visit::to(without_network(), &[]);
    let form = visit.opens_page("lost.html");
    form.becomes("failed").says("wasm-missing");
    asks::<()>(&visit, "window.isBack = true; note.remove(); document.body.append(note)");
    form.becomes("editing").chooses("Call log").types(TEXT).presses("Add note").becomes("saved");
}

#[test]
fn an_element_whose_script_did_not_come_asks_for_it_again_when_it_comes_back() {
    let lost = "window.asked = []; new PerformanceObserver((list) => list.getEntries().forEach(({ name }) => asked.push(name))) \
                .observe({ type: 'resource', buffered: true })";
    let site = site_with("lost.html", SCRIPT, &format!(r#"<script src="./lost.js"></script>{SCRIPT}"#));
    site.writes("lost.js", lost);
    let glue = site.file("ticket-note-", ".js");
    let name = glue.file_name().unwrap().to_str().unwrap().to_owned();
    site.loses("ticket-note-", ".js");
    let visit = Visit::to(site, &[]);
    let form = visit.opens_page("lost.html");
    form.becomes("failed").says("wasm-missing");
    let asks_for_it = || {
        let asked: Vec<String> = asks(&visit, "return asked");
        asked.into_iter().filter(|address| address.contains(&name)).count()
    };
    let before = until("a first request", asks_for_it, |asked| *asked > 0);
    asks::<()>(&visit, "note.remove(); document.body.append(note)");
    until("another request", asks_for_it, |asked| *asked > before);
}

#[test]
fn a_send_that_never_ends_has_an_end_though_the_element_has_gone() {
    let visit = Visit::new();
    let form = opens(&visit);
    form.types(TEXT);
    // 30 seconds are given to an answer, and a page's fetch may not heed its signal.
    let after_20_s: Option<String> = asks(
        &visit,
        "window.fetch = () => new Promise(() => {}); \
         window.outcome = null; \
         note.submit().then((outcome) => { window.outcome = outcome }); \
         await until(() => note.state === 'sending'); \
         note.remove(); \
         await new Promise((resume) => setTimeout(resume, 20_000)); \
         return window.outcome",
    );
    assert_eq!(after_20_s, None, "an answer may still come");
    let outcome = || asks::<Option<String>>(&visit, "return window.outcome");
    until("an end", outcome, |outcome| outcome.as_deref() == Some("unknown"));
}

#[test]
fn what_was_typed_for_no_ticket_yet_is_there_when_the_element_comes_back() {
    let visit = Visit::new();
    let form = opens(&visit);
    asks::<()>(&visit, "note.removeAttribute('ticket-id')");
    form.becomes("invalid-config");
    asks::<()>(
        &visit,
        "const other = document.createElement('ticket-note'); \
         other.type = 'calllog'; \
         const ready = new Promise((resolve) => other.addEventListener('note-ready', resolve, { once: true })); \
         note.replaceWith(other); \
         await ready",
    );
    form.is_given("value", TEXT);
    asks::<()>(&visit, &comes_back("note.ticketId = 7"));
    until("the text", || form.value(), |text| text == TEXT);
    form.presses("Add note").becomes("saved");
    assert_eq!(visit.sandbox().notes()[0].ticket, 7);
}
