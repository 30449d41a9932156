/** `<ticket-note>`: a form for a helpdesk note, as a custom element. All attributes that change in one task
    are applied together. The element draws the form at once. The engine then takes over the drawn form. Each
    element has one handle. */
import { forbid, forgetMemory, guard, load, causeOf, onTrap } from "./embed/module.js";
import { ATTRIBUTES, attributesOf, defineProperties, upgradeProperties } from "./embed/attributes.js";
import { DrawnForm, forgetDrawnForms } from "./embed/drawn_form.js";
import { environment } from "./embed/environment.js";
import { showFailure } from "./embed/failure.js";
import { forgetInOtherTabs, isForgotten, removeDrafts } from "./embed/forget.js";
import { firstEmpty, guideFocus } from "./embed/first_empty.js";
import { fitHeight } from "./embed/height.js";
import { Inserting } from "./embed/inserting.js";
import { stringsFor, watchLanguages } from "./embed/language.js";
import { listen } from "./embed/listen.js";
import { watchPresses } from "./embed/press.js";
import { accessOf, leave, onCaller } from "./embed/requests.js";
import { applyDensity, applyStyles } from "./embed/styles.js";
import { Submits } from "./embed/submits.js";
import { afterShown, inTurn } from "./embed/turns.js";
import { onResult } from "./embed/watching.js";

/** If the form is not ready after this time, it says so and offers to reload the page. */
const SLOW_MS = 10_000;
const connected = new Set();
const watchLanguage = watchLanguages(() => connected.forEach((element) => element.attributeChangedCallback()));

class TicketNote extends HTMLElement {
  static observedAttributes = ATTRIBUTES;

