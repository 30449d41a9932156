//! Elements that a page removes and adds again, as cached views, tabs and dialogs do.

use super::{SCRIPT, TEXT, open_form, run_script, site_with};
use serde_json::{Value, json};
use ticket_note_e2e::{Engine, Fault, Harness, Site, wait_until};

/// Returns a script that removes the element, runs an action, adds the element again, and waits for its form.
fn reconnect_after(action: &str) -> String {
    format!(
        "note.remove(); \
         await new Promise((resume) => setTimeout(resume)); \
         {action}; \
         const isBack = new Promise((resolve) => note.addEventListener('note-ready', resolve, {{ once: true }})); \
         document.body.append(note); \
         await isBack; \
         await new Promise((resume) => setTimeout(resume));"
    )
}

#[test]
fn reconnecting_restores_text_type_and_ticket() {
    for drafts in ["tab", "off"] {
        let harness = Harness::new();
        let form = open_form(&harness);
        form.set_property("drafts", drafts).select_type("Contact form").type_text(TEXT);
        let away = format!("let away; {} return away", reconnect_after("away = note.value"));
        assert_eq!(run_script::<String>(&harness, &away), TEXT, "the value is readable while detached");
        assert_eq!(form.value(), TEXT, "{drafts}");
        form.click_button("Add note").wait_for_state("saved");
        assert_eq!(harness.sandbox().notes()[0].note_type, "contactform", "{drafts}");
    }
}

#[test]
fn a_text_stays_with_its_ticket_and_author_when_detached() {
    for (drafts, other) in
        [("tab", "note.ticketId = 7"), ("off", "note.ticketId = 7"), ("tab", "note.userId = 9")]
    {
        let harness = Harness::new();
        let form = open_form(&harness);
        form.set_property("drafts", drafts).set_property("userId", 254).type_text(TEXT);
        run_script::<()>(&harness, &reconnect_after(other));
        assert_eq!(form.value(), "", "{drafts}, {other}");
        form.set_property("ticketId", 858_462).set_property("userId", 254);
        wait_until("the text", || form.value(), |text| text == TEXT);
        harness.assert_nothing_sent();
    }
}

#[test]
fn an_unknown_outcome_survives_a_reconnect() {
    let harness = Harness::with_proxy_flags(&["--upstream-timeout", "2"]);
    let form = open_form(&harness);
    form.set_property("drafts", "off").type_text(TEXT);
    harness.sandbox().set_fault(Fault::ResetAfter);
    form.click_button("Add note").wait_for_state("unknown");
    harness.sandbox().set_fault(Fault::None);
    run_script::<()>(&harness, &reconnect_after(""));
    form.wait_for_state("unknown").click_button("Check again").wait_for_state("unknown");
    assert_eq!(harness.sandbox().notes().len(), 1, "the same attempt");
}

#[test]
fn a_reconnected_element_learns_the_outcome_of_its_note() {
    let harness = Harness::new();
    harness.sandbox().set_delay_ms(800);
    let form = open_form(&harness);
    // The outcome arrives while the element is detached, or after it is connected again.
    for wait in ["await outcome", "await 0"] {
        form.set_property("value", TEXT);
        let sending = "const outcome = note.submit(); \
             await new Promise((resolve) => note.addEventListener('note-change', resolve, { once: true }));";
        let ended: String =
            run_script(&harness, &format!("{sending} {} return await outcome", reconnect_after(wait)));
        assert_eq!(ended, "saved");
        wait_until(
            "an empty form",
            || (form.value(), form.state()),
            |(text, state)| text.is_empty() && state != "unknown",
        );
        let stored: Value = harness.browser().execute("return { ...sessionStorage }", Vec::new());
        assert_eq!(stored, json!({}), "{wait}");
    }
    assert_eq!(harness.sandbox().notes().len(), 2);
}

#[test]
fn a_reconnected_element_keeps_its_text_beside_another() {
    let harness = Harness::new();
    let form = open_form(&harness);
    form.set_property("drafts", "off").type_text(TEXT);
    let beside = "const other = note.cloneNode(true); \
                  const isThere = new Promise((resolve) => other.addEventListener('note-ready', resolve)); \
                  document.body.append(other); \
                  await isThere";
    let texts: [String; 2] =
        run_script(&harness, &format!("{} return [note.value, other.value]", reconnect_after(beside)));
    assert_eq!(texts, [TEXT, ""]);
}

#[test]
fn a_forgotten_draft_is_not_restored_on_reconnect() {
    for drafts in ["tab", "off"] {
        let harness = Harness::new();
        let form = open_form(&harness);
        form.set_property("drafts", drafts).type_text(TEXT);
        run_script::<()>(&harness, &reconnect_after("customElements.get('ticket-note').forgetDrafts()"));
        assert_eq!(form.value(), "", "{drafts}");
    }
}

#[test]
fn changes_made_while_detached_apply_on_reconnect() {
    let harness = Harness::new();
    let form = open_form(&harness);
    form.type_text(TEXT);
    run_script::<()>(&harness, &reconnect_after("note.value = 'Written by the page.'"));
    wait_until("the page's text", || form.value(), |text| text == "Written by the page.");
    run_script::<()>(&harness, &reconnect_after("note.reset()"));
    wait_until("an empty form", || form.value(), String::is_empty);
    form.type_text(TEXT).click_button("Add note").wait_for_state("saved");
    assert_eq!(harness.sandbox().notes()[0].message, TEXT);
}

