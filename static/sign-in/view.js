/** What the form shows about the sign-in. It is the last part of the form, outside the parts that Yew renders. */
import { Author } from "./author.js";
import { applyStyles } from "./styles.js";

/** The tones of the sentences, as in the form. The others have none. */
const TONES = {
  sendNow: "good",
  youAre: "good",
  failed: "bad",
  unknownUser: "bad",
  signOutFailed: "bad",
};
const ICONS = {
  good: "M8 1a7 7 0 1 0 0 14A7 7 0 0 0 8 1zm3 4-4 4.2L5 7.2 4 8.3l3 3 5-5.2z",
  bad: "M8 1a7 7 0 1 0 0 14A7 7 0 0 0 8 1zM7 4h2v5H7zm0 6h2v2H7z",
};
/** The states in which the next action is to send the note. In another one, a send could add it twice. */
const NOT_SENT = new Set(["editing", "refused"]);

export class View {
  #element;
  #acts;
  /** The elements: `box`, `offer`, `button`, `address`, `link`, `copy`, `user`, `name`, `out` and `status`. */
  #parts = {};
  /** Who is signed in; `null` until the proxy has answered. */
  #session = null;
  #isOffered = false;
  /** The sentence in the status: the name of a text, and the name of the user in it. */
  #said = [];
  #address = "";
  #author = new Author();

  /** `open` opens the window, and `signOut` ends the session. */
  constructor(element, acts) {
    this.#element = element;
    this.#acts = acts;
  }

