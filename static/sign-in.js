/** The sign-in of a form, its session, and the tokens of its page (docs/specification.md, section 4.15).
    `embed.js` loads this file only for an element with `sign-in` or `getToken`. */
import { Session, signInAddress } from "./sign-in/session.js";
import { refused } from "./sign-in/token.js";
import { View } from "./sign-in/view.js";
import { SignInWindow } from "./sign-in/window.js";

/** The elements whose session is shared, because they use the same cookie. */
const attached = new Set();

/** What the requests of an element need. */
export class Access {
  #element;
  #session;
  #view;
  #window;
  /** The address whose session is shown. */
  #address = null;
  /** The number of the last question. An earlier answer is ignored. */
  #turn = 0;
  #isRedeeming = false;
  #attachment = new AbortController();

  /** `tell` gets the opaque caller of each response about the session. */
  constructor(element, tell) {
    this.#element = element;
    this.#session = new Session(element, tell);
    this.#window = new SignInWindow(element, {
      redeem: (code, verifier) => this.#redeem(code, verifier),
      ask: () => this.check(),
      fail: (reason) => this.#view.fail(reason),
    });
    this.#view = new View(element, { open: () => this.#open(), signOut: () => this.signOut(true) });
  }

  /** Shows the state of the session in the form, which may have been drawn again. Asks for it the first time. */
  async attach() {
    if (!this.#isOffered) {
      this.detach();
      return this.#view.remove();
    }
    this.#view.attach();
    const { href } = signInAddress(this.#element);
    if (this.#address === href) return;
    this.detach();
    this.#address = href;
    attached.add(this);
    this.#watch();
    await Promise.all([this.#window.prepare(), this.#session.begin()]);
    await this.check();
  }

  detach() {
    attached.delete(this);
    this.#attachment.abort();
    this.#address = null;
    this.#window.end();
  }

  /** Sends a request with the token of the page, or of the session. After a 401 the page is asked for a token
      once more. */
  async send(url, init) {
    if (init.method === "POST") this.#view.clear();
    const first = await this.#sendOnce(url, init);
    let { response } = first;
    if (response.status === 401 && this.#element.getToken) {
      const second = await this.#sendOnce(url, init, first.token);
      response = second.response ?? response;
    }
    if (response.status === 401 || response.type === "opaqueredirect") this.#offer();
    return response;
  }

  /** Asks the proxy who is signed in, and shows the answer. */
  async check() {
    if (this.#isRedeeming) return undefined;
    const turn = ++this.#turn;
    const answer = await this.#session.ask();
    if (!answer || turn !== this.#turn || !this.#isOffered) return answer;
    const isNew = answer.signedIn && this.#window.isWaiting;
    if (isNew) this.#window.end();
    this.#view.show(answer, isNew);
    return answer;
  }

  /** Ends the session of the proxy, if there is one. The focus moves only if the user pressed the button. */
  async signOut(isPressed = false) {
    const isEnded = await this.#session.end();
    if (!isEnded) return this.#view.fail("sign-out");
    this.#view.sayGoodbye(await this.check(), isPressed);
    this.#tellOthers();
  }

  /** Whether the form offers the sign-in. Without a secure context, the browser cannot compute a challenge. */
  get #isOffered() {
    return this.#element.signIn !== null && isSecureContext;
  }

  /** The user may sign in in another tab. */
  #watch() {
    this.#attachment = new AbortController();
    const { signal } = this.#attachment;
    const ask = () => !document.hidden && this.#view.isOffered && this.check();
    addEventListener("focus", ask, { signal });
    document.addEventListener("visibilitychange", ask, { signal });
  }

  /** Sends a request once, unless the page has the `refused` token again. */
  async #sendOnce(url, init, refusedToken) {
    const headers = new Headers(init.headers);
    let token;
    try {
      token = await this.#session.token();
      if (token) headers.set("X-Ticket-Note-Token", token);
    } catch {
      // Without the token that the page promised, nothing is sent.
      return { response: refused() };
    }
    if (token && token === refusedToken) return {};
    return { token, response: await fetch(url, { ...init, headers }) };
  }

  async #offer() {
    if (!this.#isOffered) return;
    await this.#window.prepare();
    // The proxy may be behind a reverse proxy that refuses this request, too.
    const answer = await this.check();
    if (!answer && !this.#isRedeeming) this.#view.show({ signedIn: false }, false);
  }

  /** Runs in the task of the click, or the browser blocks the window. */
  #open() {
    const { url, isOpen } = this.#window.open();
    this.#view.showWindow(url, isOpen);
  }

  async #redeem(code, verifier) {
    if (this.#isRedeeming) return;
    this.#isRedeeming = true;
    this.#turn++;
    const answer = await this.#session.redeem(code, verifier);
    this.#isRedeeming = false;
    if (!answer) return this.#view.fail("redeem");
    this.#window.end();
    this.#view.show(answer, true);
    await this.#window.renew();
    this.#tellOthers();
  }

  #tellOthers() {
    for (const access of attached) if (access !== this) access.check();
  }
}
