/** Draws the form before the engine is loaded, from the description of its first view (crates/first-view).
    `strings` begins with the language, its direction, the name of the form, and the sending message. */
import { place } from "./parts.js";

const SVG = "http://www.w3.org/2000/svg";
const templates = new Map();

/** Returns the elements of a form with these attributes. */
export function draw(view, strings, { ticketId, initialType, types, lockType }) {
  const [lang, , name] = strings;
  const template = templates.get(lang);
  const box = template?.cloneNode(true) ?? build(view, strings);
  // The first form of a page is drawn without a template.
  if (!template) templates.set(lang, templates.has(lang) ? box.cloneNode(true) : null);
  const list = box.querySelector("select");
  const label = name.replace("{}", ticketId ?? "");
  box.firstChild.setAttribute("aria-label", label);
  box.querySelector("h2").textContent = label;
  if (types) list.replaceChildren(list.firstChild, ...offered(types, [...list]));
  list.value = initialType;
  list.value ||= "";
  list.disabled = lockType && list.value !== "";
  return box;
}

/** Redraws a drawn form. The input of the user and the focus are kept. */
export function redraw(root, box) {
  const form = root.querySelector("form");
  const fresh = box.firstChild;
  if (form.isEqualNode(fresh)) return;
  // Equal values are not written: a page may observe the form, and change the element in response.
  for (const name of ["lang", "dir", "aria-label"]) {
    const value = fresh.getAttribute(name);
    if (form.getAttribute(name) !== value) form.setAttribute(name, value);
  }
  for (const label of ["[for=type]", "[for=text]"]) {
    form.querySelector(label).textContent = fresh.querySelector(label).textContent;
  }
  place(root, fresh.querySelectorAll(".drawn"));
  form.querySelector("select").disabled = fresh.querySelector("select").disabled;
  redrawList(root, box);
}

/** Redraws the options of the list. A type that is still offered stays chosen. */
export function redrawList(root, box) {
  const [list, { value, innerHTML, children }] = [root, box].map((tree) => tree.querySelector("select"));
  if (list.innerHTML === innerHTML) return;
  const chosen = value || list.value;
  list.replaceChildren(...children);
  list.value = chosen;
  list.value ||= "";
}

/** Shows that the note is being sent. It is sent as soon as the engine is loaded. */
export function showSending(root, [, , , sentence]) {
  root.querySelector("textarea").readOnly = true;
  root.getElementById("send").setAttribute("aria-disabled", "true");
  const line = document.createElement("p");
  line.dataset.tone = "busy";
  line.append(document.createElement("span"));
  line.firstChild.textContent = sentence;
  root.querySelector("[role=status]").replaceChildren(line);
  root.getElementById("text-hint").textContent = "";
}

function build(node, strings) {
  if (!Array.isArray(node) || typeof node[0] === "number") return text(node, strings);
  // In the first frame of a page, a loop is faster than a rest element and a call with many nodes.
  const name = node[0];
  const attributes = node[1];
  const element = /svg|path/.test(name) ? document.createElementNS(SVG, name) : document.createElement(name);
  for (const attribute in attributes) element.setAttribute(attribute, text(attributes[attribute], strings));
  for (let child = 2; child < node.length; child++) element.append(build(node[child], strings));
  return element;
}

function text(description, strings) {
  if (typeof description === "string") return description;
  return typeof description === "number" ? strings[description] : strings[description[0]].replace("{}", description[1]);
}

/** Returns the options of an attribute `types`, with the page's names. */
function offered(types, options) {
  return types.split(",").flatMap((item) => {
    const [code, ...name] = item.split("=");
    const option = options.find(({ value }) => value && value === code.trim());
    if (option && name.join("=").trim()) option.textContent = name.join("=").trim();
    return option ?? [];
  });
}
