/**
 * `<ticket-note>`: a form for a helpdesk note, as a custom element.
 *
 * Attributes hold the settings; properties read and write them. All changes of one task are applied
 * together. The form itself is a WebAssembly module that the elements of a page share: each element has
 * one handle of it.
 */
import { ATTRIBUTES, attributesOf, defineProperties, subjectOf, upgradeProperties } from "./embed/attributes.js";
import { environment } from "./embed/environment.js";
import { emptyFailed, showFailure } from "./embed/failure.js";
import { forgetInOtherTabs, onForgotten, removeDrafts } from "./embed/forget.js";
import { fitHeight, fitHeightOnInput } from "./embed/height.js";
import { handleKeys } from "./embed/keys.js";
import { Language, watchLanguages } from "./embed/language.js";
import { causeOf, forbid, forgetMemory, guard, load, onTrap } from "./embed/module.js";

/** The elements in the page. */
const connected = new Set();
environment.textWritten = ({ shadowRoot }) => fitHeight(shadowRoot);
const watchLanguage = watchLanguages(() => connected.forEach((element) => element.attributeChangedCallback()));

class TicketNote extends HTMLElement {
  static observedAttributes = ATTRIBUTES;

  static {
    defineProperties(this.prototype);
    onForgotten(() => TicketNote.#forget());
    onTrap(() => connected.forEach((element) => element.#fail("panic")));
  }

  #root = this.attachShadow({ mode: "open", delegatesFocus: true });
  #language = new Language(this);
  /** One of the kinds `detached`, `loading`, `mounted` (with `applyStyles`) and `failed` (with `cause`). */
  #lifecycle = { kind: "detached" };
  /** The handle of the form; set at the first mounting. */
  #form;
  #version = null;
  /** Text that the page wrote, and the ticket of a form that it reset, while no form was mounted. */
  #text = null;
  #resetOf = null;
  #isStale = false;
  /** The pending promises of `submit()`, kept because a module that has trapped cannot settle them. */
  #submits = new Set();

  constructor() {
    super();
    handleKeys(this.#root, () => this.submit());
    fitHeightOnInput(this.#root);
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
      emptyFailed(element.#root);
      element.connectedCallback();
    }
  }

  connectedCallback() {
    connected.add(this);
    upgradeProperties(this);
    watchLanguage(this);
    this.#start();
    this.#followLanguage();
  }

  /** If the element is connected again in the same task, it was moved, and the form stays. */
  disconnectedCallback() {
    queueMicrotask(() => this.isConnected || this.#unmount());
  }

  /** Called if the element is moved into another document, such as that of a pop-up window. */
  adoptedCallback() {
    if (this.ownerDocument.defaultView) this.#lifecycle.applyStyles?.(this.#root);
  }

  attributeChangedCallback() {
    if (!this.#mounted || this.#isStale) return;
    this.#isStale = true;
    // A new ticket does not wait for a new language: the note would belong to the previous ticket.
    queueMicrotask(() => this.#applyAttributes() || this.#followLanguage());
  }

  get value() {
    return this.#text ?? guard(() => this.#form?.value) ?? "";
  }

  set value(text) {
    this.#applyAttributes();
    if (!this.#mounted) this.#text = String(text ?? "");
    else guard(() => (this.#form.value = String(text ?? "")));
  }

  get state() {
    if (this.#lifecycle.kind === "failed") return "failed";
    return guard(() => this.#mounted?.state) ?? "loading";
  }

  get version() {
    return this.#version;
  }

  /** Sends the note, as the button does, or joins the request in flight. Resolves to the outcome. */
  submit() {
    this.#applyAttributes();
    if (!this.#mounted) return Promise.resolve("cancelled");
    return new Promise((resolve) => {
      const settle = (outcome) => {
        this.#submits.delete(settle);
        resolve(outcome);
      };
      this.#submits.add(settle);
      // A module that traps before the request begins has sent nothing.
      guard(() => this.#form.submit(settle), () => settle("cancelled"));
    });
  }

  reset() {
    this.#applyAttributes();
    this.#text = null;
    const isReset = guard(() => this.#form?.reset()) ?? true;
    if (!this.#mounted) this.#resetOf = isReset ? subjectOf(this) : null;
  }

  checkValidity() {
    this.#applyAttributes();
    return guard(() => this.#mounted?.checkValidity()) ?? false;
  }

  focus(options) {
    this.#applyAttributes();
    const target = guard(() => this.#mounted?.focusTarget()) ?? this.#root.querySelector("textarea");
    if (target) target.focus(options);
    else super.focus(options);
  }

  /** The handle, while the form is mounted. */
  get #mounted() {
    return this.#lifecycle.kind === "mounted" ? this.#form : null;
  }

  async #start() {
    const { kind, cause } = this.#lifecycle;
    // Any failure except a panic may be temporary.
    if (kind === "loading" || kind === "mounted" || cause === "panic") return;
    const loading = (this.#lifecycle = { kind: "loading" });
    // The element's own content is visible until the form is ready.
    this.#root.replaceChildren(document.createElement("slot"));
    try {
      const [module] = await Promise.all([load(), this.#language.update()]);
      if (this.#lifecycle === loading) this.#mount(module);
    } catch (error) {
      await this.#language.update();
      const failure = causeOf(error);
      if (failure === "panic") connected.forEach((element) => element.#fail(failure));
      else if (this.#lifecycle === loading) this.#fail(failure);
    }
  }

  #mount({ NoteForm, applyStyles }) {
    applyStyles(this.#root);
    this.#root.replaceChildren();
    this.#form ??= new NoteForm(environment);
    const [text, isReset] = [this.#text, this.#resetOf === subjectOf(this)];
    this.#text = this.#resetOf = null;
    this.#lifecycle = { kind: "mounted", applyStyles };
    this.#form.mount(this, this.#root, this.#settings(), text, isReset, this.#version === null);
    this.#version = this.#form.version;
    this.#followLanguage();
  }

  #unmount() {
    connected.delete(this);
    if (this.#lifecycle.cause === "panic") return;
    const mounted = this.#mounted;
    this.#lifecycle = { kind: "detached" };
    if (!mounted || guard(() => mounted.unmount())) return;
    // Nothing is left to remember: the memory of the module need not wait for the garbage collector.
    guard(() => this.#form?.free());
    this.#form = undefined;
  }

  /** Applies changed attributes before a method call, which applies to the form with these attributes. */
  #applyAttributes() {
    if (this.#isStale) guard(() => this.#mounted?.configure(this.#settings()));
    this.#isStale = false;
  }

  async #followLanguage() {
    if (await this.#language.update()) guard(() => this.#mounted?.configure(this.#settings()));
  }

  #settings() {
    return { ...attributesOf(this), strings: this.#language.strings };
  }

  #fail(cause) {
    if (this.#lifecycle.kind === "failed") return;
    this.#text = this.#root.querySelector("textarea")?.value ?? this.#text;
    this.#lifecycle = { kind: "failed", cause };
    if (cause === "panic") this.#form = forbid();
    // A request that was in flight may have added the note.
    for (const settle of this.#submits) settle("unknown");
    showFailure(this.#root, cause, this.#language.strings);
    for (const [name, detail] of [["note-change", { state: "failed" }], ["note-failed", { cause }]]) {
      this.dispatchEvent(new CustomEvent(name, { bubbles: true, composed: true, detail }));
    }
  }
}

// A second copy of this script leaves the first definition in place.
if (!customElements.get("ticket-note")) customElements.define("ticket-note", TicketNote);
