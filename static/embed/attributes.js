/** Attributes of the form, each with its property; ids and lengths are numbers as properties. */
const TEXTS = { type: "type", types: "types", endpoint: "endpoint", theme: "theme", drafts: "drafts" };
const NUMBERS = { "ticket-id": "ticketId", "user-id": "userId", "max-length": "maxLength" };
const FLAGS = { "lock-type": "lockType" };

/** The attributes whose changes concern the form. */
export const ATTRIBUTES = [...Object.keys(TEXTS), ...Object.keys(NUMBERS), ...Object.keys(FLAGS), "lang"];

const PROPERTIES = [...Object.values(TEXTS), ...Object.values(NUMBERS), ...Object.values(FLAGS), "value"];

/** The attributes as they are written, by the names of their properties. */
export function attributesOf(element) {
  const attributes = {};
  for (const [name, property] of Object.entries({ ...TEXTS, ...NUMBERS })) attributes[property] = element.getAttribute(name);
  for (const [name, property] of Object.entries(FLAGS)) attributes[property] = element.hasAttribute(name);
  return attributes;
}

/** Gives a class of elements the properties that read and write its attributes. */
export function reflectIn(prototype) {
  reflect(prototype, TEXTS, (element, name) => element.getAttribute(name), setText);
  reflect(prototype, NUMBERS, getNumber, setText);
  reflect(prototype, FLAGS, (element, name) => element.hasAttribute(name), (element, name, value) => element.toggleAttribute(name, Boolean(value)));
}

/** A property that was set before the element was defined hides the accessor: set it anew. */
export function takeUpProperties(element) {
  for (const name of PROPERTIES) {
    if (!Object.hasOwn(element, name)) continue;
    const value = element[name];
    delete element[name];
    element[name] = value;
  }
}

function reflect(prototype, entries, get, set) {
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