  static {
    defineProperties(this.prototype);
    onTrap(() => connected.forEach((element) => element.#fail("panic")));
    document.addEventListener("beforetoggle", () => connected.forEach((element) => guideFocus(element.#root)), true);
    window.addEventListener("pagehide", () => connected.forEach((element) => element.#save()));
    window.addEventListener("pageshow", () => connected.forEach((element) => element.#compare()));
    // The first listener for these events opens the storages. When the script adds it, the forms are
    // visible, and the engine has been requested.
    afterShown().then(() => setTimeout(() => window.addEventListener("storage", (event) => TicketNote.#hear(event))));
  }

  #root = this.attachShadow({ mode: "open", delegatesFocus: true });
  #strings = null;
  /** One of the kinds `detached`, `loading`, `mounted` and `failed` (with `cause`). */
  #lifecycle = { kind: "detached" };
  /** The handle of the form; set while it is mounted, or holds text or a request in flight. */
  #form;
  /** The handle after a trap of the engine. It can usually still save what the user typed. */
  #trapped;
  #wasMounted = false;
  #drawn = new DrawnForm(this, this.#root);
  #isStale = false;
  #submits = new Submits();
  #inserting = new Inserting(this, this.#root);
  /** The control that has the focus. */
  #focused;
  #getToken = null;
  /** The caller that the last response named, as a digest. */
  #caller = null;

  constructor() {
    super();
    const follow = ({ target }) => this.#follow(target);
    const press = (id, clicks) => this.#press(id, clicks);
    const refuse = () => this.#isMounted && guard(() => this.#form.refuseFile());
    listen(this.#root, { follow, press, send: () => this.submit(), clear: () => this.reset(), refuse });
    watchPresses(this.#root);
    this.#root.addEventListener("focusin", ({ target }) => this.#enter(target));
    // If the element is moved, its control gets the focus again before this microtask.
    this.#root.addEventListener("focusout", () => queueMicrotask(() => (this.#focused = this.#root.activeElement)));
    onResult(this, (...result) => guard(() => this.#form?.checked(...result)));
    onCaller(this, (caller) => {
      this.#caller = caller;
      guard(() => this.#form?.seen(caller));
    });
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
    forgetDrawnForms();
    for (const element of elements) {
      element.#submits.forget();
      for (const area of element.#root.querySelectorAll("textarea")) area.value = "";
      element.connectedCallback();
    }
  }

  /** Follows what another window did with the drafts. */
  static #hear(event) {
    if (isForgotten(event)) TicketNote.#forget();
    else connected.forEach((element) => element.#compare(event));
  }

  connectedCallback() {
    connected.add(this);
    upgradeProperties(this);
    watchLanguage(this);
    // The element may have been moved from another document, such as that of a pop-up window.
    applyStyles(this.#root);
    this.#start();
    this.#inserting.find();
    // A move takes the focus from its control. The page may have given it to another one.
    const { activeElement, body } = this.ownerDocument;
    if (activeElement === body) this.#focused?.focus({ preventScroll: true });
  }

  /** If the element is connected again in the same task, it was moved, and the form stays. */
  disconnectedCallback() {
    queueMicrotask(() => this.isConnected || this.#unmount());
  }

  attributeChangedCallback() {
    if (!this.#isActive) return;
    applyDensity(this.#root);
    if (this.#isStale) return;
    this.#isStale = true;
    // A new ticket is applied without waiting for the strings of a new language. Otherwise a note that is sent
    // meanwhile would belong to the previous ticket.
    queueMicrotask(() => {
      this.#applyAttributes();
      this.#followLanguage();
      this.#showSession();
    });
  }

  get value() {
    return this.#drawn.text ?? guard(() => this.#form?.value) ?? "";
  }

  set value(text) {
    this.#applyAttributes();
    const value = String(text ?? "");
    if (this.#isMounted) guard(() => (this.#form.value = value));
    else this.#drawn.write(value);
  }

  get state() {
    const { kind } = this.#lifecycle;
    return kind === "failed" ? kind : ((this.#isMounted && guard(() => this.#form.state)) || "loading");
  }

  get version() {
    return this.#wasMounted ? VERSION : null; // inserted by the bundle step
  }

  get engine() {
    return this.#wasMounted ? environment.engine : null;
  }

  /** Sends the note, as the button does, or joins the request in flight. Resolves to the outcome. If the
      form is not mounted yet, the note is sent once it is. */
  submit() {
    this.#applyAttributes();
    if (this.#inserting.stops()) return Promise.resolve("invalid");
    if (this.#isMounted) return this.#submits.send(this.#form);
    if (!this.#isActive) return Promise.resolve("cancelled");
    if (!this.#submits.isQueued) this.#drawn.showSending();
    return this.#submits.queue(this.value);
  }

  get templates() {
    return this.#inserting.given;
  }

  set templates(templates) {
    this.#inserting.given = templates;
  }

  /** A function of the page that returns a token for a request, or a promise of one. `null` if not set. */
  get getToken() {
    return this.#getToken;
  }

  set getToken(getToken) {
    this.#getToken = typeof getToken === "function" ? getToken : null;
  }

  /** Ends the session that the user started in the sign-in window. */
  async signOut() {
    await (await accessOf(this))?.signOut();
  }

  /** Inserts a text at the caret, as if it were a template. */
  insert(text) {
    return this.#inserting.insert(text);
  }

  reset() {
    this.#applyAttributes();
    if (this.#submits.isQueued) return;
    const isReset = guard(() => this.#form?.reset()) ?? true;
    if (!this.#isMounted) this.#drawn.reset(isReset);
  }

  checkValidity() {
    this.#applyAttributes();
    return this.#isMounted && !this.#inserting.isUnfilled && (guard(() => this.#form.checkValidity()) ?? false);
  }

  focus(options) {
    this.#applyAttributes();
    const first = firstEmpty(this.#root);
    first ? first.focus(options) : super.focus(options);
  }

  get #isMounted() {
    return this.#lifecycle.kind === "mounted";
  }

  /** Whether the element shows a form that is mounted or is about to be. */
  get #isActive() {
    return this.#isMounted || this.#lifecycle.kind === "loading";
  }

  async #start() {
    // Any failure except a panic may be temporary.
    if (this.#isActive) return this.#followLanguage();
    if (this.#lifecycle.cause === "panic") return;
    const loading = (this.#lifecycle = { kind: "loading" });
    this.#drawn.show(guard(() => this.#form?.value) ?? "");
    this.#inserting.attach();
    const slow = setTimeout(() => this.#lifecycle === loading && this.#drawn.showSlowStart(), SLOW_MS);
    try {
      const [NoteForm] = await Promise.all([load(), this.#followLanguage(), afterShown()]);
      clearTimeout(slow);
      inTurn(() => this.#lifecycle === loading && this.#takeOver(NoteForm));
    } catch (error) {
      await this.#followLanguage();
      if (this.#lifecycle === loading) this.#fail(causeOf(error));
    }
  }

  #takeOver(NoteForm) {
    try {
      guard(() => this.#mount(NoteForm));
    } catch (error) {
      this.#fail(causeOf(error));
    }
  }

  #mount(NoteForm) {
    this.#form ??= new NoteForm(environment);
    this.#lifecycle = { kind: "mounted" };
    const { hasText, isTyped, isReset, isMarked } = this.#drawn.handOver();
    this.#form.mount(this, this.#root, this.#settings(), hasText, isReset, !this.#wasMounted && !isTyped);
    this.#wasMounted = true;
    if (this.#caller !== null) this.#form.seen(this.#caller);
    this.#showSession();
    // The parser may have added `<template>` children after the element was connected.
    this.#inserting.find();
    const isRestored = this.#submits.resume(this.#form, (work) => this.#restore(work));
    if (isRestored) this.#form.configure(this.#settings());
    if (isMarked || this.#root.activeElement) this.#form.enter();
    queueMicrotask(() => this.#isMounted && guard(() => this.#begin()));
  }

  /** Dispatches `note-ready`, then sends a note that waits for it. */
  #begin() {
    this.#form.announce();
    if (this.#isMounted) this.#submits.sendQueued(this.#form);
  }

  /** Renders the form when the user enters it at any control except the list (decision 0010). Keeps the control,
      in case the element is moved. */
  #enter(control) {
    this.#focused = control;
    const { localName } = control;
    if (this.#isMounted && localName !== "select") guard(() => this.#form.enter());
  }

  #unmount() {
    connected.delete(this);
    leave(this);
    if (this.#lifecycle.cause === "panic") return;
    const wasMounted = this.#isMounted;
    this.#lifecycle = { kind: "detached" };
    this.#drawn.hide();
    this.#submits.cancelQueued();
    // A handle that holds nothing is freed at once, without waiting for the garbage collector.
    if (wasMounted && guard(() => this.#form.unmount()) === false) this.#form = this.#form.free();
    this.#root.replaceChildren();
    this.#focused = null;
  }

  /** Updates the form after the user changed a control. */
  #follow({ localName }) {
    if (!this.#isMounted) this.#drawn.use();
    else guard(() => (localName === "select" ? this.#form.chosen() : this.#form.typed()));
    fitHeight(this.#root);
  }

  #press(id, clicks) {
    this.#applyAttributes();
    if (this.#isMounted) guard(() => this.#form.press(id, clicks));
    else if (id === "send") this.submit();
  }

  /** Applies changed attributes before a method call, which applies to the form with these attributes. */
  #applyAttributes() {
    if (this.#isStale && this.#isMounted) this.#configure();
    else if (this.#isStale && this.#isActive) this.#redraw();
    this.#isStale = false;
  }

  /** Saves the text, because the page may end. Without one, there is nothing to delay the next page for. */
  #save() {
    this.#drawn.save();
    const form = this.#form ?? this.#trapped;
    if (form && this.#root.querySelector("textarea")?.value) guard(() => form.save());
  }

  /** Applies drafts that another window changed. */
  #compare(event) {
    guard(() => this.#isMounted && this.#form.compare(event));
  }

  /** Restores a text that the user typed before the attributes changed. */
  #restore({ attributes, text, type }) {
    this.#form.configure({ ...this.#settings(), ...attributes });
    this.#form.value = text;
    this.#root.querySelector("select").value = type;
    this.#form.chosen();
  }

  #redraw() {
    const former = this.#drawn.update();
    if (former) this.#submits.setAside(former);
  }

  /** Loads the strings of the current language, and applies them if they changed. */
  async #followLanguage() {
    const strings = await stringsFor(this);
    if (strings === this.#strings) return;
    this.#strings = strings;
    if (this.#isMounted) this.#configure();
    this.#showSession();
    this.#inserting.attach();
  }

  /** Shows the sign-in if the page uses it. The form is ready before that. */
  async #showSession() {
    const access = this.#isMounted && (await accessOf(this));
    if (access && this.#isMounted) access.attach();
  }

  #configure() {
    this.#drawn.updateList();
    guard(() => this.#form.configure(this.#settings()));
    fitHeight(this.#root);
  }

  #settings() {
    return { ...attributesOf(this), strings: this.#strings ?? [] };
  }

  #fail(cause) {
    if (this.#lifecycle.kind === "failed") return;
    this.#lifecycle = { kind: "failed", cause };
    if (cause === "panic") {
      this.#trapped = this.#form;
      this.#drawn.write(this.#root.querySelector("textarea")?.value ?? this.value);
      this.#form = forbid();
    }
    this.#drawn.hide();
    leave(this);
    this.#submits.end();
    showFailure(this, this.#root, cause, this.#strings);
  }
}

// A second copy of this script leaves the first definition in place.
if (!customElements.get("ticket-note")) customElements.define("ticket-note", TicketNote);
