/**
 * <ticket-note>: a form for a helpdesk note, as a custom element.
 *
 * The attributes are the truth; properties read and write them. All changes of one task become one
 * update of the form, which is a WebAssembly module that every element of the page shares.
 */
import { ATTRIBUTES, attributesOf, reflectIn, takeUpProperties } from "./embed/attributes.js";
import { removeAddedDrafts, removeDrafts, removeOldDrafts, tellOtherTabs, whenToForget } from "./embed/drafts.js";
import { showFailure } from "./embed/failing.js";
import { fitHeightIn } from "./embed/height.js";
import { handleKeys } from "./embed/keys.js";
import { languageOf, loadStrings, watchLanguage } from "./embed/language.js";
import { causeOf, forbidLoading, isOwnTrap, load } from "./embed/module.js";
import { Sends } from "./embed/sends.js";
import { forgetStores, storeOf } from "./embed/store.js";
import { tellOf, tellOfSilentWritesIn } from "./embed/typing.js";

/** The elements that are in the page. */
const elements = new Set();

/** Ends every form of the page: the module has trapped. */
let failAll;

class TicketNote extends HTMLElement {
  static observedAttributes = ATTRIBUTES;

  static {
    reflectIn(this.prototype);
    failAll = () => elements.forEach((element) => element.#fail("panic"));
    whenToForget(() => TicketNote.#forget());
  }

  #root = this.attachShadow({ mode: "open", delegatesFocus: true });
  #sends = new Sends(this, this.#root);
  /** The module's functions, the number of the form among its forms, and whether that is ready. */
  #mounted;
  #failure;
  #version = null;
  /** What the page wrote while there was no form, and whose it wanted to be empty first. */
  #written = null;
  #resetOf = null;
  #wasMounted = false;
  #strings = null;
  #isStarting = false;
  #isStale = false;

  constructor() {
    super();
    handleKeys(this.#root, () => this.submit());
    fitHeightIn(this.#root);
    tellOfSilentWritesIn(this.#root);
    this.addEventListener("note-ready", ({ detail }) => this.#begin(detail));
    this.addEventListener("note-saved", ({ detail }) => this.#settle(detail));
  }

  /** Removes every draft of this origin, and empties the forms of its pages: for a page's sign-out. */
  static forgetDrafts() {
    tellOtherTabs();
    TicketNote.#forget();
  }

  static #forget() {
    const open = [...elements];
    for (const element of open) element.#stop();
    removeDrafts();
    forgetStores();
    for (const element of open) {
      element.#written = null;
      if (element.#failure) element.reset();
      element.connectedCallback();
    }
  }

  connectedCallback() {
    elements.add(this);
    takeUpProperties(this);
    watch(this);
    // What could not be had before may be there now.
    if (this.#failure !== "panic") this.#failure = undefined;
    this.#start();
    this.#followLanguage();
  }

  /** A disconnect that is followed by a connect in the same task is a move, and changes nothing. */
  disconnectedCallback() {
    queueMicrotask(() => this.isConnected || this.#stop());
  }

  /** Another document, as that of a window into which the page has moved the form. */
  adoptedCallback() {
    if (this.ownerDocument.defaultView) this.#mounted?.styles.dress(this.#root);
  }

  attributeChangedCallback() {
    if (!this.#mounted || this.#isStale) return;
    this.#isStale = true;
    queueMicrotask(() => this.#update());
  }

  get value() {
    return this.#area?.value ?? this.#written ?? storeOf(this).text ?? "";
  }

  set value(text) {
    this.#flush();
    const area = this.#area;
    if (!area) {
      this.#written = String(text ?? "");
      return;
    }
    area.value = text ?? "";
    tellOf(area);
  }

  get state() {
    if (this.#failure) return "failed";
    return this.#mounted?.isReady ? this.#form.dataset.state : "loading";
  }

  get version() {
    return this.#version;
  }

  /** Sends, as the button does; resolves to the outcome. Joins a send that is under way. */
  submit() {
    this.#flush();
    if (!this.#mounted || !this.#form) return Promise.resolve("cancelled");
    const outcome = this.#sends.outcome();
    this.#send();
    return outcome;
  }

  reset() {
    this.#flush();
    if (this.#mounted) this.#form?.reset();
    else if (this.#area) this.#area.value = "";
    else {
      this.#written = storeOf(this).text = null;
      this.#resetOf = storeOf(this).state === "sending" ? null : subjectOf(this);
    }
  }

  checkValidity() {
    this.#flush();
    return Boolean(this.#mounted?.glue.check(this.#mounted.form));
  }

  focus(options) {
    const type = this.#root.querySelector("select");
    const control = type && !type.disabled && !type.value ? type : this.#area;
    if (control) control.focus(options);
    else super.focus(options);
  }

  get #form() {
    return this.#root.querySelector("form");
  }

  get #area() {
    return this.#root.querySelector("textarea");
  }

  #send() {
    // Not `requestSubmit()`, which a frame that may send no forms keeps to itself.
    this.#form?.dispatchEvent(new SubmitEvent("submit", { bubbles: true, cancelable: true }));
  }

  async #start() {
    if (this.#mounted || this.#isStarting || this.#failure) return;
    this.#isStarting = true;
    // Until the form is there, the element's own content is what there is to see.
    this.#root.replaceChildren(document.createElement("slot"));
    try {
      const [loaded] = await Promise.all([load(), this.#learn()]);
      this.#mount(loaded);
    } catch (error) {
      await this.#learn();
      // A module that traps here has trapped for every element.
      const cause = causeOf(error);
      if (cause === "panic") failAll();
      this.#fail(cause);
    } finally {
      this.#isStarting = false;
    }
  }

  #mount({ glue, styles }) {
    if (!this.isConnected) return;
    styles.dress(this.#root);
    this.#root.replaceChildren();
    this.#mounted = { glue, styles, form: glue.mount(this, this.#root, storeOf(this), this.#config()) };
    this.#followLanguage();
  }

  /**
   * The form is there, with its draft. What a page writes before it first comes is what to begin with,
   * and no reason to lose a draft; what it writes later, it means.
   */
  #begin({ version }) {
    const [text, isReset] = [this.#written, this.#resetOf === subjectOf(this)];
    this.#version = version;
    this.#mounted.isReady = true;
    this.#written = this.#resetOf = storeOf(this).text = null;
    if (isReset) this.#form.reset();
    if (text !== null && (this.#wasMounted || isReset || !this.value)) this.value = text;
    this.#wasMounted = true;
  }

  #settle({ attemptId }) {
    removeAddedDrafts(attemptId);
    storeOf(this).settle(attemptId);
    if (!this.#mounted) storeOf(this).text = null;
  }

  /** Another ticket does not wait until another language has come: the old one would get the note. */
  async #update() {
    this.#flush();
    await this.#followLanguage();
  }

  /** What is done after a change of attributes is done to the form as they have it. */
  #flush() {
    if (this.#isStale) this.#configure();
    this.#isStale = false;
  }

  /** The language may be another by a move, and after each wait. */
  async #followLanguage() {
    if (await this.#learn()) this.#configure();
  }

  #configure() {
    this.#mounted?.glue.update(this.#mounted.form, this.#config());
  }

  #config() {
    return { ...attributesOf(this), strings: this.#strings };
  }

  /** Gets the strings of the language in force. Whether they are others than before. */
  async #learn() {
    const language = languageOf(this);
    const strings = await loadStrings(language);
    if (language !== languageOf(this) || strings === this.#strings) return false;
    this.#strings = strings;
    return true;
  }

  /** What was typed is kept as a draft, by the element itself where nowhere else. */
  #stop() {
    elements.delete(this);
    if (!this.#mounted) return;
    const { glue, form } = this.#mounted;
    storeOf(this).text = this.value;
    storeOf(this).state = this.state;
    // What was typed for no ticket yet, no draft has.
    if (!this.ticketId) [this.#written, this.#wasMounted] = [this.value || null, false];
    this.#mounted = undefined;
    glue.unmount(form);
    this.#sends.cancel();
  }

  #fail(cause) {
    if (this.#failure) return;
    this.#failure = cause;
    if (cause === "panic") forbidLoading();
    this.#mounted = undefined;
    this.#sends.fail();
    showFailure(this.#root, cause, this.#strings);
    this.#tell("note-change", { state: this.state });
    this.#tell("note-failed", { cause });
  }

  #tell(name, detail) {
    this.dispatchEvent(new CustomEvent(name, { bubbles: true, composed: true, detail }));
  }
}

/** Whose notes: one text of a ticket and an author is not that of another. */
function subjectOf({ ticketId, userId }) {
  return `${ticketId} ${userId}`;
}

const watch = watchLanguage(() => {
  for (const element of elements) element.attributeChangedCallback();
});

for (const type of ["error", "unhandledrejection"]) {
  window.addEventListener(type, ({ error, reason }) => isOwnTrap(error ?? reason) && failAll());
}

removeOldDrafts();

// A second copy of this script leaves the first definition as it is.
if (!customElements.get("ticket-note")) customElements.define("ticket-note", TicketNote);
