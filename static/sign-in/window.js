/** The window in which the user signs in (docs/specification.md, section 2.10). It posts a code, which only the
    holder of the verifier can redeem. */
import { signInAddress } from "./session.js";

const ENVELOPE = { app: "ticket-note", v: 1 };
const CLOSED_MS = 500;

export class SignInWindow {
  #element;
  #acts;
  #verifier = "";
  #challenge = "";
  #address = "";
  /** The window; `null` if the browser does not say. */
  #opened = null;
  #waiting = null;

  /** `redeem` gets a code and its verifier, and `fail` the reason of a failed sign-in. `closed` is called when the
      window seems to be closed. */
  constructor(element, acts) {
    this.#element = element;
    this.#acts = acts;
  }

  /** Whether the user has begun to sign in. */
  get isWaiting() {
    return this.#waiting !== null;
  }

  /** Computes the challenge. A click cannot wait for it. */
  async prepare() {
    if (!this.#challenge) await this.renew();
  }

  /** Computes the challenge of the next sign-in. */
  async renew() {
    const verifier = base64url(crypto.getRandomValues(new Uint8Array(32)));
    const digest = await crypto.subtle.digest("SHA-256", new TextEncoder().encode(verifier));
    [this.#verifier, this.#challenge] = [verifier, base64url(new Uint8Array(digest))];
  }

  /** Opens the window, or shows it if it is open. Returns its address, and whether the browser says that it is
      open: a page with `Cross-Origin-Opener-Policy` does not know. */
  open() {
    if (this.isWaiting && this.#opened?.closed === false) {
      this.#opened.focus();
      return { url: this.#address, isOpen: true };
    }
    const url = signInAddress(this.#element);
    const { lang } = this.#element.shadowRoot.querySelector("form");
    const query = { challenge: this.#challenge, lang, ticketId: this.#element.ticketId ?? "" };
    for (const [name, value] of Object.entries(query)) url.searchParams.set(name, value);
    this.#address = url.href;
    this.#opened = openWindow(url);
    this.#wait();
    return { url: url.href, isOpen: this.#opened !== null };
  }

  /** Stops waiting for the window. */
  end() {
    this.#waiting?.abort();
    this.#waiting = null;
  }

  /** Waits for the code, even after the window is closed or seems to be, because the user may have signed in. */
  #wait() {
    this.end();
    this.#waiting = new AbortController();
    const { signal } = this.#waiting;
    addEventListener("message", (event) => this.#receive(event), { signal });
    if (!this.#opened) return;
    const timer = setInterval(() => {
      if (!this.#opened.closed) return;
      clearInterval(timer);
      this.#acts.closed();
    }, CLOSED_MS);
    signal.addEventListener("abort", () => clearInterval(timer));
  }

  #receive({ data, origin, source }) {
    if (origin !== self.origin || (this.#opened && source !== this.#opened)) return;
    const { app, v, kind, code, reason } = Object(data);
    if (app !== ENVELOPE.app || v !== ENVELOPE.v) return;
    if (kind === "sign-in-failed") this.#acts.fail(reason);
    if (kind !== "signed-in" || typeof code !== "string") return;
    source?.postMessage({ ...ENVELOPE, kind: "signed-in-ack" }, self.origin);
    this.#acts.redeem(code, this.#verifier);
  }
}

/** Returns the window, or `null` if the browser does not name it. Firefox throws in a sandbox without
    `allow-popups`. */
function openWindow(url) {
  try {
    return window.open(url, "_blank", "popup");
  } catch {
    return null;
  }
}

function base64url(bytes) {
  return btoa(String.fromCharCode(...bytes)).replace(/\+/g, "-").replace(/\//g, "_").replace(/=/g, "");
}
