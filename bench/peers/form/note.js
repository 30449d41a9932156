/** A note and its checks: docs/specification.md, sections 1 and 2.3, in the shortest form. */
export const TYPES = [
  ["1", "Channel 1"],
  ["3", "Channel 3"],
  ["5", "Channel 5"],
  ["7", "Channel 7"],
  ["8", "Channel 8"],
  ["9", "Channel 9"],
  ["10", "Channel 10"],
  ["12", "Channel 12"],
  ["13", "Channel 13"],
  ["calllog", "Call log"],
  ["contactform", "Contact form"],
];

const MIN = 5;
const MAX = 20_000;
const COUNTED_FROM = 18_000;
const CONTROL = /[\0-\x08\x0e-\x1f\x7f-\x9f]/;

/** Returns the note that an element and its two fields describe. */
export function noteOf(element, type, text) {
  const number = (name) => Number(element.getAttribute(name)) || undefined;
  return { ticketID: number("ticket-id"), type, message: text, userID: number("user-id") };
}

/** Returns a sentence for each field that cannot be sent, and for the form if its ticket is missing. */
export function check({ ticketID, type, message }) {
  const problems = {};
  if (!ticketID) problems.form = "This form is not set up correctly and cannot send notes.";
  if (!TYPES.some(([code]) => code === type)) problems.type = "Choose a type.";
  const text = textProblem(message);
  if (text) problems.text = text;
  return problems;
}

function textProblem(text) {
  const length = lengthOf(text.trim());
  if (length === 0) return "Write a note.";
  if (length < MIN) return `Write at least ${MIN} characters.`;
  if (length > MAX) return `Shorten the note to ${MAX} characters.`;
  if (CONTROL.test(text)) return "The text contains a control character that cannot be sent.";
  if (!text.isWellFormed()) return "The text contains a damaged character that cannot be sent.";
}

/** Returns the text of the counter, which is empty while the text is far from the limit. */
export function counterOf(text) {
  if (text.length < COUNTED_FROM) return "";
  const left = MAX - lengthOf(text.trim());
  return left < 0 ? `Characters over the limit: ${-left}` : `Characters left: ${left}`;
}

function lengthOf(text) {
  let length = 0;
  for (const _ of text) length++;
  return length;
}
