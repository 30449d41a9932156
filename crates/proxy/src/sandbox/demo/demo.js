/**
 * The demo page: a ticket with the notes that the sandbox stored, and the form as an element and as a
 * framed page. It has controls for the attributes, the methods and the behaviour of the sandbox.
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
const SETTABLE = ["ticket-id", "user-id", "type", "types", "lock-type", "theme", "lang"];
const ATTRIBUTES = [...SETTABLE, "endpoint", "max-length", "drafts"];
const EVENTS = ["ready", "change", "submit", "saved", "refused", "unknown", "config-error", "failed"];

// Notes

let shownNotes = "";

async function refresh() {
  const response = await fetch("/sandbox/notes").catch(() => undefined);
  if (response?.ok) showNotes(await response.text());
}

/** Replaces the list only if the notes changed, so that a screen reader reads each note once. */
function showNotes(json) {
  if (json === shownNotes) return;
  shownNotes = json;
  const stored = JSON.parse(json);
  notes.replaceChildren(...stored.map(noteItem));
  document.querySelector("#no-notes").hidden = stored.length > 0;
  document.querySelector("#delete-notes").hidden = stored.length === 0;
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
  const values = SETTABLE.map((name) => [property(name), name === "lock-type" ? attributes[name] !== null : attributes[name]]);
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

// Sandbox and buttons

function setBehaviour() {
  const { fault, delayMs } = behaviour.elements;
  const body = JSON.stringify({ delayMs: Number(delayMs.value) || 0, fault: fault.value });
  return fetch("/sandbox/behaviour", { method: "PUT", headers: { "Content-Type": "application/json" }, body });
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

settings.reset();
behaviour.reset();
setBehaviour();
configure();
refresh();
setInterval(refresh, REFRESH_MS);
