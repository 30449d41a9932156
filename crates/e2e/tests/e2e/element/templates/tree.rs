//! The accessibility tree of the list of templates.

use super::{open_with_templates, run_script};
use serde_json::{Value, json};
use thirtyfour::Key;
use ticket_note_e2e::{Engine, Harness};

const NAME: &str = "Insert template";
const OPTIONS: [&str; 2] =
    ["Called back Called back about {{ticket}} by {{user}}.", "Refund Refund of {{amount}} sent."];

/// Returns computed role and name of the elements of the list, from the browser's accessibility tree.
fn roles_and_names(harness: &Harness) -> Vec<[String; 2]> {
    let browser = harness.browser();
    let elements = browser.find_in_shadow("ticket-note", "#insert-template, [role=combobox], ul, li");
    let computed = elements.iter().map(|element| browser.role_and_name(element).expect("a role"));
    computed.map(|computed| [computed.role, computed.name]).collect()
}

/// Returns whether the list is expanded at the button and at the filter, the name of the active option, and
/// whether each option is selected.
fn states(harness: &Harness) -> Value {
    run_script(
        harness,
        "const find = (id) => note.shadowRoot.getElementById(id); \
         const filter = note.shadowRoot.querySelector('[role=combobox]'); \
         const list = find(filter.getAttribute('aria-controls')); \
         const active = find(filter.getAttribute('aria-activedescendant')); \
         return [find('insert-template').ariaExpanded, filter.ariaExpanded, active?.firstChild.data ?? null, \
             [...list.children].map(({ ariaSelected }) => ariaSelected)]",
    )
}

#[test]
fn the_list_has_the_roles_of_a_combobox() {
    let harness = Harness::new();
    let form = open_with_templates(&harness);
    form.click_button(NAME);
    let mut seen = roles_and_names(&harness);
    // WebKit separates the parts of a name, which are blocks, by a line break.
    for [_, name] in &mut seen {
        *name = name.split_whitespace().collect::<Vec<_>>().join(" ");
    }
    let expected = [
        ["button", NAME],
        ["combobox", NAME],
        ["listbox", NAME],
        ["option", OPTIONS[0]],
        ["option", OPTIONS[1]],
    ];
    assert_eq!(seen, expected);
}

#[test]
fn the_active_option_is_known_while_the_user_moves() {
    let harness = Harness::new();
    let form = open_with_templates(&harness);
    form.click_button(NAME);
    assert_eq!(states(&harness), json!(["true", "true", "Called back", ["true", "false"]]));
    harness.browser().press_keys(Key::Down);
    assert_eq!(states(&harness), json!(["true", "true", "Refund", ["false", "true"]]));
    harness.browser().press_keys(Key::Down);
    assert_eq!(states(&harness), json!(["true", "true", "Called back", ["true", "false"]]));
    harness.browser().press_keys("zz");
    assert_eq!(states(&harness), json!(["true", "true", null, []]));
    harness.browser().press_keys(Key::Escape);
    assert_eq!(states(&harness).as_array().map(|states| states[..2].to_vec()), Some(vec![json!("false"); 2]));
    form.wait_for_control("textbox", "Note", |control| control.focused);
}

/// The drivers of Firefox and of WebKit report roles and names, but no states.
#[test]
fn the_tree_of_chromium_has_the_states_of_the_list() {
    let harness = Harness::new();
    let form = open_with_templates(&harness);
    form.click_button(NAME);
    harness.browser().press_keys(Key::Down);
    let Some(tree) = harness.browser().accessibility_tree() else {
        assert!(matches!(harness.browser().engine(), Engine::Firefox | Engine::Safari));
        return;
    };
    let node = |role: &str, name: &str| {
        let found = tree.iter().find(|node| node[0] == role && node[1] == name);
        found.unwrap_or_else(|| panic!("no {role} {name} in {tree:?}"))[2].clone()
    };
    let filter = node("combobox", NAME);
    assert_eq!(filter["expanded"], true, "{filter}");
    assert_eq!(filter["focused"], true, "{filter}");
    assert_eq!(filter["activedescendant"], json!(["template-1"]), "{filter}");
    assert_eq!(filter["controls"], json!(["template-list"]), "{filter}");
    let selected = OPTIONS.map(|name| node("option", name)["selected"].clone());
    assert_eq!(selected, [json!(false), json!(true)]);
}
