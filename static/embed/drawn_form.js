/** The drawn form of an element, until the engine takes over. It keeps the input of the user and the page. */
import { view as FIRST_VIEW } from "./first-view.json";
import { attributesOf, subjectOf } from "./attributes.js";
import { draw, redraw, redrawList, showSending } from "./drawing.js";
import { EarlyDraft } from "./early_draft.js";
import { showSlowStart } from "./failure.js";
import { fitHeight } from "./height.js";
import { firstStringsFor } from "./language.js";

/** The number of times that all drafts were discarded. */
let forgotten = 0;

/** Discards the texts of all drawn forms, whether or not they are in the page. */
export function forgetDrawnForms() {
  forgotten++;
}

export class DrawnForm {
  #element;
  #root;
  #isShown = false;
  #isSending = false;
  /** Whether the form shows more than a fresh one. */
  #isMarked = false;
  /** The text that the page wrote, or that the user left; `null` if there is none. */
  #text = null;
  /** The text that the script wrote. Any other text comes from the user or from an extension. */
  #written = "";
  #isUsed = false;
  #attributes;
  /** The ticket and the author of a form that the page reset. */
  #resetOf = null;
  #draft = new EarlyDraft();
  #forgotten = forgotten;

  constructor(element, root) {
    this.#element = element;
    this.#root = root;
  }

  /** The text in the form; if it is not shown, the text that the page wrote, or `null`. */
  get text() {
    this.#forget();
    return this.#isShown ? this.#area.value : this.#text;
  }

  /** Draws the form. `text` is the text of the form when the element was last in the page. */
  show(text) {
    this.#forget();
    this.#isSending = this.#isMarked = false;
    this.#root.replaceChildren(this.#draw());
    this.#isShown = true;
    this.#writeArea(this.#text ?? text);
  }

  /** Redraws the form after a change of the attributes or the language. If it now belongs to another ticket
      or author, returns the text of the previous one, with its attributes. */
  update() {
    const former = this.#attributes;
    const text = this.#isTyped ? this.#area.value : "";
    const type = this.#list.value;
    redraw(this.#root, this.#draw());
    const isOther = former.ticketId && subjectOf(former) !== subjectOf(this.#attributes);
    // A text without an author belongs to the first author that the page names.
    const isAuthorNew = former.ticketId === this.#attributes.ticketId && former.userId === null;
    if (!isOther || isAuthorNew || !text) {
      if (this.#isSending) this.showSending();
      return null;
    }
    // The draft stays in the storage, in case the page ends before the hand-over.
    this.#draft.save(former, text, type);
    this.#draft = new EarlyDraft();
    this.#isSending = this.#isUsed = this.#area.readOnly = false;
    this.#text = null;
    this.#writeArea("");
    this.#list.value = this.#attributes.initialType;
    return { attributes: former, text, type };
  }

  /** Redraws the list of types of a form that the engine has taken over. */
  updateList() {
    redrawList(this.#root, this.#draw());
  }

  showSlowStart() {
    this.#isMarked = true;
    showSlowStart(this.#root, firstStringsFor(this.#element));
  }

  showSending() {
    this.#isUsed = this.#isSending = this.#isMarked = true;
    showSending(this.#root, firstStringsFor(this.#element));
  }

  /** Records that the user changed a control. */
  use() {
    this.#isUsed = true;
  }

  /** Saves the text that the user typed, because the page may end before the engine is loaded. */
  save() {
    if (!this.#isShown || !this.#isTyped) return;
    this.#draft.save(this.#attributes, this.#area.value, this.#list?.value);
  }

  /** Writes the page's text. */
  write(text) {
    this.#text = text;
    if (this.#area) this.#writeArea(text ?? "");
  }

  /** Clears the form. `isReset` says whether the engine must reset its form, too. */
  reset(isReset) {
    this.#resetOf = isReset ? subjectOf(this.#element) : null;
    this.#isUsed = false;
    this.#draft.remove();
    this.write(null);
    if (this.#isShown) this.#list.value = this.#attributes.initialType;
  }

  /** Removes the form, and keeps the user's text. */
  hide() {
    this.save();
    if (this.#isShown && this.#isTyped) this.#text = this.#area.value;
    this.#isShown = false;
  }

  /** Hands the form over to the engine. Returns whether it has text, whether the user wrote the text, whether
      the page reset the form, and whether the form shows more than a fresh one. */
  handOver() {
    const isTyped = this.#isTyped;
    const isReset = this.#resetOf === subjectOf(this.#element);
    const hasText = isTyped || this.#text !== null;
    const handedOver = { isTyped, hasText, isReset, isMarked: this.#isMarked };
    this.#draft.remove();
    this.#isShown = this.#isUsed = false;
    this.#text = this.#resetOf = null;
    return handedOver;
  }

  get #area() {
    return this.#root.querySelector("textarea");
  }

  get #list() {
    return this.#root.querySelector("select");
  }

  /** Whether the form holds a text that the script did not write. */
  get #isTyped() {
    const text = this.#area?.value;
    return Boolean(text) && (this.#isUsed || text !== this.#written);
  }

  #draw() {
    this.#attributes = attributesOf(this.#element);
    return draw(FIRST_VIEW, firstStringsFor(this.#element), this.#attributes);
  }

  #writeArea(text) {
    // Writing even an empty text takes time before the first frame.
    if (this.#area.value !== text) this.#area.value = text;
    this.#written = this.#area.value;
    fitHeight(this.#root);
  }

  #forget() {
    if (this.#forgotten === forgotten) return;
    this.#forgotten = forgotten;
    this.#isUsed = false;
    this.write(null);
  }
}
