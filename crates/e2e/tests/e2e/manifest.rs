//! `custom-elements.json`, `ticket-note.d.ts` and the docs describe the element as it is.

mod docs;

use serde_json::{Value, json};
use std::collections::{BTreeMap, BTreeSet};
use ticket_note_e2e::{Fault, Harness, Site, wait_until};

const TEXT: &str = "Spoke with the customer.";

fn text_of(harness: &Harness, file: &str) -> String {
    harness.browser().execute_async(
        "const done = arguments[arguments.length - 1]; \
         fetch(arguments[0]).then((response) => response.text()).then(done, String)",
        vec![file.into()],
    )
}

/// Returns the element's declaration in the manifest.
fn declaration(harness: &Harness) -> Value {
    let manifest: Value = serde_json::from_str(&text_of(harness, "./custom-elements.json")).expect("JSON");
    assert_eq!(manifest["schemaVersion"], "2.1.0");
    let module = &manifest["modules"][0];
    assert_eq!(module["path"], "embed.js");
    assert_eq!(module["exports"][0]["name"], "ticket-note");
    module["declarations"][0].clone()
}

fn entries<'a>(declaration: &'a Value, list: &str) -> impl Iterator<Item = &'a Value> {
    declaration[list].as_array().expect("a list").iter()
}

fn names(declaration: &Value, list: &str) -> BTreeSet<String> {
    entries(declaration, list).map(|entry| entry["name"].as_str().expect("a name").to_owned()).collect()
}

fn set(names: Vec<String>) -> BTreeSet<String> {
    names.into_iter().collect()
}

#[test]
fn the_manifest_lists_every_reflected_attribute() {
    let harness = Harness::new();
    harness.open_page("element.html");
    let declaration = declaration(&harness);
    let observed: Vec<String> =
        harness.browser().execute("return customElements.get('ticket-note').observedAttributes", Vec::new());
    assert_eq!(names(&declaration, "attributes"), set(observed));
    for attribute in entries(&declaration, "attributes") {
        let value = match attribute["type"]["text"].as_str().unwrap() {
            "number" => json!(7),
            "boolean" => json!(true),
            _ => json!("text"),
        };
        let seen: [Value; 3] = harness.browser().execute(
            "const [attribute, property, value] = arguments; \
             const note = document.createElement('ticket-note'); \
             note[property] = value; \
             const written = note.getAttribute(attribute); \
             note.removeAttribute(attribute); \
             const absent = note[property]; \
             note.setAttribute(attribute, value === true ? '' : value); \
             return [written, absent, note[property]]",
            vec![attribute["name"].clone(), attribute["fieldName"].clone(), value.clone()],
        );
        let (written, absent) = match &value {
            Value::Bool(_) => (json!(""), json!(false)),
            // Every HTML element has this attribute.
            _ if attribute["name"] == "lang" => (value.clone(), json!("")),
            Value::Number(number) => (json!(number.to_string()), Value::Null),
            _ => (value.clone(), Value::Null),
        };
        assert_eq!(seen, [written, absent, value], "{attribute}");
    }
}

#[test]
fn the_manifest_lists_every_property_and_method() {
    let harness = Harness::new();
    harness.open_page("element.html");
    let declaration = declaration(&harness);
    let members: Vec<[String; 2]> = harness.browser().execute(
        "const kind = (holder, name) => { \
           for (; holder; holder = Object.getPrototypeOf(holder)) { \
             const found = Object.getOwnPropertyDescriptor(holder, name); \
             if (found) return found.get ? (found.set ? 'field' : 'readonly') : typeof found.value; \
           } \
           return 'missing'; \
         }; \
         const known = customElements.get('ticket-note'); \
         return arguments[0].map(([name, isStatic]) => [name, kind(isStatic ? known : known.prototype, name)])",
        vec![
            entries(&declaration, "members")
                .map(|member| json!([member["name"], member["static"] == true]))
                .collect(),
        ],
    );
    for (member, [name, kind]) in entries(&declaration, "members").zip(members) {
        let expected = match (member["kind"].as_str().unwrap(), &member["readonly"]) {
            ("method", _) => "function",
            (_, Value::Bool(true)) => "readonly",
            _ => "field",
        };
        assert_eq!(kind, expected, "{name}");
    }
    let public: Vec<String> = harness.browser().execute(
        "const known = customElements.get('ticket-note'); \
         const own = [...Object.keys(Object.getOwnPropertyDescriptors(known.prototype)), \
           ...Object.keys(Object.getOwnPropertyDescriptors(known))]; \
         const browsers = ['constructor', 'prototype', 'length', 'name', 'observedAttributes', \
           'connectedCallback', 'disconnectedCallback', 'attributeChangedCallback', 'adoptedCallback']; \
         return own.filter((name) => !browsers.includes(name))",
        Vec::new(),
    );
    let undeclared: Vec<_> = set(public).difference(&names(&declaration, "members")).cloned().collect();
    assert_eq!(undeclared, [""; 0], "public members that the manifest lacks");
}

