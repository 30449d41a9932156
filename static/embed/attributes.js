/** The attributes of the element and their properties. IDs and lengths are numbers as properties. */
const TEXTS = { type: "type", types: "types", endpoint: "endpoint", theme: "theme", drafts: "drafts" };
const NUMBERS = { "ticket-id": "ticketId", "user-id": "userId", "max-length": "maxLength" };
const FLAGS = { "lock-type": "lockType" };

/** The attributes that the form depends on. */
export const ATTRIBUTES = [...Object.keys(TEXTS), ...Object.keys(NUMBERS), ...Object.keys(FLAGS), "lang"];

const PROPERTIES = [...Object.values(TEXTS), ...Object.values(NUMBERS), ...Object.values(FLAGS), "value"];

/** Returns the attributes as written, by the names of their properties. */
export function attributesOf(element) {
  const attributes = {};
  for (const [name, property] of Object.entries({ ...TEXTS, ...NUMBERS })) attributes[property] = element.getAttribute(name);
  for (const [name, property] of Object.entries(FLAGS)) attributes[property] = element.hasAttribute(name);
  return attributes;
}

/** Returns the ticket and the author: a text of one subject does not belong to another. */
export function subjectOf({ ticketId, userId }) {
  return `${ticketId} ${userId}`;
}

/** Defines the properties that read and write the attributes. */
export function defineProperties(prototype) {
  define(prototype, TEXTS, (element, name) => element.getAttribute(name), setText);
  define(prototype, NUMBERS, getNumber, setText);
  define(prototype, FLAGS, (element, name) => element.hasAttribute(name), (element, name, value) => element.toggleAttribute(name, Boolean(value)));
}

/** Sets each property again that the page set before the element was defined: it hides the accessor. */
export function upgradeProperties(element) {
  for (const name of PROPERTIES) {
    if (!Object.hasOwn(element, name)) continue;
    const value = element[name];
    delete element[name];
    element[name] = value;
  }
}

function define(prototype, entries, get, set) {
  for (const [name, property] of Object.entries(entries)) {
    Object.defineProperty(prototype, property, {
      configurable: true,
      enumerable: true,
      get() {
        return get(this, name);
      },
      set(value) {
        set(this, name, value);
      },
    });
  }
}

function setText(element, name, value) {
  if (value === null || value === undefined) element.removeAttribute(name);
  else element.setAttribute(name, value);
}

function getNumber(element, name) {
  const text = element.getAttribute(name);
  return /^\d+$/.test(text ?? "") ? Number(text) : null;
}
