//! The `data-…` attributes of `host.js`: what each sets, and which of them the form follows.

use super::page::HostPage;
use serde_json::{Value, json};
use ticket_note_e2e::wait_until;

const SCRIPT: &str = "const script = document.createElement('script'); script.type = 'module'; \
    script.src = 'DESKhost.js'; document.head.append(script)";

/// Opens a page whose element has these attributes.
fn open(attributes: &str) -> HostPage {
    let place = format!("<div id=\"note\" data-ticket-note data-desk=\"DESK\" {attributes}></div>");
    let page = HostPage::open(&place, SCRIPT);
    page.wait_for("a frame", "Boolean(document.querySelector('iframe'))", |seen| *seen == true);
    page
}

/// Returns properties of the form.
fn properties(page: &HostPage, names: &[&str]) -> Value {
    page.in_frame(|_| {
        let read = "const note = document.querySelector('ticket-note'); \
            return note && note.state !== 'loading' ? arguments[0].map((name) => note[name]) : null";
        page.browser().execute(read, vec![json!(names)])
    })
}

fn wait_for_properties(page: &HostPage, names: &[&str], expected: &Value) {
    wait_until("the attributes", || properties(page, names), |seen| seen == expected);
}

/// Sets attributes of the element, or removes them.
fn change(page: &HostPage, values: &Value) {
    page.browser().execute::<()>(
        "const { dataset } = document.querySelector('#note'); \
         for (const [name, value] of Object.entries(arguments[0])) { \
           if (value === null) delete dataset[name]; else dataset[name] = value; \
         }",
        vec![values.clone()],
    );
}

const FIXED: [&str; 5] = ["endpoint", "maxLength", "drafts", "signIn", "storageAccess"];

#[test]
fn some_attributes_are_read_when_the_script_runs_only() {
    let page = open(
        "data-ticket-id=\"858462\" data-title=\"Ticket note\" data-no-ticket=\"No number.\" data-drafts=\"off\" \
         data-endpoint=\"/api/ticket-note/message?x\" data-max-length=\"500\" data-sign-in=\"/sign-in\" data-storage-access",
    );
    let fixed = json!(["/api/ticket-note/message?x", 500, "off", "/sign-in", true]);
    wait_for_properties(&page, &FIXED, &fixed);
    let frame = "[document.querySelector('iframe').title, document.querySelector('iframe').src]";
    let before = page.wait_for("the title", frame, |seen| seen[0] == "Ticket note");
    let others = json!({
        "title": "Another title", "noTicket": "Another sentence.", "desk": "https://other.example/",
        "drafts": "device", "endpoint": "/other", "maxLength": "600", "signIn": "/other", "storageAccess": null,
    });
    change(&page, &others);
    // The form follows this one, so it has received the others too.
    change(&page, &json!({"ticketId": "7"}));
    wait_for_properties(&page, &["ticketId"], &json!([7]));
    assert_eq!(properties(&page, &FIXED), fixed);
    assert_eq!(page.browser().evaluate::<Value>(&format!("return {frame}")), before);
    change(&page, &json!({"ticketId": ""}));
    let text = "document.querySelector('#note').innerText.trim()";
    page.wait_for("the sentence", text, |text| text == "No number.");
}

#[test]
fn without_attributes_the_frame_has_the_defaults() {
    let page = open("data-ticket-id=\"858462\" data-sign-in");
    wait_for_properties(&page, &FIXED, &json!([null, null, null, "", false]));
    let title = page.browser().evaluate::<Value>("return document.querySelector('iframe').title");
    assert_eq!(title, "Add a note");
    change(&page, &json!({"ticketId": null}));
    let text = "document.querySelector('#note').innerText.trim()";
    page.wait_for("the sentence", text, |text| text == "This record has no Omnidesk ticket.");
}

#[test]
fn the_form_follows_the_attributes_that_set_can_change() {
    const NAMES: [&str; 11] = [
        "ticketId",
        "userId",
        "type",
        "types",
        "lockType",
        "customerTypes",
        "ticketUrl",
        "heading",
        "density",
        "lang",
        "theme",
    ];
    let page = open(
        "data-ticket-id=\"858462\" data-user-id=\"9\" data-type=\"5\" data-types=\"5,calllog\" data-lock-type=\"false\" \
         data-customer-types=\"\" data-ticket-url=\"https://crm.example/1\" data-heading data-density=\"compact\" \
         data-lang=\"nl\" data-theme=\"dark\"",
    );
    let url = "https://crm.example/1";
    let first = json!([858_462, 9, "5", "5,calllog", true, "", url, true, "compact", "nl", "dark"]);
    wait_for_properties(&page, &NAMES, &first);
    let (url, second) = ("https://crm.example/2", json!({"lockType": "", "heading": "false"}));
    change(&page, &second);
    change(
        &page,
        &json!({
            "ticketId": "7", "userId": "8", "type": "calllog", "types": "calllog", "customerTypes": "calllog",
            "ticketUrl": url, "density": "comfortable", "lang": "de", "theme": "light",
        }),
    );
    let second =
        json!([7, 8, "calllog", "calllog", true, "calllog", url, true, "comfortable", "de", "light"]);
    wait_for_properties(&page, &NAMES, &second);
    let removed = NAMES[1..].iter().map(|&name| (name.to_owned(), Value::Null)).collect();
    change(&page, &Value::Object(removed));
    let third = json!([7, null, null, null, false, null, null, false, null, "", null]);
    wait_for_properties(&page, &NAMES, &third);
}