/// Returns the names `a` and `b` of a type `CustomEvent<{ a: X, b: Y }>`.
fn detail_of(event: &Value) -> BTreeSet<String> {
    let text = event["type"]["text"].as_str().unwrap();
    let (before_types, _) = text.trim_start_matches("CustomEvent<{").rsplit_once(':').unwrap();
    let names = before_types.split(':').filter_map(|before| before.rsplit([',', ' ']).next());
    names.map(str::to_owned).collect()
}

/// Replaces the element by a new one and records these events with the names in their details.
fn record_events(harness: &Harness, events: &[&String]) {
    harness.browser().execute::<()>(
        "window.recorded = {}; \
         for (const name of arguments[0]) { \
           addEventListener(name, ({ detail, composed }) => { \
             recorded[name] = composed ? Object.keys(detail) : ['not composed']; \
           }); \
         } \
         const note = document.querySelector('ticket-note'); \
         note.replaceWith(note.cloneNode(true))",
        vec![json!(events)],
    );
}

/// Returns the recorded events with the names in their details.
fn recorded_events(harness: &Harness) -> BTreeMap<String, BTreeSet<String>> {
    harness.browser().execute("return recorded", Vec::new())
}

#[test]
fn the_manifest_lists_every_event_and_its_detail() {
    let harness = Harness::new();
    harness.open_page("element.html");
    let declaration = declaration(&harness);
    // The tests of the sign-in cover two events.
    let events = entries(&declaration, "events")
        .filter(|event| !["note-sign-in", "note-open"].contains(&event["name"].as_str().unwrap()));
    let mut expected: BTreeMap<_, _> =
        events.map(|event| (event["name"].as_str().unwrap().to_owned(), detail_of(event))).collect();
    record_events(&harness, &expected.keys().collect::<Vec<_>>());
    let form = harness.form();
    form.select_type("Call log");
    for (fault, state) in
        [(Fault::Error400, "refused"), (Fault::Http500, "unknown"), (Fault::None, "editing")]
    {
        harness.sandbox().set_fault(fault);
        if state == "editing" {
            form.click_button("Send as a new note").wait_for_state("saved");
        } else {
            form.set_property("value", TEXT).click_button("Add note").wait_for_state(state);
        }
    }
    form.set_property("ticketId", 0).wait_for_state("invalid-config");
    // The next test covers `note-failed`.
    let failed = expected.remove("note-failed").expect("note-failed in the manifest");
    assert_eq!(failed, BTreeSet::from(["cause".to_owned()]));
    wait_until("each event with its detail", || recorded_events(&harness), |seen| *seen == expected);
}

#[test]
fn the_manifest_lists_every_failure_cause() {
    let site = Site::new();
    site.remove_file("ticket-note_bg-", ".wasm");
    site.remove_file("ticket-note-js-", ".js");
    let harness = Harness::with_site(site, &[]);
    harness.open_page("element.html").wait_for_state("failed");
    let events = harness.events();
    let cause = harness.browser().engine().failure_cause("wasm-missing");
    assert_eq!((events[0].name.as_str(), &events[0].detail), ("note-failed", &json!({"cause": cause})));
    let declaration = declaration(&harness);
    let event = entries(&declaration, "events").find(|event| event["name"] == "note-failed").unwrap();
    let causes: BTreeSet<_> = event["type"]["text"].as_str().unwrap().split('"').skip(1).step_by(2).collect();
    let script = text_of(&harness, "./embed.js");
    let is_cause = |text: &&str| *text == "panic" || (text.starts_with("wasm-") && text.len() < 20);
    assert_eq!(causes, script.split('"').filter(is_cause).collect());
    for cause in causes {
        assert!(docs::is_documented(cause, &["`"]), "{cause}");
    }
}

#[test]
fn the_manifest_lists_every_part_and_custom_property() {
    let harness = Harness::new();
    let form = harness.open_page("element.html");
    form.wait_for_state("editing");
    let declaration = declaration(&harness);
    let parts: Vec<String> = harness.browser().execute(
        "return [...document.querySelector('ticket-note').shadowRoot.querySelectorAll('[part]')] \
         .flatMap((element) => [...element.part])",
        Vec::new(),
    );
    assert_eq!(names(&declaration, "cssParts"), set(parts));
    let styles: String = harness.browser().execute(
        "const [sheet] = document.querySelector('ticket-note').shadowRoot.adoptedStyleSheets; \
         return [...sheet.cssRules].map((rule) => rule.cssText).join(' ')",
        Vec::new(),
    );
    let styles = styles.replace(' ', "");
    let used = styles.split("var(--ticket-note-").skip(1);
    let used =
        used.filter_map(|rest| rest.split([',', ')']).next()).map(|name| format!("--ticket-note-{name}"));
    assert_eq!(names(&declaration, "cssProperties"), used.collect());
    for property in entries(&declaration, "cssProperties") {
        let (name, default) = (property["name"].as_str().unwrap(), property["default"].as_str().unwrap());
        let fallback = format!("var({name},{})", default.replace(' ', ""));
        assert!(styles.contains(&fallback), "{fallback}");
    }
}
