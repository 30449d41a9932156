/**
 * The demo page: two tickets with the notes that the sandbox stored, and the form as an element and as a
 * framed page. It has controls for the attributes, the methods, the custom properties, the width and the
 * behaviour of the sandbox.
 */

import { listItem, textElement } from "./elements.js";
import { copy, property, query, showSnippets } from "./snippets.js";
import { deleteNotes, listTickets, refresh, showTicket } from "./tickets.js";

const element = document.querySelector("ticket-note");
const frame = document.querySelector("iframe");
const settings = document.querySelector("#settings");
const behaviour = document.querySelector("#behaviour");
const events = document.querySelector("#events");

const REFRESH_MS = 1000;
const MAX_EVENTS = 100;

/** Attributes that the message `set` can change in the framed page. The others go into its URL. */
const SETTABLE = ["ticket-id", "user-id", "type", "types", "lock-type", "customer-types", "ticket-url", "heading", "density", "theme", "lang"];
const FLAGS = ["lock-type", "heading"];
const ATTRIBUTES = [...SETTABLE, "endpoint", "max-length", "drafts", "sign-in", "storage-access"];
const TEMPLATES = [
  { name: "Called back", text: "Called back on {{date}}. Result: {{result}}" },
  { name: "Parts ordered", text: "Ordered the part for ticket {{ticket}}. It ships on {{day}}." },
  { name: "Address checked", text: "Checked the address with the customer. It is up to date." },
];
const EVENTS = ["ready", "change", "submit", "saved", "refused", "unknown", "config-error", "failed", "sign-in", "open"];

// Attributes

function openTicket(id) {
  settings.elements["ticket-id"].value = id;
  configure();
  element.focus();
}

/** Returns the attributes that the controls set; `null` for an attribute that is absent. */
function chosenAttributes() {
  return Object.fromEntries(ATTRIBUTES.map((name) => [name, valueOf(settings.elements[name])]));
}

function valueOf(control) {
  if (control.type === "checkbox") return control.checked ? "" : null;
  return control.value === "" ? null : control.value;
}

function configure() {
  const attributes = chosenAttributes();
  for (const [name, value] of Object.entries(attributes)) {
    if (value === null) element.removeAttribute(name);
    else element.setAttribute(name, value);
  }
  configureFrame(attributes);
  showSnippets(attributes);
  document.querySelector("#number").textContent = attributes["ticket-id"] ?? "(no ticket-id)";
  document.documentElement.dataset.theme = attributes.theme ?? "auto";
  showTicket(attributes["ticket-id"]);
}

let urlAttributes;

function configureFrame(attributes) {
  const values = JSON.stringify(ATTRIBUTES.filter((name) => !SETTABLE.includes(name)).map((name) => attributes[name]));
  if (values === urlAttributes) {
    postToFrame("set", settable(attributes));
  } else {
    urlAttributes = values;
    frame.src = `/index.html?${query(attributes)}&${new URLSearchParams({ parentOrigin: location.origin })}`;
  }
}

function settable(attributes) {
  const values = SETTABLE.map((name) => [property(name), FLAGS.includes(name) ? attributes[name] !== null : attributes[name]]);
  return { ...Object.fromEntries(values), templates: TEMPLATES };
}

// Framed page

function postToFrame(kind, values) {
  frame.contentWindow.postMessage({ app: "ticket-note", v: 1, kind, ...values }, location.origin);
}

addEventListener("message", ({ data, origin, source }) => {
  if (origin !== location.origin || source !== frame.contentWindow) return;
  if (data?.app !== "ticket-note" || data.v !== 1) return;
  const { app, v, kind, ...detail } = data;
  if (kind === "resize") frame.style.blockSize = `${detail.height}px`;
  // A message that was posted while the frame loaded was lost.
  if (kind === "ready") postToFrame("set", settable(chosenAttributes()));
  if (kind === "saved") refresh();
  log("frame", kind, detail);
});

// Events

function log(source, name, detail) {
  const cells = [
    textElement("span", "source", source),
    textElement("code", "name", name),
    textElement("code", "detail", JSON.stringify(detail) ?? ""),
  ];
  events.prepend(listItem(cells));
  while (events.childElementCount > MAX_EVENTS) events.lastElementChild.remove();
  document.querySelector("#no-events").hidden = true;
}

async function callMethod(method) {
  const target = method === "forgetDrafts" ? customElements.get("ticket-note") : element;
  log("element", `${method}()`, await target[method]());
}

// Appearance

function applyTheme({ target: { name, value, type } }) {
  element.style.setProperty(`--ticket-note-${name}`, type === "range" ? `${value}px` : value);
}

function resetTheme() {
  for (const property of [...element.style]) element.style.removeProperty(property);
}

function applyWidth() {
  document.querySelector("#stage").style.maxInlineSize = `${document.querySelector("#width").value}px`;
}

/** Shows the width that the form has: a narrow window makes it narrower than the slider says. */
function showWidth() {
  document.querySelector("#width-value").textContent = `${element.offsetWidth} px`;
}

// Sandbox and buttons

function setBehaviour() {
  const { fault, delayMs } = behaviour.elements;
  const body = JSON.stringify({ delayMs: Number(delayMs.value) || 0, fault: fault.value });
  return fetch("/sandbox/behaviour", { method: "PUT", headers: { "Content-Type": "application/json" }, body });
}

/** Offers the sign-in if the proxy has one (`--sandbox-sign-in`). */
async function offerSignIn() {
  const response = await fetch("/api/ticket-note/session").catch(() => undefined);
  if (!response?.ok) return;
  settings.elements["sign-in"].checked = true;
  configure();
}

for (const name of EVENTS) element.addEventListener(`note-${name}`, ({ type, detail }) => log("element", type, detail));
element.addEventListener("note-saved", refresh);
settings.addEventListener("change", configure);
settings.addEventListener("submit", (event) => event.preventDefault());
behaviour.addEventListener("change", setBehaviour);
behaviour.addEventListener("submit", (event) => event.preventDefault());
document.querySelector("#methods").addEventListener("click", ({ target }) => target.value && callMethod(target.value));
document.querySelector(".snippets").addEventListener("click", ({ target }) => target.value && copy(target.value));
document.querySelector("#clear").addEventListener("click", () => {
  events.replaceChildren();
  document.querySelector("#no-events").hidden = false;
});
document.querySelector("#delete-notes").addEventListener("click", deleteNotes);

listTickets(openTicket);
document.querySelector("#theme").addEventListener("input", applyTheme);
document.querySelector("#theme").addEventListener("reset", resetTheme);
document.querySelector("#width").addEventListener("input", applyWidth);
element.templates = TEMPLATES;
new ResizeObserver(showWidth).observe(element);
applyWidth();
settings.reset();
behaviour.reset();
setBehaviour();
configure();
offerSignIn();
refresh();
setInterval(refresh, REFRESH_MS);
