//! The bundle as it is shipped (docs/specification.md, section 6).

use std::fs;
use std::path::{Path, PathBuf};
use ticket_note_e2e::{Harness, wait_until};

const STABLE: [&str; 6] =
    ["embed.js", "host.js", "index.html", "custom-elements.json", "host.d.ts", "ticket-note.d.ts"];

fn files() -> Vec<PathBuf> {
    let dist = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../dist");
    let entries = fs::read_dir(dist).expect("a bundle; run `make dist` first");
    let paths = entries.map(|entry| entry.unwrap().path());
    paths.filter(|path| path.is_file() && !matches!(extension(path), "br" | "gz")).collect()
}

fn extension(path: &Path) -> &str {
    path.extension().and_then(|extension| extension.to_str()).unwrap_or_default()
}

fn name(path: &Path) -> &str {
    path.file_name().and_then(|name| name.to_str()).unwrap()
}

#[test]
fn the_framed_page_as_shipped_adds_a_note() {
    let harness = Harness::new();
    let form = harness.open_page("index.html?ticketId=858462&type=calllog");
    form.type_text("Spoke with the customer.").click_button("Add note").wait_for_state("saved");
    assert_eq!(harness.sandbox().notes().len(), 1);
}

#[test]
fn the_page_runs_without_policy_violations() {
    let harness = Harness::new();
    let form = harness.open_frame_page("ticketId=858462&theme=dark&lang=nl&types=calllog,1%3DE-mail");
    form.set_property("lang", "en").set_property("theme", "light");
    form.click_button("Add note");
    form.select_type("E-mail")
        .type_text("Spoke with the customer.")
        .click_button("Add note")
        .wait_for_state("saved");
    harness.assert_no_page_errors();
}

#[test]
fn the_policy_is_enforced() {
    let harness = Harness::new();
    harness.open_frame_page("ticketId=858462");
    // In some engines Trusted Types stops it first, in others script-src.
    harness.browser().execute::<()>(
        "const script = document.createElement('script'); \
         try { script.textContent = 'window.ran = true'; } catch { return } \
         document.head.append(script)",
        Vec::new(),
    );
    let page_errors = || harness.browser().execute::<Vec<String>>("return pageErrors", Vec::new());
    wait_until("a violation", page_errors, |errors| errors.iter().any(|error| error.starts_with("policy:")));
    assert!(!harness.browser().execute::<bool>("return window.ran === true", Vec::new()));
}

#[test]
fn no_page_has_inline_code_or_styles() {
    for path in files().iter().filter(|path| extension(path) == "html") {
        let page = fs::read_to_string(path).unwrap().to_lowercase();
        for inline in ["<style", " style=", " on", "javascript:", "data-trunk"] {
            assert!(!page.contains(inline), "{}: {inline}", path.display());
        }
        for script in page.split("<script").skip(1) {
            let (tag, rest) = script.split_once('>').unwrap();
            assert!(tag.contains(" src=") && rest.starts_with("</script>"), "{}: {tag}", path.display());
        }
    }
}

#[test]
fn chromium_compiles_the_script_while_it_is_loaded() {
    let script = files().into_iter().find(|path| name(path) == "embed.js").unwrap();
    assert!(fs::read_to_string(script).unwrap().starts_with("//# allFunctionsCalledOnLoad\n"));
}

#[test]
fn every_file_name_is_stable_or_hashed() {
    for path in files() {
        let stem = path.file_stem().and_then(|stem| stem.to_str()).unwrap();
        let hash = stem.rsplit_once('-').map(|(_, hash)| hash).unwrap_or_default();
        let is_hashed = hash.len() == 12 && hash.bytes().all(|byte| byte.is_ascii_hexdigit());
        assert!(STABLE.contains(&name(&path)) || is_hashed, "{}", path.display());
    }
}

#[test]
fn every_file_has_compressed_variants() {
    for path in files() {
        for twin in ["br", "gz"] {
            let twin = path.with_extension(format!("{}.{twin}", extension(&path)));
            assert!(twin.exists(), "{}", twin.display());
        }
    }
}
