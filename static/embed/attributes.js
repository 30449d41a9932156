/** Each property of the element with its attribute. IDs and lengths are numbers as properties. */
const TEXT = { read: (element, name) => element.getAttribute(name), write: setText };
const NUMBER = { read: getNumber, write: setText };
const FLAG = { read: (element, name) => element.hasAttribute(name), write: (element, name, value) => element.toggleAttribute(name, Boolean(value)) };
const PROPERTIES = {
  ticketId: ["ticket-id", NUMBER],
  userId: ["user-id", NUMBER],
  type: ["type", TEXT],
  types: ["types", TEXT],
  lockType: ["lock-type", FLAG],
  endpoint: ["endpoint", TEXT],
  maxLength: ["max-length", NUMBER],
  theme: ["theme", TEXT],
  drafts: ["drafts", TEXT],
};

/** The attributes that the form depends on. */
export const ATTRIBUTES = [...Object.values(PROPERTIES).map(([name]) => name), "lang"];

/** Returns the attributes as written, by the names of their properties. */
export function attributesOf(element) {
  const entries = Object.entries(PROPERTIES);
  return Object.fromEntries(entries.map(([property, [name, kind]]) => [property, (kind === FLAG ? FLAG : TEXT).read(element, name)]));
}

/** Returns the ticket and the author: a text of one subject does not belong to another. */
export function subjectOf({ ticketId, userId }) {
  return `${ticketId} ${userId}`;
}

/** Defines the properties that read and write the attributes. */
export function defineProperties(prototype) {
  for (const [property, [name, { read, write }]] of Object.entries(PROPERTIES)) {
    Object.defineProperty(prototype, property, {
      configurable: true,
      enumerable: true,
      get() {
        return read(this, name);
      },
      set(value) {
        write(this, name, value);
      },
    });
  }
}

/** Sets each property again that the page set before the element was defined, as it hides the accessor. */
export function upgradeProperties(element) {
  for (const name of [...Object.keys(PROPERTIES), "value"].filter((name) => Object.hasOwn(element, name))) {
    const value = element[name];
    delete element[name];
    element[name] = value;
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
