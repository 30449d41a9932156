/** The form of an element until the module takes it over. It keeps what the user and the page did before. */
import FIRST_VIEW from "./first-view.json";
import { attributesOf, subjectOf } from "./attributes.js";
import { draw, redraw, showSending } from "./drawing.js";
import { saveEarlyDraft } from "./early_draft.js";
import { fitHeight } from "./height.js";
import { firstStringsFor } from "./language.js";

export class DrawnForm {
  #element;
  #root;
  #isShown = false;
  #isSending = false;
  /** The text that the user or the page wrote; `null` if they wrote none. */
  #text = null;
  #isUsed = false;
  /** The ticket and the author of a form that the page reset. */
  #resetOf = null;

  constructor(element, root) {
    this.#element = element;
    this.#root = root;
  }

  /** The text in the form; if it is not shown, the text that the page wrote, or `null`. */
  get text() {
    return this.#isShown ? this.#area.value : this.#text;
  }

  /** Draws the form. `text` is what the form held when the element was last in the page. */
  show(text) {
    this.#isShown = true;
    this.#isSending = false;
    this.#root.replaceChildren(this.#draw());
    this.#area.value = this.#text ?? text;
    fitHeight(this.#root);
  }

  /** Draws what changed with the attributes or the language. */
  update() {
    redraw(this.#root, this.#draw());
    if (this.#isSending) this.showSending();
  }

  showSending() {
    this.#isUsed = this.#isSending = true;
    showSending(this.#root, firstStringsFor(this.#element));
  }

  /** Records that the user changed a control. */
  use() {
    this.#isUsed = true;
  }

  /** Saves what the user typed, because the page ends before the module is loaded. */
  save() {
    if (!this.#isShown || !this.#isUsed || !this.text) return;
    saveEarlyDraft(attributesOf(this.#element), this.text, this.#root.querySelector("select").value);
  }

  /** Writes the page's text. */
  write(text) {
    this.#text = text;
    this.#isUsed = false;
    if (!this.#isShown) return;
    this.#area.value = text ?? "";
    fitHeight(this.#root);
  }

  /** Empties the form. `isReset` says whether the module's form is to be reset, too. */
  reset(isReset) {
    this.#resetOf = isReset ? subjectOf(this.#element) : null;
    this.write(null);
  }

  /** Removes the form, and keeps the user's text. */
  hide() {
    if (this.#isShown && this.#isUsed) this.#text = this.#area.value;
    this.#isShown = false;
  }

  /** Hands the form over to the module: returns whether it has text, whether the user wrote it, and whether
      the page reset the form. */
  handOver() {
    const isTyped = this.#isUsed && this.text !== "";
    const handedOver = { isTyped, hasText: isTyped || this.#text !== null, isReset: this.#resetOf === subjectOf(this.#element) };
    this.#isShown = this.#isUsed = false;
    this.#text = this.#resetOf = null;
    return handedOver;
  }

  get #area() {
    return this.#root.querySelector("textarea");
  }

  #draw() {
    return draw(FIRST_VIEW, firstStringsFor(this.#element), attributesOf(this.#element));
  }
}