#[test]
fn a_value_set_before_mounting_replaces_no_draft() {
    let harness = Harness::new();
    open_form(&harness).type_text(TEXT);
    let open_again_and = |action: &str| {
        open_form(&harness);
        run_script::<String>(
            &harness,
            &format!(
                "note.remove(); \
                 await new Promise((resume) => setTimeout(resume)); \
                 const other = document.createElement('ticket-note'); \
                 Object.assign(other, {{ ticketId: 858462, type: 'calllog' }}); \
                 {action}; \
                 const isReady = new Promise((resolve) => other.addEventListener('note-ready', resolve)); \
                 document.body.append(other); \
                 await isReady; \
                 await new Promise((resume) => setTimeout(resume)); \
                 return other.value"
            ),
        )
    };
    assert_eq!(open_again_and("other.value = 'A template'"), TEXT);
    assert_eq!(open_again_and("other.reset(); other.value = 'A template'"), "A template");
}

/// Returns a site whose page `lost.html` loses requests for the wasm file until `isBack` is set. It has no
/// JavaScript engine.
fn site_without_network() -> Site {
    let lost = r#"const load = window.fetch;
        window.fetch = (...all) => String(all[0]).includes('ticket-note_bg-') && !window.isBack
            ? Promise.reject(new TypeError('lost')) : load(...all);"#;
    let site = site_with("lost.html", SCRIPT, &format!(r#"<script src="./lost.js"></script>{SCRIPT}"#));
    site.write_file("lost.js", lost);
    site.remove_file("ticket-note-js-", ".js");
    site
}

#[test]
fn a_reconnect_retries_a_failed_download() {
    if !Engine::chosen().has_wasm() {
        return;
    }
    let harness = Harness::with_site(site_without_network(), &[]);
    let form = harness.open_page("lost.html");
    form.wait_for_state("failed").wait_for_announcement("The note form could not start.");
    run_script::<()>(&harness, "window.isBack = true; note.remove(); document.body.append(note)");
    form.wait_for_state("editing")
        .select_type("Call log")
        .type_text(TEXT)
        .click_button("Add note")
        .wait_for_state("saved");
}

#[test]
fn a_reconnect_requests_the_missing_script_again() {
    let lost = "window.asked = []; new PerformanceObserver((list) => list.getEntries().forEach(({ name }) => asked.push(name))) \
                .observe({ type: 'resource', buffered: true })";
    let site = site_with("lost.html", SCRIPT, &format!(r#"<script src="./lost.js"></script>{SCRIPT}"#));
    site.write_file("lost.js", lost);
    let first = if Engine::chosen().has_wasm() { "ticket-note-" } else { "ticket-note-js-" };
    let name = site.find_file(first, ".js").file_name().unwrap().to_str().unwrap().to_owned();
    site.remove_file("ticket-note-", ".js");
    site.remove_file("ticket-note-js-", ".js");
    let harness = Harness::with_site(site, &[]);
    let form = harness.open_page("lost.html");
    form.wait_for_state("failed").wait_for_announcement("The note form could not start.");
    let request_count = || {
        let asked: Vec<String> = run_script(&harness, "return asked");
        asked.into_iter().filter(|address| address.contains(&name)).count()
    };
    let before = wait_until("a first request", request_count, |count| *count > 0);
    run_script::<()>(&harness, "note.remove(); document.body.append(note)");
    wait_until("another request", request_count, |count| *count > before);
}

#[test]
fn a_hanging_send_of_a_removed_element_becomes_unknown() {
    let harness = Harness::new();
    let form = open_form(&harness);
    form.type_text(TEXT);
    // The form waits 30 seconds for a response, and a page's own fetch may ignore the abort signal.
    let after_20_s: Option<String> = run_script(
        &harness,
        "window.fetch = () => new Promise(() => {}); \
         window.outcome = null; \
         note.submit().then((outcome) => { window.outcome = outcome }); \
         await waitUntil(() => note.state === 'sending'); \
         note.remove(); \
         await new Promise((resume) => setTimeout(resume, 20_000)); \
         return window.outcome",
    );
    assert_eq!(after_20_s, None, "a response may still arrive");
    let outcome = || run_script::<Option<String>>(&harness, "return window.outcome");
    wait_until("an outcome", outcome, |outcome| outcome.as_deref() == Some("unknown"));
}

#[test]
fn text_typed_without_a_ticket_survives_a_reconnect() {
    let harness = Harness::new();
    let form = open_form(&harness);
    run_script::<()>(&harness, "note.removeAttribute('ticket-id')");
    form.wait_for_state("invalid-config");
    run_script::<()>(
        &harness,
        "const other = document.createElement('ticket-note'); \
         other.type = 'calllog'; \
         const ready = new Promise((resolve) => other.addEventListener('note-ready', resolve, { once: true })); \
         note.replaceWith(other); \
         await ready",
    );
    form.set_property("value", TEXT);
    run_script::<()>(&harness, &reconnect_after("note.ticketId = 7"));
    wait_until("the text", || form.value(), |text| text == TEXT);
    form.click_button("Add note").wait_for_state("saved");
    assert_eq!(harness.sandbox().notes()[0].ticket, 7);
}
