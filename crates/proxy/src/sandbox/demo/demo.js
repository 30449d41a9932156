/**
 * The demo page: a ticket with its notes from the sandbox, the widget beside it as element and as
 * frame, and everything that can be set on it or go wrong behind it.
 */

const element = document.querySelector("ticket-note");
const frame = document.querySelector("iframe");
const settings = document.querySelector("#settings");
const desk = document.querySelector("#desk");
const notes = document.querySelector("#notes");
const events = document.querySelector("#events");

const REFRESH_MS = 1000;
const MOST_EVENTS = 100;

/** Attributes that the framed page takes from a message; it takes the others from its address only. */
const SETTABLE = ["ticket-id", "user-id", "type", "types", "lock-type", "theme", "lang"];
const ATTRIBUTES = [...SETTABLE, "endpoint", "max-length", "drafts"];
const EVENTS = ["ready", "change", "submit", "saved", "refused", "unknown", "config-error", "failed"];

// The notes of the ticket.

let shown = "";

async function refresh() {
  const response = await fetch("/sandbox/notes").catch(() => undefined);
  if (response?.ok) showNotes(await response.text());
}

/** Shows the notes anew only when there are others: a screen reader hears each one once. */
function showNotes(json) {
  if (json === shown) return;
  shown = json;
  const kept = JSON.parse(json);
  notes.replaceChildren(...kept.map(noteItem));
  document.querySelector("#none").hidden = kept.length > 0;
  document.querySelector("#empty").hidden = kept.length === 0;
}

function noteItem(note) {
  const by = note.userID ? `User ${note.userID}` : "Agent Anonymous";
  return line([
    text("p", "soft", `${by} · type ${note.type} · ticket ${note.ticketID}`),
    text("p", "text", note.message),
  ]);
}

function line(children) {
  const item = document.createElement("li");
  item.append(...children);
  return item;
}

function text(name, kind, content) {
  const made = document.createElement(name);
  made.className = kind;
  made.dir = "auto";
  made.textContent = content;
  return made;
}

// The settings.

/** The attributes as they stand in the form; `null` for one that is not set. */
function asked() {
  return Object.fromEntries(ATTRIBUTES.map((name) => [name, valueOf(settings.elements[name])]));
}

function valueOf(control) {
  if (control.type === "checkbox") return control.checked ? "" : null;
  return control.value === "" ? null : control.value;
}

function configure() {
  const attributes = asked();
  for (const [name, value] of Object.entries(attributes)) {
    if (value === null) element.removeAttribute(name);
    else element.setAttribute(name, value);
  }
  configureFrame(attributes);
  document.querySelector("#element-snippet").textContent = elementSnippet(attributes);
  document.querySelector("#frame-snippet").textContent = frameSnippet(attributes);
  document.querySelector("#number").textContent = attributes["ticket-id"] ?? "without a number";
  document.documentElement.dataset.theme = attributes.theme ?? "auto";
}

let inAddress;

function configureFrame(attributes) {
  const others = JSON.stringify(ATTRIBUTES.filter((name) => !SETTABLE.includes(name)).map((name) => attributes[name]));
  if (others === inAddress) {
    ask("set", settable(attributes));
  } else {
    inAddress = others;
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
  const written = values.map(([name, value]) => (value === "" ? ` ${name}` : ` ${name}="${escaped(value)}"`));
  const instead = `<a href="/tickets/${encodeURIComponent(attributes["ticket-id"] ?? "")}">Open the ticket</a>`;
  return `<script type="module" src="/embed.js"></script>\n<ticket-note${written.join("")}>${instead}</ticket-note>`;
}

/** It works wherever it is pasted: automatic height needs a script around it, which the docs have. */
function frameSnippet(attributes) {
  const address = `${location.origin}/index.html?${query(attributes)}`;
  return `<iframe title="Add a note" width="100%" height="480" src="${escaped(address)}"></iframe>`;
}

function escaped(value) {
  return value.replaceAll("&", "&amp;").replaceAll('"', "&quot;").replaceAll("<", "&lt;");
}

// The frame.

function ask(kind, values) {
  frame.contentWindow.postMessage({ app: "ticket-note", v: 1, kind, ...values }, location.origin);
}

addEventListener("message", ({ data, origin, source }) => {
  if (origin !== location.origin || source !== frame.contentWindow) return;
  if (data?.app !== "ticket-note" || data.v !== 1) return;
  const { app, v, kind, ...detail } = data;
  if (kind === "resize") frame.style.blockSize = `${detail.height}px`;
  // What was set while the frame was loading has not reached it.
  if (kind === "ready") ask("set", settable(asked()));
  if (kind === "saved") refresh();
  log("frame", kind, detail);
});

// The events.

function log(from, name, detail) {
  const made = [text("span", "from", from), text("code", "name", name), text("code", "detail", JSON.stringify(detail) ?? "")];
  events.prepend(line(made));
  while (events.childElementCount > MOST_EVENTS) events.lastElementChild.remove();
  document.querySelector("#silent").hidden = true;
}

async function call(method) {
  const owner = method === "forgetDrafts" ? customElements.get("ticket-note") : element;
  log("element", `${method}()`, await owner[method]());
}

// What the help desk does, and the page's own buttons.

function behave() {
  const { fault, delayMs } = desk.elements;
  const body = JSON.stringify({ delayMs: Number(delayMs.value) || 0, fault: fault.value });
  return fetch("/sandbox/behaviour", { method: "PUT", headers: { "Content-Type": "application/json" }, body });
}

async function copy(id) {
  const code = document.getElementById(id);
  const said = document.querySelector("#copied");
  try {
    await navigator.clipboard.writeText(code.textContent);
    said.textContent = "Copied.";
  } catch {
    getSelection().selectAllChildren(code);
    said.textContent = "Selected: copy it with the keyboard.";
  }
}

for (const name of EVENTS) element.addEventListener(`note-${name}`, ({ type, detail }) => log("element", type, detail));
element.addEventListener("note-saved", refresh);
settings.addEventListener("change", configure);
settings.addEventListener("submit", (event) => event.preventDefault());
desk.addEventListener("change", behave);
desk.addEventListener("submit", (event) => event.preventDefault());
document.querySelector("#methods").addEventListener("click", ({ target }) => target.value && call(target.value));
document.querySelector(".snippets").addEventListener("click", ({ target }) => target.value && copy(target.value));
document.querySelector("#clear").addEventListener("click", () => {
  events.replaceChildren();
  document.querySelector("#silent").hidden = false;
});
document.querySelector("#empty").addEventListener("click", async () => {
  await fetch("/sandbox/notes", { method: "DELETE" });
  refresh();
});

settings.reset();
desk.reset();
behave();
configure();
refresh();
setInterval(refresh, REFRESH_MS);