  /** Adds the elements to the form, in its language. */
  attach() {
    const form = this.#form;
    if (!form) return;
    applyStyles(this.#element.shadowRoot);
    if (this.#parts.box?.parentNode !== form) this.#create(form);
    this.#render();
  }

  /** Whether the button is shown. */
  get isOffered() {
    return this.#isOffered;
  }

  /** Removes the elements. */
  remove() {
    this.#parts.box?.remove();
    this.#author.remove();
    this.#parts = {};
    this.#session = null;
    this.#isOffered = false;
    this.#said = [];
  }

  /** Shows who is signed in. `isNew` means that the user has just signed in. */
  show(session, isNew) {
    this.#session = session;
    const wasOffered = this.#isOffered;
    this.#isOffered = session.signedIn === false && this.#element.signIn !== null;
    if (session.signedIn) this.#address = "";
    if (isNew) this.#welcome(session);
    this.#render();
    if (this.#isOffered && !wasOffered) this.#dispatch("note-sign-in", {});
  }

  /** Shows that a window has opened, or the address of the sign-in if the browser does not say so. */
  showWindow(url, isOpen) {
    this.#address = isOpen ? "" : url;
    this.#said = [isOpen ? "windowOpen" : "noWindow"];
    this.#render();
    if (!isOpen) this.#dispatch("note-open", { url });
  }

  /** Shows that the sign-in or the sign-out failed. */
  fail(reason) {
    const texts = { unknown_user: "unknownUser", "sign-out": "signOutFailed" };
    this.#said = [texts[reason] ?? "failed"];
    this.#render();
  }

  /** Shows that the session has ended. The user may be signed in by another way, as `answer` says. */
  sayGoodbye(answer, movesFocus) {
    const { button } = this.#parts;
    this.#said = answer?.signedIn ? ["youAre", answer.name] : ["signedOut"];
    this.#render();
    if (!movesFocus) return;
    if (this.#isOffered) button.focus();
    else this.#element.focus();
  }

  /** Removes a sentence about an earlier action. */
  clear() {
    if (this.#said.length === 0) return;
    this.#said = [];
    this.#render();
  }

  /** The next action of the user is to send the note, if there is one that was not sent. */
  #welcome({ name }) {
    const isToSend = this.#element.value.trim() !== "" && NOT_SENT.has(this.#element.state);
    this.#said = [isToSend ? "sendNow" : "youAre", name];
    const send = this.#element.shadowRoot.getElementById("send");
    if (isToSend && send) send.focus();
    else this.#element.focus();
  }

  get #form() {
    return this.#element.shadowRoot.querySelector("form");
  }

  get #texts() {
    // The bundle step inserts the texts.
    const lang = this.#form?.lang;
    return SIGN_IN_TEXTS.find((texts) => texts.lang === lang) ?? SIGN_IN_TEXTS[0];
  }

  #create(form) {
    const box = create("div", { className: "sign-in" });
    const offer = create("div", { className: "offer" });
    const button = create("button", { id: "sign-in", className: "button", type: "button" });
    const address = create("div", { className: "address" });
    const link = create("input", { id: "sign-in-address", className: "control", type: "text", readOnly: true, dir: "ltr" });
    const copy = create("button", { id: "copy-address", className: "link", type: "button" });
    const user = create("p", { className: "hint" });
    const name = create("span", {});
    const out = create("button", { id: "sign-out", className: "link", type: "button" });
    const status = create("p", { id: "sign-in-status", className: "say" });
    status.setAttribute("role", "status");
    link.setAttribute("aria-labelledby", status.id);
    offer.append(button);
    address.append(link, copy);
    user.append(name, " · ", out);
    box.append(user, offer, status, address);
    form.append(box);
    this.#author.attach(form);
    this.#parts = { box, offer, button, address, link, copy, user, name, out, status };
    button.addEventListener("click", () => this.#acts.open());
    out.addEventListener("click", () => this.#acts.signOut());
    copy.addEventListener("click", () => this.#copy());
    link.addEventListener("focus", () => link.select());
    for (const type of ["input", "change"]) box.addEventListener(type, (event) => event.stopPropagation());
  }

  #render() {
    const { offer, button, address, link, copy, user, name, out, box } = this.#parts;
    if (!box) return;
    const texts = this.#texts;
    const { signedIn, way, name: person } = this.#session ?? {};
    this.#author.name = signedIn ? person : null;
    button.textContent = texts.signIn;
    button.ariaLabel = texts.opensWindow;
    copy.textContent = texts.copy;
    out.textContent = texts.signOut;
    link.value = this.#address;
    offer.hidden = !this.#isOffered;
    address.hidden = !this.#isOffered || !this.#address;
    // The proxy can end its own sessions only.
    user.hidden = !signedIn || !["cookie", "bearer"].includes(way);
    write(name, texts.signedIn, person);
    name.title = person ?? "";
    this.#say(texts);
  }

  /** Writes the sentence of the status. Writing an equal one would announce it again. */
  #say(texts) {
    const { status } = this.#parts;
    const [said, about] = this.#said;
    const sentence = said ? texts[said] : "";
    if (status.textContent === sentence.replace("{}", () => about)) return;
    const tone = TONES[said];
    if (tone) status.dataset.tone = tone;
    else delete status.dataset.tone;
    const words = create("span", {});
    write(words, sentence, about);
    status.replaceChildren(...(tone ? [icon(tone)] : []), ...(said ? [words] : []));
  }

  /** Without the permission to write the clipboard, the user copies the selected address. */
  async #copy() {
    const { link } = this.#parts;
    link.focus();
    link.select();
    const isCopied = await navigator.clipboard.writeText(link.value).then(() => true, () => document.execCommand("copy"));
    if (!isCopied) return;
    this.#said = ["copied"];
    this.#render();
  }

  #dispatch(name, detail) {
    this.#element.dispatchEvent(new CustomEvent(name, { bubbles: true, composed: true, detail }));
  }
}

function create(name, properties) {
  return Object.assign(document.createElement(name), properties);
}

/** Creates the icon of a tone. The words beside it say the same. */
function icon(tone) {
  const [svg, path] = ["svg", "path"].map((name) => document.createElementNS("http://www.w3.org/2000/svg", name));
  const attributes = [[svg, { class: "icon", viewBox: "0 0 16 16", "aria-hidden": "true" }], [path, { d: ICONS[tone] }]];
  for (const [element, values] of attributes) {
    for (const [name, value] of Object.entries(values)) element.setAttribute(name, value);
  }
  svg.append(path);
  return svg;
}

/** Writes a sentence with a name of any direction. An equal one is not written. */
function write(element, sentence, name = "") {
  if (element.textContent === sentence.replace("{}", () => name)) return;
  const [before, after] = sentence.split("{}");
  element.replaceChildren(before);
  if (after !== undefined) element.append(create("bdi", { textContent: name }), after);
}
