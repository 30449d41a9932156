/**
 * <ticket-note>: a form for a helpdesk note, as a custom element.
 *
 * The attributes are the truth; properties read and write them. All changes of one task become one
 * update of the form, which is a WebAssembly module that every element of the page shares.
 */

const GLUE = new URL("./ticket-note.js", import.meta.url);
const WASM = new URL("./ticket-note_bg.wasm", import.meta.url);
const STYLES = new URL("./widget.css", import.meta.url);
const WASM_INTEGRITY = "sha384-WASM";

/** The strings of each language but English, whose the form has in itself. */
const STRINGS = new Map([
  ["nl", new URL("./strings-nl.json", import.meta.url)],
  ["de", new URL("./strings-de.json", import.meta.url)],
  ["fr", new URL("./strings-fr.json", import.meta.url)],
  ["es", new URL("./strings-es.json", import.meta.url)],
  ["ar", new URL("./strings-ar.json", import.meta.url)],
]);
const PATIENCE_FOR_STRINGS_MS = 5000;

/** Attributes of the form, each with its property; ids and lengths are numbers as properties. */
const TEXTS = { type: "type", types: "types", endpoint: "endpoint", theme: "theme", drafts: "drafts" };
const NUMBERS = { "ticket-id": "ticketId", "user-id": "userId", "max-length": "maxLength" };
const FLAGS = { "lock-type": "lockType" };
const ATTRIBUTES = [...Object.keys(TEXTS), ...Object.keys(NUMBERS), ...Object.keys(FLAGS), "lang"];
const PROPERTIES = [...Object.values(TEXTS), ...Object.values(NUMBERS), ...Object.values(FLAGS), "value"];

/** What a person reads where the form cannot run, or runs no more; in a list of strings, its place. */
const FAILURES = ["The form for notes cannot run here.", "The form has stopped. Your text is still here: copy it, then reload the page."];
const FAILURES_AT = 2;

/** How a send ends, by the event that says so. */
const OUTCOMES = { "note-saved": "saved", "note-refused": "refused", "note-unknown": "unknown" };
const STOPS = { "invalid-send": "invalid", "cancelled-send": "cancelled" };

/** Every key of a draft, in either storage. */
const DRAFT_KEY = /^ticket-note:/;

/** Why the form cannot run: one of the causes of `note-failed`. */
class Failure extends Error {
  constructor(cause) {
    super(`ticket-note: ${cause}`);
    this.failure = cause;
  }
}

let loading;

/** The module and the style sheet, loaded once for all elements of the page. */
function load() {
  loading ??= start().catch((error) => {
    // What could not be had now may be there for the next element.
    loading = undefined;
    throw error;
  });
  return loading;
}

/** A module that has panicked is not to be used again. */
function forbidLoading() {
  loading = Promise.reject(new Failure("panic"));
  loading.catch(() => {});
}

async function start() {
  if (typeof WebAssembly !== "object") throw new Failure("wasm-unsupported");
  const [form, module, sheet] = await Promise.all([loadGlue(), loadWasm(), loadStyles()]);
  await form.default({ module_or_path: module });
  return { form, sheet };
}

function loadGlue() {
  return import(GLUE.href).catch(() => {
    throw new Failure("wasm-missing");
  });
}

async function loadWasm() {
  const response = await fetch(WASM, { integrity: WASM_INTEGRITY }).catch(() => undefined);
  if (!response?.ok) throw new Failure((await isThere(WASM)) ? "wasm-invalid" : "wasm-missing");
  try {
    return await WebAssembly.compileStreaming(response);
  } catch {
    throw new Failure(mayCompile() ? "wasm-invalid" : "wasm-blocked");
  }
}

/** Whether something comes at all: a file that is not what it should be looks missing to fetch. */
async function isThere(url) {
  const response = await fetch(url).catch(() => undefined);
  return Boolean(response?.ok);
}

