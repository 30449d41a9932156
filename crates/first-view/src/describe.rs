//! The description of a rendered view, as JSON:
//!
//! - `strings` lists indices into the record of strings. The first six are the language, its direction, the
//!   name of the form, the sending message, and the two texts of a form that is slow to start. The script uses them even if the view does not show
//!   them.
//! - `view` is an element: an array of its name, an object of its attributes, and its children. A text is a
//!   string, a position in `strings`, or an array of such a position and the text that replaces `{}`.
//!
//! An empty `div` is a place of messages. It is left out, because it shows nothing, and the engine renders it
//! before it has a message. The places with the role `status` stay, because the script writes into them. An
//! empty `p` stays, because a control refers to it.

use crate::placeholders::{Text, read};
use roxmltree::{Document, Node};
use serde_json::{Map, Value, json};
use ticket_note_strings::Strings;

/// Describes HTML that was rendered with these placeholders.
///
/// # Errors
/// If the HTML is not well-formed.
pub(crate) fn describe(html: &str, placeholders: &Strings) -> Result<String, roxmltree::Error> {
    let document = Document::parse(html)?;
    let mut used = Used::default();
    let Strings { lang, dir, form, sending, slow_start, reload, .. } = placeholders;
    for text in [lang, dir, form, sending, slow_start, reload] {
        if let Text::String(index) | Text::Filled(index, _) = read(text) {
            used.place(index);
        }
    }
    let view = element(document.root_element(), &mut used);
    Ok(format!("{}\n", json!({ "strings": used.0, "view": view })))
}

fn element(node: Node<'_, '_>, used: &mut Used) -> Value {
    let mut sorted: Vec<_> = node.attributes().collect();
    // Another crate may make JSON objects keep the order of insertion.
    sorted.sort_by_key(|attribute| attribute.name());
    let mut attributes = Map::new();
    for attribute in sorted {
        if let Some(value) = used.text(attribute.value()) {
            attributes.insert(attribute.name().to_owned(), value);
        }
    }
    let mut parts = vec![json!(node.tag_name().name()), Value::Object(attributes)];
    for child in node.children().filter(|child| !is_left_out(*child)) {
        parts.extend(match child.text().filter(|_| child.is_text()) {
            Some(text) => used.text(text),
            None => Some(element(child, used)),
        });
    }
    Value::Array(parts)
}

fn is_left_out(node: Node<'_, '_>) -> bool {
    node.has_tag_name("div") && !node.has_children() && node.attribute("role") != Some("status")
}

/// The indices of the strings that are used.
#[derive(Debug, Default)]
struct Used(Vec<usize>);

impl Used {
    /// Describes a text. A string whose `{}` is not filled has no description: the script writes it.
    fn text(&mut self, text: &str) -> Option<Value> {
        match read(text) {
            Text::Literal(text) => Some(json!(text)),
            Text::String(index) => Some(json!(self.place(index))),
            Text::Filled(_, "{}") => None,
            Text::Filled(index, fill) => Some(json!([self.place(index), fill])),
        }
    }

    /// Returns the position of a string in the list. Adds the string if the list does not have it.
    fn place(&mut self, index: usize) -> usize {
        self.0.iter().position(|&known| known == index).unwrap_or_else(|| {
            self.0.push(index);
            self.0.len() - 1
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::placeholders;

    fn view(html: &str) -> Value {
        let description = describe(html, placeholders::strings().unwrap()).unwrap();
        serde_json::from_str::<Value>(&description).unwrap()["view"].take()
    }

    #[test]
    fn an_element_is_its_name_its_attributes_and_its_children() {
        let expected = json!(["p", { "id": "a" }, "one", ["b", {}, "two"]]);
        assert_eq!(view(r#"<p id="a">one<b>two</b></p>"#), expected);
    }

    #[test]
    fn a_string_is_its_place_in_the_list() {
        let strings = placeholders::strings().unwrap();
        let html = format!("<p lang=\"{}\">{}</p>", strings.lang, strings.channel.replace("{}", "3"));
        assert_eq!(view(&html), json!(["p", { "lang": 0 }, [6, "3"]]));
    }

    #[test]
    fn a_string_that_the_script_fills_is_left_out() {
        let html = format!("<p title=\"{}\"></p>", placeholders::strings().unwrap().form);
        assert_eq!(view(&html), json!(["p", {}]));
    }

    #[test]
    fn an_empty_place_of_messages_is_left_out_if_nothing_refers_to_it() {
        let html = r#"<div><p id="error"/><div role="alert"/><div role="status"/><div>a</div></div>"#;
        let expected =
            json!(["div", {}, ["p", { "id": "error" }], ["div", { "role": "status" }], ["div", {}, "a"]]);
        assert_eq!(view(html), expected);
    }

    #[test]
    fn an_unclosed_element_is_an_error() {
        assert!(describe("<p>", placeholders::strings().unwrap()).is_err());
    }
}
