/** The parts of a template that the user has to replace, such as `{{result}}`. Other braces are part of the text,
    for example of an e-mail that the user pasted. */
const PLACEHOLDER = /\{\{[^{}]*\}\}/g;

export class Placeholders {
  /** The placeholders of the texts that were inserted. */
  #inserted = new Set();

  /** Adds the placeholders of a text that is inserted. */
  add(text) {
    for (const [placeholder] of text.matchAll(PLACEHOLDER)) this.#inserted.add(placeholder);
  }

  /** Returns the match of the first placeholder in a text that was inserted, or that one of the templates has. */
  find(text, templates) {
    const isKnown = ([placeholder]) => this.#inserted.has(placeholder) || templates.some((one) => one.includes(placeholder));
    return [...text.matchAll(PLACEHOLDER)].find(isKnown);
  }
}

/** Returns the match of the first `{{…}}` in a text. */
export function firstIn(text) {
  return [...text.matchAll(PLACEHOLDER)][0];
}