/** Whether the page's policy lets any module compile: the smallest one there is. */
function mayCompile() {
  try {
    new WebAssembly.Module(Uint8Array.of(0, 97, 115, 109, 1, 0, 0, 0));
    return true;
  } catch {
    return false;
  }
}

const loadedStrings = new Map();

/** The strings for a language tag: `null` for English, and for a language that is not to be had. */
async function loadStrings(tag) {
  // A region falls back to its language, and a language that is not there to English.
  const language = tag.split(/[-_]/)[0].toLowerCase();
  if (!STRINGS.has(language)) return null;
  if (!loadedStrings.has(language)) loadedStrings.set(language, fetchStrings(STRINGS.get(language)));
  const strings = await loadedStrings.get(language);
  if (!strings) loadedStrings.delete(language);
  return strings;
}

async function fetchStrings(url) {
  try {
    const response = await fetch(url, { signal: AbortSignal.timeout(PATIENCE_FOR_STRINGS_MS) });
    return response.ok ? await response.json() : null;
  } catch {
    return null;
  }
}

/** A form without its styles is plain and works: a missing style sheet is no failure. */
async function loadStyles() {
  const sheet = new CSSStyleSheet();
  const response = await fetch(STYLES).catch(() => undefined);
  if (response?.ok) sheet.replaceSync(await response.text());
  return sheet;
}

/** The elements that are in the page. */
const elements = new Set();

/** Ends every form of the page: the module has trapped. */
let failAll;

/** Who waits for the end of which send. */
class Sends {
  #attempt;
  #undecided = [];
  #underWay = new Map();

