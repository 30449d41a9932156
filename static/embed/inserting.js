/** The templates of an element. The file that inserts them is loaded only for an element that has templates, or
    when the page calls `insert`. The bundle step replaces the name. */
const TEMPLATES = "./templates.js";

export class Inserting {
  #element;
  #root;
  #given = null;
  /** Set once the file is loaded. */
  #templates;

  constructor(element, root) {
    this.#element = element;
    this.#root = root;
  }

  /** The templates that the page set. */
  get given() {
    return this.#given;
  }

  set given(templates) {
    this.#given = templates;
    this.find();
  }

  /** Loads the file if the element has templates. If it was loaded, the list may have to go. */
  find() {
    if (this.#templates || this.#given || this.#element.querySelector("template[name]")) this.#load().catch(() => {});
  }

  /** Inserts a text at the caret, unless the form shows another ticket when the file has loaded. */
  async insert(text) {
    const { ticketId } = this.#element;
    const templates = await this.#load();
    if (ticketId === this.#element.ticketId) templates.insert(String(text));
  }

  /** Adds the list to a form that was drawn again, or whose language changed. */
  attach() {
    this.#templates?.attach();
  }

  /** Shows a placeholder in the text. Returns whether there is one: then nothing is sent. */
  stops() {
    return this.#templates?.stops();
  }

  /** Whether the text has a placeholder. */
  get isUnfilled() {
    return this.#templates?.isUnfilled;
  }

  async #load() {
    const { Templates } = await import(TEMPLATES);
    this.#templates ??= new Templates(this.#element, this.#root, () => this.#given);
    this.#templates.attach();
    return this.#templates;
  }
}
