/**
 * The framed page: its query contains the properties of `<ticket-note>`.
 *
 * With `parentOrigin` it exchanges messages with the parent page, and with no other page. Each message, in
 * either direction, is `{app: "ticket-note", v: 1, kind, …}`.
 */
import "./embed.js";

const SETTABLE = ["ticketId", "userId", "type", "types", "lockType", "customerTypes", "ticketUrl", "heading", "density", "lang", "theme"];
const FLAGS = ["lockType", "heading"];
const PROPERTIES = [...SETTABLE, "endpoint", "maxLength", "drafts"];
const ENVELOPE = { app: "ticket-note", v: 1 };

/** The kind of the message that is posted for each event of the element. */
const EVENT_KINDS = {
  "note-ready": "ready",
  "note-change": "state",
  "note-saved": "saved",
  "note-refused": "refused",
  "note-unknown": "unknown",
  "note-config-error": "config-error",
  "note-failed": "failed",
};

/** The commands of the parent page. */
const COMMANDS = new Map([
  ["set", (values) => Object.entries(values).every(isSettable) && configure(values)],
  ["focus", (values) => isEmpty(values) && note.focus()],
  ["reset", (values) => isEmpty(values) && note.reset()],
]);

const FORM_CHANGES = { subtree: true, childList: true, attributeFilter: ["lang", "dir", "aria-label"] };

const page = document.documentElement;
const note = document.createElement("ticket-note");

/** Sets attributes without checking them: the form reports an invalid value. */
function configure(values) {
  for (const [name, value] of Object.entries(values)) {
    const attribute = name.replace(/[A-Z]/g, (capital) => `-${capital.toLowerCase()}`);
    if (value === null || value === false) note.removeAttribute(attribute);
    else note.setAttribute(attribute, value === true ? "" : value);
  }
  page.dataset.theme = note.getAttribute("theme") ?? "auto";
  // The form must not take its language from the page, which follows the language of the form.
  if (!note.hasAttribute("lang")) page.lang = navigator.language;
}

function isSettable([name, value]) {
  const types = FLAGS.includes(name) ? ["boolean"] : ["string", "number"];
  return SETTABLE.includes(name) && (value === null || types.includes(typeof value));
}

function isEmpty(values) {
  return Object.keys(values).length === 0;
}

/** Returns whether a string is an origin, as a browser serialises it. */
function isOrigin(text) {
  try {
    return new URL(text).origin === text;
  } catch {
    return false;
  }
}

function connectTo(origin) {
  const post = (kind, detail) => parent.postMessage({ ...detail, ...ENVELOPE, kind }, origin);
  for (const [name, kind] of Object.entries(EVENT_KINDS)) note.addEventListener(name, ({ detail }) => post(kind, detail));
  observeHeight((height) => post("resize", { height }));
  addEventListener("message", ({ data, origin: sender, source }) => {
    if (sender === origin && source === parent) handleCommand(data);
  });
}

/** Calls `report` with the height of the page when it changes. */
function observeHeight(report) {
  let reported = 0;
  const measure = () => {
    const { width, height } = document.body.getBoundingClientRect();
    // A hidden frame has no height. If its parent page set 0 px, the frame would never grow again.
    if (width === 0 || height === 0 || Math.ceil(height) === reported) return;
    reported = Math.ceil(height);
    report(reported);
  };
  new ResizeObserver(measure).observe(document.body);
}

function handleCommand(message) {
  const { app, v, kind, ...values } = Object(message);
  if (app === ENVELOPE.app && v === ENVELOPE.v) COMMANDS.get(kind)?.(values);
}

/** Gives the page the language, the direction and the title of the form. */
function followForm() {
  const form = note.shadowRoot.querySelector("form");
  if (!form) return;
  // Each change of `lang` concerns the form, too.
  if (page.lang !== form.lang) page.lang = form.lang;
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
  // The parent page can give the frame the height that it reports, so that the text needs no scrolling.
  page.dataset.connected = "";
  connectTo(parentOrigin);
}
document.querySelector("main").append(note);