  listen(element, root) {
    element.addEventListener("note-submit", ({ detail }) => (this.#attempt = detail.attemptId));
    element.addEventListener("note-change", ({ detail }) => detail.state === "sending" && this.#begin());
    for (const [event, outcome] of Object.entries(OUTCOMES)) {
      element.addEventListener(event, ({ detail }) => this.#end(detail.attemptId, outcome));
    }
    for (const [event, outcome] of Object.entries(STOPS)) {
      root.addEventListener(event, () => this.#settle(this.#undecided.splice(0), outcome));
    }
  }

  /** A promise of the outcome of the send that begins now, or of the one that is under way. */
  outcome(isUnderWay) {
    return new Promise((resolve) => {
      if (isUnderWay) this.#waitingFor(this.#attempt).push(resolve);
      else this.#undecided.push(resolve);
    });
  }

  /** Nothing will be told any more. What was under way may have been added. */
  fail() {
    for (const attempt of [...this.#underWay.keys()]) this.#end(attempt, "unknown");
    this.#settle(this.#undecided.splice(0), "cancelled");
  }

  #begin() {
    this.#waitingFor(this.#attempt).push(...this.#undecided.splice(0));
  }

  #end(attempt, outcome) {
    this.#settle(this.#waitingFor(attempt), outcome);
    this.#underWay.delete(attempt);
  }

  #waitingFor(attempt) {
    if (!this.#underWay.has(attempt)) this.#underWay.set(attempt, []);
    return this.#underWay.get(attempt);
  }

  #settle(waiting, outcome) {
    for (const resolve of waiting) resolve(outcome);
  }
}

class TicketNote extends HTMLElement {
  static observedAttributes = ATTRIBUTES;

  static {
    failAll = () => elements.forEach((element) => element.#fail("panic"));
  }

  #root = this.attachShadow({ mode: "open", delegatesFocus: true });
  #mounted;
  #failure;
  #version = null;
  #text = null;
  #strings = null;
  #isStarting = false;
  #isStale = false;
  #sends = new Sends();

  constructor() {
    super();
    // Keys of typing are the form's own: a page's single-key shortcuts do not fire.
    for (const type of ["keydown", "keypress", "keyup"]) this.#root.addEventListener(type, keepTyping);
    this.addEventListener("note-ready", ({ detail }) => (this.#version = detail.version));
    this.#sends.listen(this, this.#root);
  }

  /** Removes every draft of this origin, and empties the forms of this page: for a page's sign-out. */
  static forgetDrafts() {
    const open = [...elements];
    for (const element of open) element.#stop();
    for (const storage of [() => sessionStorage, () => localStorage]) forgetDraftsIn(storage);
    for (const element of open) {
      element.#text = null;
      element.connectedCallback();
    }
  }

  connectedCallback() {
    elements.add(this);
    for (const name of PROPERTIES) this.#upgrade(name);
    this.#start();
  }

  /** A disconnect that is followed by a connect in the same task is a move, and changes nothing. */
  disconnectedCallback() {
    queueMicrotask(() => this.isConnected || this.#stop());
  }

  attributeChangedCallback() {
    if (!this.#mounted || this.#isStale) return;
    this.#isStale = true;
    queueMicrotask(() => this.#update());
  }

  get value() {
    return this.#area?.value ?? this.#text ?? "";
  }

  set value(text) {
    const area = this.#area;
    if (!area) {
      this.#text = String(text ?? "");
      return;
    }
    area.value = text ?? "";
    area.dispatchEvent(new InputEvent("input", { bubbles: true }));
  }

  get state() {
    return this.#failure ? "failed" : (this.#form?.dataset.state ?? "loading");
  }

  get version() {
    return this.#version;
  }

  /** Sends, as the button does. Of how that ends; a form that sends already is joined. */
  submit() {
    if (!this.#mounted) return Promise.resolve("cancelled");
    const outcome = this.#sends.outcome(this.state === "sending");
    if (this.state !== "sending") this.#form?.requestSubmit();
    return outcome;
  }

  reset() {
    this.#text = null;
    if (this.#mounted) this.#form?.reset();
  }

  checkValidity() {
    return Boolean(this.#mounted?.form.check(this.#mounted.handle));
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

  /** A property that was set before the element was defined hides the accessor: set it anew. */
  #upgrade(name) {
    if (!Object.hasOwn(this, name)) return;
    const value = this[name];
    delete this[name];
    this[name] = value;
  }

  async #start() {
    if (this.#mounted || this.#isStarting || this.#failure) return;
    this.#isStarting = true;
    try {
      const [loaded] = await Promise.all([load(), this.#learn()]);
      await this.#learn();
      this.#mount(loaded);
    } catch (error) {
      await this.#learn();
      this.#fail(error.failure ?? (error instanceof WebAssembly.RuntimeError ? "panic" : "wasm-invalid"));
    } finally {
      this.#isStarting = false;
    }
  }

  #mount({ form, sheet }) {
    if (!this.isConnected) return;
    this.#root.adoptedStyleSheets = [sheet];
    this.#mounted = { form, handle: form.mount(this, this.#root, this.#config(this.#text)) };
    this.#text = null;
  }

  /** Another ticket does not wait until another language has come: the old one would get the note. */
  async #update() {
    this.#isStale = false;
    this.#configure();
    if (await this.#learn()) this.#configure();
  }

  #configure() {
    this.#mounted?.form.update(this.#mounted.handle, this.#config(null));
  }

  /** Gets the strings of the language in force. Whether they are others than before. */
  async #learn() {
    const language = this.#language();
    const strings = await loadStrings(language);
    if (language !== this.#language() || strings === this.#strings) return false;
    this.#strings = strings;
    return true;
  }

  /** The text stays with the element, for when it is put back; with another ticket it is another's. */
  #stop() {
    elements.delete(this);
    if (!this.#mounted) return;
    const { form, handle } = this.#mounted;
    this.#text = this.value || null;
    this.#mounted = undefined;
    form.unmount(handle);
  }

  /** Never an empty box: the element's own content, or after a panic the text that was typed. */
  #fail(cause) {
    if (this.#failure) return;
    this.#failure = cause;
    if (cause === "panic") forbidLoading();
    this.#sends.fail();
    const sentence = document.createElement("p");
    sentence.setAttribute("role", "alert");
    const [cannotRun, hasStopped] = this.#strings?.slice(FAILURES_AT) ?? FAILURES;
    if (this.#area) {
      this.#area.readOnly = true;
      this.#root.prepend(sentence);
      sentence.textContent = `${hasStopped} (${cause})`;
    } else {
      this.#root.replaceChildren(sentence, document.createElement("slot"));
      sentence.textContent = `${cannotRun} (${cause})`;
    }
    this.#mounted = undefined;
    this.#tell("note-change", { state: this.state });
    this.#tell("note-failed", { cause });
  }

  #tell(name, detail) {
    this.dispatchEvent(new CustomEvent(name, { bubbles: true, composed: true, detail }));
  }

  #config(value) {
    const config = { value, strings: this.#strings };
    for (const [name, property] of Object.entries({ ...TEXTS, ...NUMBERS })) config[property] = this.getAttribute(name);
    for (const [name, property] of Object.entries(FLAGS)) config[property] = this.hasAttribute(name);
    return config;
  }

  /** The nearest `lang`, through shadow boundaries, else the browser's. */
  #language() {
    for (let node = this; node; node = node.parentNode ?? node.host) {
      const lang = node.getAttribute?.("lang");
      if (lang) return lang;
    }
    return navigator.language;
  }
}

/** Keys of typing and those that send stay inside; other keys and combinations are the page's. */
function keepTyping(event) {
  const key = event.key ?? "";
  const isCombination = (event.ctrlKey || event.metaKey) && !event.getModifierState("AltGraph");
  const isTyping = key.length === 1 || /^(Backspace|Delete|Arrow\w+|Dead|Process)$/.test(key);
  if (key === "Enter" || (isTyping && !isCombination)) event.stopPropagation();
}

/** A storage that is blocked, as for a third party, has nothing to forget. */
function forgetDraftsIn(storage) {
  try {
    const drafts = Object.keys(storage()).filter((key) => DRAFT_KEY.test(key));
    for (const key of drafts) storage().removeItem(key);
  } catch {}
}

function reflect(entries, get, set) {
  for (const [name, property] of Object.entries(entries)) {
    Object.defineProperty(TicketNote.prototype, property, {
      configurable: true,
      enumerable: true,
      get() {
        return get(this, name);
      },
      set(value) {
        set(this, name, value);
      },
    });
  }
}

function setText(element, name, value) {
  if (value === null || value === undefined) element.removeAttribute(name);
  else element.setAttribute(name, value);
}

function getNumber(element, name) {
  const text = element.getAttribute(name);
  return /^\d+$/.test(text ?? "") ? Number(text) : null;
}

reflect(TEXTS, (element, name) => element.getAttribute(name), setText);
reflect(NUMBERS, getNumber, setText);
reflect(FLAGS, (element, name) => element.hasAttribute(name), (element, name, value) => element.toggleAttribute(name, Boolean(value)));

/** A panic is a trap, wherever in the module it was; the trap of another module is not ours. */
function isOwnTrap(error) {
  if (!(error instanceof WebAssembly.RuntimeError)) return false;
  const stack = error.stack ?? "";
  return !/\.wasm\b/.test(stack) || stack.includes(WASM.pathname.split("/").pop());
}

for (const type of ["error", "unhandledrejection"]) {
  window.addEventListener(type, ({ error, reason }) => isOwnTrap(error ?? reason) && failAll());
}

new MutationObserver(() => {
  for (const element of elements) element.attributeChangedCallback();
}).observe(document, { subtree: true, attributeFilter: ["lang"] });

// A second copy of this script leaves the first definition as it is.
if (!customElements.get("ticket-note")) customElements.define("ticket-note", TicketNote);
