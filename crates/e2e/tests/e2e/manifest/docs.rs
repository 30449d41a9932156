//! The types and the docs name everything in the manifest.

use super::{declaration, entries, names, text_of};
use serde_json::Value;
use ticket_note_e2e::Harness;

const README: &str = include_str!("../../../../../README.md");
const GUIDE: &str = include_str!("../../../../../docs/page-authors.md");

/// Whether the guide for page authors has this name in code marks, followed by one of these.
pub(super) fn is_documented(name: &str, after: &[&str]) -> bool {
    after.iter().any(|after| GUIDE.contains(&format!("`{name}{after}")))
}

#[test]
fn the_types_and_the_guide_cover_the_manifest() {
    let harness = Harness::new();
    harness.open_page("element.html");
    let declaration = declaration(&harness);
    let types = text_of(&harness, "./ticket-note.d.ts");
    let name = |entry: &Value| entry["name"].as_str().unwrap().to_owned();
    for member in entries(&declaration, "members") {
        let name = name(member);
        let is_there = [":", "(", "?:"].into_iter().any(|after| types.contains(&format!("{name}{after}")));
        assert!(is_there, "the types have no {name}");
        assert!(is_documented(&name, &["`", "("]), "the guide has no {name}");
    }
    for list in ["attributes", "events"] {
        for name in entries(&declaration, list).map(name) {
            let is_there = types.contains(&format!("\"{name}\"")) || types.contains(&format!("  {name}?:"));
            assert!(is_there, "the types have no {name}");
            assert!(is_documented(&name, &["`"]), "the guide has no {name}");
        }
    }
    for list in ["cssParts", "cssProperties"] {
        for name in entries(&declaration, list).map(name) {
            assert!(is_documented(&name, &["`"]), "the guide has no {name}");
        }
    }
}

#[test]
fn the_readme_lists_every_attribute() {
    let harness = Harness::new();
    harness.open_page("element.html");
    for name in names(&declaration(&harness), "attributes") {
        assert!(README.contains(&format!("`{name}`")), "the readme has no {name}");
    }
}
