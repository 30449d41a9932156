/** The error message for a text with a placeholder, in an element below the text area that describes the area. */
export class Problem {
  #root;
  #area;
  #find;
  #sentence;
  #element = Object.assign(document.createElement("p"), { id: "template-error", className: "error", hidden: true });

  /** `find` returns the first placeholder of the text that the user has to replace. `sentence` returns the error
      message, with `{}` in place of the placeholder. */
  constructor(root, area, { find, sentence }) {
    this.#root = root;
    this.#area = area;
    this.#find = find;
    this.#sentence = sentence;
    new MutationObserver(() => this.#isShown && this.#mark()).observe(area, { attributeFilter: ["aria-invalid"] });
  }

  get element() {
    return this.#element;
  }

  /** Updates the message if it is shown. */
  update() {
    if (this.#isShown) this.show();
  }

  /** Shows a message that names the first placeholder of the text. Hides the message if there is none. */
  show() {
    const placeholder = this.#find();
    this.#element.hidden = !placeholder;
    this.#element.textContent = placeholder ? this.#sentence().replace("{}", () => placeholder) : "";
    const ids = this.#area.getAttribute("aria-describedby").replace(` ${this.#element.id}`, "");
    this.#area.setAttribute("aria-describedby", placeholder ? `${ids} ${this.#element.id}` : ids);
    this.#mark();
  }

  get #isShown() {
    return !this.#element.hidden;
  }

  /** Marks the text area as invalid if this class or the engine shows an error for it. Both set `aria-invalid`. */
  #mark() {
    const engine = this.#root.getElementById("text-error");
    const isInvalid = String(this.#isShown || Boolean(engine?.textContent));
    if (this.#area.ariaInvalid !== isInvalid) this.#area.ariaInvalid = isInvalid;
  }
}
