import { environment } from "./environment.js";

/** The properties that reflect attributes. IDs and lengths are numbers as properties. */
const TEXTS = ["type", "types", "customerTypes", "endpoint", "signIn", "ticketUrl", "theme", "density", "drafts"];
const NUMBERS = ["ticketId", "userId", "maxLength"];
const FLAGS = ["lockType", "heading", "storageAccess"];
const PROPERTIES = [...TEXTS, ...NUMBERS, ...FLAGS];

/** The attributes that the form depends on. */
export const ATTRIBUTES = [...PROPERTIES.map(attributeOf), "lang"];

/** Returns the attributes as written, by the names of their properties, and the author's last type. */
export function attributesOf(element) {
  const attributes = Object.fromEntries(PROPERTIES.map((property) => [property, written(element, property)]));
  const { type, drafts, userId } = attributes;
  const remembered = type === null ? environment.lastType(drafts, userId) : null;
  return { ...attributes, remembered, initialType: type ?? remembered ?? "" };
}

/** Returns the ticket and the author: a text of one subject does not belong to another. */
export function subjectOf({ ticketId, userId }) {
  return `${ticketId} ${userId}`;
}

/** Defines the properties that read and write the attributes. */
export function defineProperties(prototype) {
  for (const property of PROPERTIES) {
    Object.defineProperty(prototype, property, {
      configurable: true,
      enumerable: true,
      get() {
        return NUMBERS.includes(property) ? getNumber(this, property) : written(this, property);
      },
      set(value) {
        write(this, property, value);
      },
    });
  }
}

/** Sets each property again that the page set before the element was defined, as it hides the accessor. */
export function upgradeProperties(element) {
  for (const name of [...PROPERTIES, "value", "templates", "getToken"].filter((name) => Object.hasOwn(element, name))) {
    const value = element[name];
    delete element[name];
    element[name] = value;
  }
}

function attributeOf(property) {
  return property.replace(/[A-Z]/, (letter) => `-${letter.toLowerCase()}`);
}

function written(element, property) {
  const name = attributeOf(property);
  return FLAGS.includes(property) ? element.hasAttribute(name) : element.getAttribute(name);
}

function write(element, property, value) {
  const name = attributeOf(property);
  if (FLAGS.includes(property)) element.toggleAttribute(name, Boolean(value));
  else if (value === null || value === undefined) element.removeAttribute(name);
  else element.setAttribute(name, value);
}

function getNumber(element, property) {
  const text = written(element, property);
  return /^\d+$/.test(text ?? "") ? Number(text) : null;
}
