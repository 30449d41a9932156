//! The pages of `examples/`, built by Vite and served by the proxy beside the bundle.

use std::fs;
use std::path::{Path, PathBuf};
use ticket_note_e2e::{AcceptedNote, Harness, Site, wait_until};

const TEXT: &str = "Spoke with the customer.";

/// The built files of an example. Vite puts them into one folder, and names scripts by their content.
fn built_files(example: &str) -> Vec<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../examples").join(example).join("dist");
    let entries = fs::read_dir(&folder)
        .unwrap_or_else(|error| panic!("{}: {error}; `make test-e2e` builds it", folder.display()));
    entries.map(|entry| entry.unwrap().path()).collect()
}

/// Starts a harness whose site has the page of an example as `example.html`.
fn serve(example: &str) -> Harness {
    let site = Site::new();
    for path in built_files(example) {
        let text = fs::read_to_string(&path).unwrap();
        match path.file_name().and_then(|name| name.to_str()).unwrap() {
            "index.html" => {
                let watched = text.replacen("<head>", r#"<head><script src="./watch.js"></script>"#, 1);
                site.write_file("example.html", &watched);
            }
            script => site.write_file(script, &text),
        }
    }
    Harness::with_site(site, &[])
}

#[track_caller]
fn assert_example_works(example: &str) {
    let harness = serve(example);
    let form = harness.open_page("example.html");
    form.wait_for_state("editing");
    let read = |script: &str| harness.browser().evaluate::<String>(script);

    assert_eq!(read("return String(document.querySelector('ticket-note').lockType)"), "true");
    harness.browser().execute::<()>("document.querySelector('main > button').click()", Vec::new());
    let ticket = || read("return String(document.querySelector('ticket-note').ticketId)");
    wait_until("the next ticket", ticket, |id| id == "858463");

    form.type_text(TEXT).click_button("Add note").wait_for_state("saved");
    let message = || read("return document.querySelector('main > [role=status]').textContent");
    wait_until("the framework's handler", message, |text| text == "Added a note to ticket 858463.");
    let note = AcceptedNote {
        ticket: 858_463,
        note_type: "calllog".to_owned(),
        message: TEXT.to_owned(),
        user: Some(254),
    };
    assert_eq!(harness.sandbox().notes(), [note]);
    harness.assert_no_page_errors();
}

#[test]
fn the_react_example_sets_attributes_and_receives_events() {
    assert_example_works("react");
}

#[test]
fn the_vue_example_sets_properties_and_receives_events() {
    assert_example_works("vue");
}

/// Returns the code block that follows the mark of a file in the guide for page authors.
fn block_in_guide(path: &str) -> String {
    let guide = include_str!("../../../../docs/page-authors.md");
    let mark = format!("<!-- include {path} -->\n```");
    let (_, rest) = guide.split_once(&mark).unwrap_or_else(|| panic!("the guide has no {mark}"));
    let (_, code) = rest.split_once('\n').expect("a code block");
    code.split("```").next().expect("the end of the code block").trim().to_owned()
}

#[test]
fn the_guide_shows_the_example_files() {
    for path in ["examples/react/src/TicketNote.jsx", "examples/vue/src/TicketNote.vue"] {
        let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..").join(path);
        assert_eq!(block_in_guide(path), fs::read_to_string(file).unwrap().trim(), "{path}");
    }
}
