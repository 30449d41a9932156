/**
 * The framed page: its query carries the properties of <ticket-note>, by their names.
 *
 * With `parentOrigin` it talks with the page around it, and with nobody else; without, it says
 * nothing. Every message, either way, is `{app: "ticket-note", v: 1, kind, …}`.
 */
import "./embed.js";

const SETTABLE = ["ticketId", "userId", "type", "types", "lockType", "lang", "theme"];
const PROPERTIES = [...SETTABLE, "endpoint", "maxLength", "drafts"];
const ENVELOPE = { app: "ticket-note", v: 1 };

/** What the page around is told, by the event of the element that says it. */
const TOLD = {
  "note-ready": "ready",
  "note-change": "state",
  "note-saved": "saved",
  "note-refused": "refused",
  "note-unknown": "unknown",
  "note-config-error": "config-error",
  "note-failed": "failed",
};

/** What the page around may ask for. */
const ASKED = new Map([
  ["set", (values) => Object.entries(values).every(isSettable) && configure(values)],
  ["focus", (values) => isEmpty(values) && note.focus()],
  ["reset", (values) => isEmpty(values) && note.reset()],
]);

const FORM_CHANGES = { subtree: true, childList: true, attributeFilter: ["lang", "dir", "aria-label"] };

const page = document.documentElement;
const note = document.createElement("ticket-note");

/** Attributes take what properties would convert: what is wrong with a value, the form says. */
function configure(values) {
  for (const [name, value] of Object.entries(values)) {
    const attribute = name.replace(/[A-Z]/, (capital) => `-${capital.toLowerCase()}`);
    if (value === null || value === false) note.removeAttribute(attribute);
    else note.setAttribute(attribute, value === true ? "" : value);
  }
  page.dataset.theme = note.getAttribute("theme") ?? "auto";
  // The page's language is the form's, so it cannot be where the form takes its own from.
  if (!note.hasAttribute("lang")) page.lang = navigator.language;
}

function isSettable([name, value]) {
  const types = name === "lockType" ? ["boolean"] : ["string", "number"];
  return SETTABLE.includes(name) && (value === null || types.includes(typeof value));
}

function isEmpty(values) {
  return Object.keys(values).length === 0;
}

/** A browser writes an origin in one way only; what is written in another is none. */
function isOrigin(text) {
  try {
    return new URL(text).origin === text;
  } catch {
    return false;
  }
}

function talkTo(origin) {
  const tell = (kind, detail) => parent.postMessage({ ...detail, ...ENVELOPE, kind }, origin);
  for (const [name, kind] of Object.entries(TOLD)) note.addEventListener(name, ({ detail }) => tell(kind, detail));
  tellHeight((height) => tell("resize", { height }));
  addEventListener("message", ({ data, origin: sender, source }) => {
    if (sender === origin && source === parent) obey(data);
  });
}

function tellHeight(tell) {
  let told = 0;
  const look = () => {
    const { width, height } = document.body.getBoundingClientRect();
    // A frame that is not shown has no height to tell, and one that is made 0 px high would stay so.
    if (width === 0 || height === 0 || Math.ceil(height) === told) return;
    told = Math.ceil(height);
    tell(told);
  };
  new ResizeObserver(look).observe(document.body);
}

function obey(message) {
  const { app, v, kind, ...values } = Object(message);
  if (app === ENVELOPE.app && v === ENVELOPE.v) ASKED.get(kind)?.(values);
}

/** The page is named and spoken in the language of the form, whatever the browser asked for. */
function followForm() {
  const form = note.shadowRoot.querySelector("form");
  if (!form) return;
  page.lang = form.lang;
  page.dir = form.dir;
  document.title = form.ariaLabel;
  document.querySelector("h1").textContent = form.ariaLabel;
}

const query = new URLSearchParams(location.search);
configure(Object.fromEntries([...query].filter(([name]) => PROPERTIES.includes(name))));

new MutationObserver(followForm).observe(note.shadowRoot, FORM_CHANGES);

const parentOrigin = query.get("parentOrigin");
if (parentOrigin !== null && !isOrigin(parentOrigin)) {
  console.warn(`ticket-note: parentOrigin is not an origin: ${parentOrigin}`);
} else if (parentOrigin !== null && parent !== window) {
  // Who talks with the frame gives it the height that it asks for: then the text has room.
  page.dataset.talks = "";
  talkTo(parentOrigin);
}
document.querySelector("main").append(note);
