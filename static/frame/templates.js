/** The templates that the parent page gives by `set` (docs/specification.md, section 5.3). */
const MAX_COUNT = 200;
const MAX_NAME = 200;
const MAX_TEXT = 20_000;

/** Returns whether the value is a list of templates within the limits, or `null`. */
export function areTemplates(value) {
  if (value === null) return true;
  return Array.isArray(value) && value.length <= MAX_COUNT && value.every(isTemplate);
}

function isTemplate(value) {
  const { name, text, ...others } = Object(value);
  return isText(name, MAX_NAME) && isText(text, MAX_TEXT) && Object.keys(others).length === 0;
}

function isText(value, max) {
  return typeof value === "string" && value !== "" && value.length <= max;
}
