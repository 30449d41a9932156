/**
 * The framed page: its query contains the properties of `<ticket-note>`.
 *
 * With `parentOrigin` it exchanges messages with the parent page, and with no other page.
 */
import "./embed.js";
import { connect } from "./frame/messages.js";
import { readQuery } from "./frame/query.js";
import { areTemplates } from "./frame/templates.js";

const SETTABLE = ["ticketId", "userId", "type", "types", "lockType", "customerTypes", "ticketUrl", "heading", "density", "lang", "theme"];
const FLAGS = ["lockType", "heading"];
const PROPERTIES = [...SETTABLE, "endpoint", "maxLength", "drafts", "signIn", "storageAccess"];

const FORM_CHANGES = { subtree: true, childList: true, attributeFilter: ["lang", "dir", "aria-label"] };

const page = document.documentElement;
/** The language of the form. */
let lang;
const note = document.createElement("ticket-note");

/** Sets attributes without checking them, because the form reports an invalid value, and the templates. */
function configure({ templates, ...values }) {
  if (templates !== undefined) note.templates = templates;
  for (const [name, value] of Object.entries(values)) {
    const attribute = name.replace(/[A-Z]/g, (capital) => `-${capital.toLowerCase()}`);
    if (value === null || value === false) note.removeAttribute(attribute);
    else note.setAttribute(attribute, value === true ? "" : value);
  }
  page.dataset.theme = note.getAttribute("theme") ?? "auto";
  if (values.lang === null) usePreferredLanguage();
}

/** Gives the page the language of the browser, from which the form takes its own. The page then follows the form. */
function usePreferredLanguage() {
  page.lang = navigator.language;
}

function isSettable([name, value]) {
  if (name === "templates") return areTemplates(value);
  const types = FLAGS.includes(name) ? ["boolean"] : ["string", "number"];
  return SETTABLE.includes(name) && (value === null || types.includes(typeof value));
}

/** Gives the page the language, the direction and the title of the form. */
function followForm() {
  const form = note.shadowRoot.querySelector("form");
  if (!form) return;
  // The form takes its language from the page, until it has found one that it has.
  if (lang !== form.lang) lang = page.lang = form.lang;
  page.dir = form.dir;
  document.title = form.ariaLabel;
  document.querySelector("h1").textContent = form.ariaLabel;
}

const { values, ...link } = readQuery(location.search, PROPERTIES);
usePreferredLanguage();
configure(values);

new MutationObserver(followForm).observe(note.shadowRoot, FORM_CHANGES);

if (link.parentOrigin !== null && parent !== window) {
  // The parent page can give the frame the height that it reports, so that the text needs no scrolling.
  page.dataset.connected = "";
  connect(note, { ...link, configure: (values) => Object.entries(values).every(isSettable) && configure(values) });
}
document.querySelector("#no-form").remove();
document.querySelector("main").append(note);
