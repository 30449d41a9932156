/** What the form shows about the sign-in. It is the last part of the form, outside the parts that Yew renders. */
import { Author } from "./author.js";
import { isFree, moveFocus } from "./focus.js";
import { createParts, write, writeStatus } from "./parts.js";
import { applyStyles } from "./styles.js";

/** The tones of the sentences, as in the form. The others have none. */
const TONES = {
  sendNow: "good",
  youAre: "good",
  ended: "bad",
  twoUsers: "bad",
  failed: "bad",
  unknownUser: "bad",
  signOutFailed: "bad",
};
/** The states in which the next action is to send the note. In another one, a send could add it twice. */
const NOT_SENT = new Set(["editing", "refused"]);

export class View {
  #element;
  #acts;
  /** The elements of `createParts`. */
  #parts = {};
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

  /** Who is signed in, as `Session.ask` returns it; `null` until the proxy has responded. */
  get session() {
    return this.#session;
  }

  /** Whether the focus of the page is on the sign-in or on nothing. */
  get isFocusFree() {
    return isFree(this.#element, this.#parts.box);
  }

  /** Adds the elements to the form, in its language. */
  attach() {
    const form = this.#form;
    if (!form) return;
    applyStyles(this.#element.shadowRoot);
    if (this.#parts.box?.parentNode !== form) this.#create(form);
    this.#render();
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

  /** Shows who is signed in. `isNew` means that the user has just signed in here. A change is announced, unless
      `isQuiet`. */
  show(session, isNew, isQuiet) {
    const former = this.#session;
    this.#session = session;
    if (session.signedIn) this.#address = "";
    const isOther = session.signedIn !== former?.signedIn || session.caller !== former?.caller;
    if (isNew || isOther || session.isTwice) this.#said = isQuiet ? [] : this.#changeSince(former, isNew);
    this.#renderOffer(isNew);
    if (isNew) this.#goOn();
  }

  /** Shows that a window has opened, or the address of the sign-in if the browser does not say so. */
  showWindow(url, isOpen) {
    this.#address = isOpen ? "" : url;
    this.#said = [isOpen ? "windowOpen" : "noWindow"];
    this.#render();
    if (!isOpen) this.#dispatch("note-open", { url });
  }

  /** Removes the sentence about the window, which seems to be closed. */
  hideWindow() {
    if (this.#said[0] === "windowOpen") this.clear();
  }

  /** Shows that the sign-in or the sign-out failed. */
  fail(reason) {
    const texts = { unknown_user: "unknownUser", "sign-out": "signOutFailed" };
    this.#said = [texts[reason] ?? "failed"];
    this.#render();
  }

  /** Shows that the session has ended. The user may be signed in by another way, as `session` says. */
  sayGoodbye(session, movesFocus) {
    this.#session = session;
    this.#said = session.signedIn ? ["youAre", session.name] : ["signedOut"];
    this.#renderOffer(movesFocus);
    if (movesFocus) (this.#isOffered ? this.#parts.button : this.#element).focus();
  }

  /** Removes a sentence about an earlier action. */
  clear() {
    if (this.#said.length === 0) return;
    this.#said = [];
    this.#render();
  }

  /** Returns the sentence about a change of the session: the name of its text, and the name of the user. */
  #changeSince(former, isNew) {
    const { signedIn, isTwice, name } = this.#session;
    if (isTwice) return ["twoUsers"];
    if (!signedIn) return former?.signedIn ? ["ended"] : [];
    // If the user was signed in when the form opened, the form shows this without an announcement.
    if (!former && !isNew) return [];
    return [this.#isToSend ? "sendNow" : "youAre", name];
  }

  /** Whether the next action is to send the note. */
  get #isToSend() {
    return this.#element.value.trim() !== "" && NOT_SENT.has(this.#element.state);
  }

  /** Moves the focus to the next action. */
  #goOn() {
    moveFocus(this.#element, this.#parts.box, () => {
      const send = this.#isToSend && this.#element.shadowRoot.getElementById("send");
      (send || this.#element).focus();
    });
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
    this.#parts = createParts();
    const { box, button, out, copy, link } = this.#parts;
    form.append(box);
    this.#author.attach(form);
    button.addEventListener("click", () => this.#acts.open());
    out.addEventListener("click", () => {
      // The same sentence is announced again.
      this.clear();
      this.#acts.signOut();
    });
    copy.addEventListener("click", () => this.#copy());
    link.addEventListener("focus", () => link.select());
    link.addEventListener("keydown", (event) => {
      if (event.key !== "Enter") return;
      // The browser would submit the form.
      event.preventDefault();
      event.stopPropagation();
      this.#copy();
    });
    for (const type of ["input", "change"]) box.addEventListener(type, (event) => event.stopPropagation());
  }

  /** Renders the button if the user can sign in, and dispatches `note-sign-in`. If a button that has the focus
      disappears, the form gets the focus, unless the caller moves it. */
  #renderOffer(movesFocus) {
    const wasOffered = this.#isOffered;
    const { signedIn, isTwice } = this.#session;
    this.#isOffered = signedIn === false && !isTwice && this.#element.signIn !== null;
    const focused = this.#element.shadowRoot.activeElement;
    this.#render();
    if (!movesFocus && focused?.closest(".sign-in [hidden]")) this.#element.focus();
    if (this.#isOffered && !wasOffered) this.#dispatch("note-sign-in", {});
  }

  #render() {
    const { offer, button, address, link, copy, user, name, dot, out, box, status } = this.#parts;
    if (!box) return;
    const texts = this.#texts;
    const { signedIn, isTwice, way, name: person } = this.#session ?? {};
    this.#author.name = signedIn ? person : null;
    button.textContent = texts.signIn;
    button.ariaLabel = texts.opensWindow;
    copy.textContent = texts.copy;
    out.textContent = texts.signOut;
    link.value = this.#address;
    link.ariaLabel = texts.address;
    offer.hidden = !this.#isOffered;
    address.hidden = !this.#isOffered || !this.#address;
    name.hidden = dot.hidden = !signedIn;
    // The proxy can end its own sessions only.
    user.hidden = !isTwice && !(signedIn && ["cookie", "bearer"].includes(way));
    write(name, texts.signedIn, person);
    name.title = person ?? "";
    const [said, about] = this.#said;
    writeStatus(status, said ? texts[said] : "", about, TONES[said]);
  }

  /** Without the permission to write the clipboard, the user copies the selected address. */
  async #copy() {
    const { link } = this.#parts;
    this.clear();
    link.focus();
    link.select();
    const isCopied = await navigator.clipboard.writeText(link.value).then(() => true, () => document.execCommand("copy"));
    this.#said = [isCopied ? "copied" : "notCopied"];
    this.#render();
  }

  #dispatch(name, detail) {
    this.#element.dispatchEvent(new CustomEvent(name, { bubbles: true, composed: true, detail }));
  }
}
