/** `<ticket-note>`: a form for a helpdesk note, as a custom element. All attributes that change in one task
    are applied together. The form itself is a WebAssembly module, of which each element has one handle. */
import { ATTRIBUTES, attributesOf, defineProperties, subjectOf, upgradeProperties } from "./embed/attributes.js";
import { environment } from "./embed/environment.js";
import { showFailure } from "./embed/failure.js";
import { forgetInOtherTabs, onForgotten, removeDrafts } from "./embed/forget.js";
import { fitHeight } from "./embed/height.js";
import { handleKeys } from "./embed/keys.js";
import { stringsFor, watchLanguages } from "./embed/language.js";
import { causeOf, forbid, forgetMemory, guard, load, onTrap } from "./embed/module.js";

const connected = new Set();
const watchLanguage = watchLanguages(() => connected.forEach((element) => element.attributeChangedCallback()));

class TicketNote extends HTMLElement {
  static observedAttributes = ATTRIBUTES;

  static {
    defineProperties(this.prototype);
    onForgotten(() => TicketNote.#forget());
    onTrap(() => connected.forEach((element) => element.#fail("panic")));
  }

  #root = this.attachShadow({ mode: "open", delegatesFocus: true });
  #strings = null;
  /** One of the kinds `detached`, `loading`, `mounted` (with `form` and `applyStyles`) and `failed` (with `cause`). */
  #lifecycle = { kind: "detached" };
  /** The handle of the form; set while it is mounted, or holds text or a request in flight. */
  #form;
  #wasMounted = false;
  /** Text that the page wrote, and the ticket of a form that it reset, while no form was mounted. */
  #text = null;
  #resetOf = null;
  #isStale = false;
  /** The pending promises of `submit()`, kept because a module that has trapped cannot settle them. */
  #submits = new Set();

  constructor() {
    super();
    handleKeys(this.#root, () => this.submit());
    this.#root.addEventListener("input", () => fitHeight(this.#root));
  }

  /** Discards every draft of this origin and clears its forms. A page calls it when a user signs out. */
  static forgetDrafts() {
    forgetInOtherTabs();
    TicketNote.#forget();
  }

  static #forget() {
    const elements = [...connected];
    for (const element of elements) element.#unmount();
    removeDrafts();
    forgetMemory();
    for (const element of elements) {
      element.#text = null;
      for (const area of element.#root.querySelectorAll("textarea")) area.value = "";
      element.connectedCallback();
    }
  }

  connectedCallback() {
    connected.add(this);
    upgradeProperties(this);
    watchLanguage(this);
    // The element may have been moved from another document, such as that of a pop-up window.
    this.#lifecycle.applyStyles?.(this.#root);
    this.#start();
    this.#followLanguage();
  }

  /** If the element is connected again in the same task, it was moved, and the form stays. */
  disconnectedCallback() {
    queueMicrotask(() => this.isConnected || this.#unmount());
  }

  attributeChangedCallback() {
    if (!this.#lifecycle.form || this.#isStale) return;
    this.#isStale = true;
    // A new ticket does not wait for a new language: the note would belong to the previous ticket.
    queueMicrotask(() => this.#applyAttributes() || this.#followLanguage());
  }

  get value() {
    return this.#text ?? guard(() => this.#form?.value) ?? "";
  }

  set value(text) {
    this.#applyAttributes();
    if (!this.#lifecycle.form) this.#text = String(text ?? "");
    else guard(() => (this.#form.value = String(text ?? "")));
  }

  get state() {
    const { kind, form } = this.#lifecycle;
    return kind === "failed" ? kind : (guard(() => form?.state) ?? "loading");
  }

  get version() {
    return this.#wasMounted ? VERSION : null; // inserted by the bundle step
  }

  get engine() {
    return this.#wasMounted ? environment.engine : null;
  }

  /** Sends the note, as the button does, or joins the request in flight. Resolves to the outcome. */
  submit() {
    this.#applyAttributes();
    if (!this.#lifecycle.form) return Promise.resolve("cancelled");
    return new Promise((resolve) => {
      this.#submits.add(resolve);
      const settle = (outcome) => this.#submits.delete(resolve) && resolve(outcome);
      // A module that traps before the request begins has sent nothing.
      guard(() => this.#form.submit(settle), () => settle("cancelled"));
    });
  }

  reset() {
    this.#applyAttributes();
    this.#text = null;
    const isReset = guard(() => this.#form?.reset()) ?? true;
    if (!this.#lifecycle.form) this.#resetOf = isReset ? subjectOf(this) : null;
  }

  checkValidity() {
    this.#applyAttributes();
    return guard(() => this.#lifecycle.form?.checkValidity()) ?? false;
  }

  focus(options) {
    this.#applyAttributes();
    const target = guard(() => this.#lifecycle.form?.focusTarget()) ?? this.#root.querySelector("textarea");
    target ? target.focus(options) : super.focus(options);
  }

  async #start() {
    const { kind, cause } = this.#lifecycle;
    // Any failure except a panic may be temporary.
    if (kind === "loading" || kind === "mounted" || cause === "panic") return;
    const loading = (this.#lifecycle = { kind: "loading" });
    // The element's own content is visible until the form is ready.
    this.#root.replaceChildren(document.createElement("slot"));
    try {
      const [module] = await Promise.all([load(), this.#followLanguage()]);
      if (this.#lifecycle === loading) guard(() => this.#mount(module));
    } catch (error) {
      await this.#followLanguage();
      if (this.#lifecycle === loading) this.#fail(causeOf(error));
    }
  }

  #mount({ NoteForm, applyStyles }) {
    applyStyles(this.#root);
    this.#root.replaceChildren();
    this.#form ??= new NoteForm(environment);
    const isReset = this.#resetOf === subjectOf(this);
    this.#lifecycle = { kind: "mounted", form: this.#form, applyStyles };
    this.#form.mount(this, this.#root, this.#settings(), this.#text, isReset, !this.#wasMounted);
    this.#text = this.#resetOf = null;
    this.#wasMounted = true;
    this.#followLanguage();
  }

  #unmount() {
    connected.delete(this);
    const { cause, form } = this.#lifecycle;
    if (cause === "panic") return;
    this.#lifecycle = { kind: "detached" };
    // A handle that holds nothing is freed at once, without waiting for the garbage collector.
    if (form && guard(() => form.unmount()) === false) this.#form = form.free();
  }

  /** Applies changed attributes before a method call, which applies to the form with these attributes. */
  #applyAttributes() {
    if (this.#isStale) guard(() => this.#lifecycle.form?.configure(this.#settings()));
    this.#isStale = false;
  }

  /** Loads the strings of the current language, and applies them if they changed. */
  async #followLanguage() {
    const strings = await stringsFor(this);
    if (strings === this.#strings) return;
    this.#strings = strings;
    guard(() => this.#lifecycle.form?.configure(this.#settings()));
  }

  #settings() {
    return { ...attributesOf(this), strings: this.#strings };
  }

  #fail(cause) {
    if (this.#lifecycle.kind === "failed") return;
    this.#lifecycle = { kind: "failed", cause };
    this.#text = this.#root.querySelector("textarea")?.value ?? this.#text ?? guard(() => this.#form?.value);
    if (cause === "panic") this.#form = forbid();
    // A request that was in flight may have added the note.
    for (const resolve of this.#submits) resolve("unknown");
    showFailure(this, this.#root, cause, this.#strings);
  }
}

// A second copy of this script leaves the first definition in place.
if (!customElements.get("ticket-note")) customElements.define("ticket-note", TicketNote);
