/**
 * The demo page: two tickets with the notes that the sandbox stored, and the form as an element and as a
 * framed page. It has controls for the attributes, the methods, the custom properties, the width and the
 * behaviour of the sandbox.
 */

const element = document.querySelector("ticket-note");
const frame = document.querySelector("iframe");
const settings = document.querySelector("#settings");
const behaviour = document.querySelector("#behaviour");
const notes = document.querySelector("#notes");
const events = document.querySelector("#events");

const REFRESH_MS = 1000;
const MAX_EVENTS = 100;

/** Attributes that the message `set` can change in the framed page. The others go into its URL. */
const SETTABLE = ["ticket-id", "user-id", "type", "types", "lock-type", "customer-types", "ticket-url", "heading", "density", "theme", "lang"];
const FLAGS = ["lock-type", "heading"];
const ATTRIBUTES = [...SETTABLE, "endpoint", "max-length", "drafts", "sign-in", "storage-access"];
const TICKETS = [
  {
    id: "858462",
    subject: "Delivery 4471 arrived without its power supply",
    customer: "R. Okafor",
    message:
      "The box had been opened and taped shut again. The device is fine, but there is no power supply. Could you send one before Thursday?",
  },
  {
    id: "858470",
    subject: "Invoice 2093 has the wrong address",
    customer: "M. Larsen",
    message: "We moved in March. Please send the invoice again with the new address, which is in our account.",
  },
];
const TEMPLATES = [
  { name: "Called back", text: "Called back on {{date}}. Result: {{result}}" },
  { name: "Parts ordered", text: "Ordered the part for ticket {{ticket}}. It ships on {{day}}." },
  { name: "Address checked", text: "Checked the address with the customer. It is up to date." },
];
const EVENTS = ["ready", "change", "submit", "saved", "refused", "unknown", "config-error", "failed", "sign-in", "open"];

// Notes

let shownNotes = "";
let storedNotes = [];

async function refresh() {
  const response = await fetch("/sandbox/notes").catch(() => undefined);
  if (response?.ok) showNotes(await response.text());
}

/** Replaces the list only if the notes changed, so that a screen reader reads each note once. */
function showNotes(json) {
  if (json === shownNotes) return;
  shownNotes = json;
  storedNotes = JSON.parse(json);
  document.querySelector("#delete-notes").hidden = storedNotes.length === 0;
  showTicketNotes();
}

/** Shows the notes of the ticket that is open, and the number of notes of each ticket. */
function showTicketNotes() {
  const of = (id) => storedNotes.filter((note) => String(note.ticketID) === id);
  const own = of(settings.elements["ticket-id"].value);
  notes.replaceChildren(...own.map(noteItem));
  document.querySelector("#no-notes").hidden = own.length > 0;
  for (const button of document.querySelectorAll("#tickets button")) {
    button.querySelector(".count").textContent = of(button.value).length;
  }
}

// Tickets

function ticketItem({ id, subject, customer }) {
  const button = document.createElement("button");
  Object.assign(button, { type: "button", value: id });
  button.append(textElement("span", "subject", subject), textElement("span", "muted", `${customer} · ${id} · notes: `));
  button.lastChild.append(textElement("span", "count", "0"));
  return listItem([button]);
}

function openTicket(id) {
  settings.elements["ticket-id"].value = id;
  configure();
  element.focus();
}

/** Shows the ticket that the attribute names; an unknown number has the first ticket's text. */
function showTicket(id) {
  const { subject, customer, message } = TICKETS.find((ticket) => ticket.id === id) ?? TICKETS[0];
  for (const [selector, text] of [["#subject", subject], ["#customer", customer], ["#writer", customer], ["#message", message]]) {
    document.querySelector(selector).textContent = text;
  }
  for (const button of document.querySelectorAll("#tickets button")) button.ariaCurrent = String(button.value === id);
  showTicketNotes();
}

function noteItem(note) {
  const author = note.userID ? `User ${note.userID}` : "Agent Anonymous";
  return listItem([
    textElement("p", "muted", `${author} · type ${note.type} · ticket ${note.ticketID}`),
    textElement("p", "text", note.message),
  ]);
}

function listItem(children) {
  const item = document.createElement("li");
  item.append(...children);
  return item;
}

function textElement(name, className, content) {
  const created = document.createElement(name);
  created.className = className;
  created.dir = "auto";
  created.textContent = content;
  return created;
}

// Attributes

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
  document.querySelector("#element-snippet").textContent = elementSnippet(attributes);
  document.querySelector("#frame-snippet").textContent = frameSnippet(attributes);
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
  return Object.fromEntries(values);
}

function property(attribute) {
  return attribute.replace(/-(.)/, (_, letter) => letter.toUpperCase());
}

function query(attributes) {
  const values = Object.entries(attributes).filter(([, value]) => value !== null);
  return new URLSearchParams(values.map(([name, value]) => [property(name), value]));
}

function elementSnippet(attributes) {
  const values = Object.entries(attributes).filter(([, value]) => value !== null);
  const attributeText = values.map(([name, value]) => (value === "" ? ` ${name}` : ` ${name}="${escaped(value)}"`));
  const fallback = `<a href="/tickets/${encodeURIComponent(attributes["ticket-id"] ?? "")}">Open the ticket</a>`;
  return `<script type="module" src="/ticket-note/embed.js"></script>\n<ticket-note${attributeText.join("")}>${fallback}</ticket-note>`;
}

/** Has a fixed height: the automatic height needs a script in the parent page (docs/frames.md). */
function frameSnippet(attributes) {
  const url = `${location.origin}/ticket-note/index.html?${query(attributes)}`;
  return `<iframe title="Add a note" width="100%" height="480" frameborder="0" src="${escaped(url)}"></iframe>`;
}

function escaped(value) {
  return value.replaceAll("&", "&amp;").replaceAll('"', "&quot;").replaceAll("<", "&lt;");
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
  const width = document.querySelector("#width").value;
  document.querySelector("#stage").style.maxInlineSize = `${width}px`;
  document.querySelector("#width-value").textContent = `${width} px`;
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

async function copy(id) {
  const code = document.getElementById(id);
  const status = document.querySelector("#copied");
  try {
    await navigator.clipboard.writeText(code.textContent);
    status.textContent = "Copied.";
  } catch {
    getSelection().selectAllChildren(code);
    status.textContent = "The text is selected. Press Ctrl+C or Cmd+C to copy it.";
  }
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
document.querySelector("#delete-notes").addEventListener("click", async () => {
  await fetch("/sandbox/notes", { method: "DELETE" });
  refresh();
});

document.querySelector("#tickets").append(...TICKETS.map(ticketItem));
document.querySelector("#tickets").addEventListener("click", ({ target }) => openTicket(target.closest("button")?.value ?? TICKETS[0].id));
document.querySelector("#theme").addEventListener("input", applyTheme);
document.querySelector("#theme").addEventListener("reset", resetTheme);
document.querySelector("#width").addEventListener("input", applyWidth);
element.templates = TEMPLATES;
applyWidth();
settings.reset();
behaviour.reset();
setBehaviour();
configure();
offerSignIn();
refresh();
setInterval(refresh, REFRESH_MS);
