/** A placeholder that the user has to replace. */
export const PLACEHOLDER = /\{\{[^{}]*\}\}/;

/** The problem of a text with a placeholder: an element below the text area, which describes it. */
export class Problem {
  #root;
  #area;
  #sentence;
  #element = Object.assign(document.createElement("p"), { id: "template-error", className: "error", hidden: true });

  /** `sentence` returns the sentence of the problem, with `{}` for the placeholder. */
  constructor(root, area, sentence) {
    this.#root = root;
    this.#area = area;
    this.#sentence = sentence;
    new MutationObserver(() => this.#isShown && this.#mark()).observe(area, { attributeFilter: ["aria-invalid"] });
  }

  get element() {
    return this.#element;
  }

  /** Updates a problem that is shown. */
  update() {
    if (this.#isShown) this.show();
  }

  /** Names the first placeholder of the text. Without one, the problem goes. */
  show() {
    const [placeholder] = this.#area.value.match(PLACEHOLDER) ?? [];
    this.#element.hidden = !placeholder;
    this.#element.textContent = placeholder ? this.#sentence().replace("{}", () => placeholder) : "";
    const ids = this.#area.getAttribute("aria-describedby").replace(` ${this.#element.id}`, "");
    this.#area.setAttribute("aria-describedby", placeholder ? `${ids} ${this.#element.id}` : ids);
    this.#mark();
  }

  get #isShown() {
    return !this.#element.hidden;
  }

  /** Marks the text as invalid if this file or the engine shows a problem of it. Both write the mark. */
  #mark() {
    const engine = this.#root.getElementById("text-error");
    const isInvalid = String(this.#isShown || Boolean(engine?.textContent));
    if (this.#area.ariaInvalid !== isInvalid) this.#area.ariaInvalid = isInvalid;
  }
}
