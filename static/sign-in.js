/** The sign-in of a form, its session, and the tokens of its page (docs/specification.md, section 4.15).
    `embed.js` loads this file only for an element with `sign-in` or `getToken`. */
import { digestOf } from "./embed/digest.js";
import { send } from "./sign-in/sending.js";
import { Session, isOffered, nextTurn, signInAddress } from "./sign-in/session.js";
import { View } from "./sign-in/view.js";
import { SignInWindow } from "./sign-in/window.js";

/** After a note, the form requests a session that it has not requested for this time, which renews it. */
const RENEWAL_MS = 5 * 60_000;
/** The form uses a response about the session for at least this time, even if it says that the session has ended. */
const MIN_LIFETIME_MS = 60_000;
/** Browsers call a timer with a longer time at once. */
const MAX_TIMER_MS = 2 ** 31 - 1;

/** An element that was removed waits about ten minutes for its window. */
const WINDOW_MS = 605_000;

/** The elements whose session is shared, because they use the same cookie. */
const attached = new Set();

/** What the requests of an element need. */
export class Access {
  #element;
  #session;
  #view;
  #window;
  /** The address whose session is shown. */
  #address = "";
  /** The number of the last request for the session. Responses to earlier requests are ignored. */
  #turn = 0;
  #askedAt = 0;
  #ending = 0;
  #leaving = 0;
  /** The number of the last request whose caller the form knows. */
  #told = 0;
  #tell;
  /** A promise while a code is redeemed. */
  #redemption = null;
  #attachment = null;

  /** `tell` gets the opaque caller of each response, unless the form knows that of a later request. */
  constructor(element, tell) {
    this.#element = element;
    this.#tell = tell;
    this.#session = new Session(element, (caller, turn) => this.#hear(caller, turn));
    this.#window = new SignInWindow(element, {
      redeem: (code, verifier) => this.#redeem(code, verifier),
      closed: () => this.#closed(),
      fail: (reason) => this.#view.fail(reason),
    });
    this.#view = new View(element, { open: () => this.#open(), signOut: () => this.signOut(true) });
  }

  /** Shows the state of the session in the form, which may have been drawn again. Asks for it the first time. */
  async attach() {
    if (!this.#isOffered) {
      this.detach();
      this.#window.end();
      return this.#view.remove();
    }
    this.#view.attach();
    const isKnown = this.#watch(signInAddress(this.#element).href);
    const [hasBegun] = await Promise.all([this.#session.begin(), this.#window.prepare()]);
    if (!isKnown || hasBegun) await this.check();
  }

  /** Stops watching the session. A window stays open, because the element may return to the page before the user
      has signed in. */
  detach() {
    attached.delete(this);
    this.#attachment?.abort();
    this.#attachment = null;
    clearTimeout(this.#ending);
    if (this.#window.isWaiting) this.#leaving = setTimeout(() => this.#window.end(), WINDOW_MS);
  }

  /** Sends a request of the form, with the token of the page or of the session, and with the user that the form
      shows, because the proxy refuses the note of another user. */
  async send(url, init, sender) {
    if (init.method === "POST") this.#view.clear();
    const refusal = await this.#prepare(sender);
    if (refusal) return refusal;
    const headers = new Headers(init.headers);
    const { signedIn, caller } = this.#view.session ?? {};
    if (this.#isOffered && signedIn && caller) headers.set("Ticket-Note-Caller", caller);
    const turn = nextTurn();
    const response = await send(this.#element, () => this.#session.token(), url, { ...init, headers });
    const body = Object(await response.clone().json().catch(() => null));
    this.#hear(body.caller, turn);
    if (this.#isOffered) this.#follow(response, body.caller);
    return response;
  }

  /** Asks the proxy who is signed in, and shows the result. `isQuiet` means that another form announces it. */
  async check(isQuiet = false) {
    if (this.#redemption) return undefined;
    const turn = ++this.#turn;
    this.#askedAt = performance.now();
    const answer = await this.#session.ask();
    if (turn !== this.#turn || !this.#isOffered || !this.#attachment) return answer;
    if (!answer) {
      this.#askAfter(MIN_LIFETIME_MS);
      return undefined;
    }
    const isNew = answer.signedIn && this.#window.isWaiting && !isQuiet;
    if (answer.signedIn) this.#window.end();
    this.#show(answer, isNew, isQuiet);
    return answer;
  }

  /** Ends the session of the proxy, if there is one. The focus moves only if the user pressed the button. */
  async signOut(isPressed = false) {
    if (!this.#isOffered) return;
    await this.#redemption;
    const isEnded = await this.#session.end();
    if (!isEnded) return this.#view.fail("sign-out");
    // A user who has turned to something else meanwhile keeps the focus there.
    const movesFocus = isPressed && this.#view.isFocusFree;
    const answer = await this.check(true);
    this.#view.sayGoodbye(answer ?? { signedIn: false }, movesFocus);
    this.#tellOthers();
  }

  get #isOffered() {
    return isOffered(this.#element);
  }

  /** Asks at the same time as the other forms of the page. One of them announces the answer, unless this form waits
      for it. */
  #checkForAll() {
    const [first] = [...attached].filter((access) => access.#address === this.#address);
    const isSpeaker = first === this && ![...attached].some((access) => access.#redemption);
    return this.check(!isSpeaker && !this.#window.isWaiting);
  }

  /** Tells the form the caller of a response to the request of this number. Returns the digest. */
  #hear(caller, turn) {
    if (typeof caller !== "string") return undefined;
    if (turn > this.#told) this.#tell(caller);
    this.#told = Math.max(turn, this.#told);
    return digestOf(caller);
  }

  /** Asks who is signed in, if that is not known, or is not the caller of the attempt. Returns a refusal if it is
      another user: the note may have been added for the caller, and the proxy has no record of it for others. */
  async #prepare(sender) {
    if (!this.#isOffered || !this.#attachment) return undefined;
    await this.#redemption;
    const { session } = this.#view;
    const isKnown = sender >= 0;
    if (session && (!isKnown || (session.signedIn && session.digest === sender))) return undefined;
    const answer = await this.check();
    if (!isKnown) return undefined;
    // A reverse proxy may never pass this request on.
    if (!answer && !session) return undefined;
    if (!answer) return Response.json({ code: "unavailable", sent: "no" }, { status: 503 });
    if (!answer.signedIn || answer.digest === sender) return undefined;
    return Response.json({ code: "other_caller", sent: "no" }, { status: 409 });
  }

  /** Watches the session at an address, because this user or another one may sign in from another tab. Returns
      whether it was watched already. */
  #watch(address) {
    if (address !== this.#address) this.#window.end();
    else if (this.#attachment) return true;
    this.detach();
    clearTimeout(this.#leaving);
    this.#address = address;
    attached.add(this);
    this.#attachment = new AbortController();
    const { signal } = this.#attachment;
    const ask = () => !document.hidden && this.#checkForAll();
    addEventListener("focus", ask, { signal });
    document.addEventListener("visibilitychange", ask, { signal });
    return false;
  }

  /** Follows what the response to a note says about the session. */
  async #follow(response, caller) {
    if (response.status === 401 || response.type === "opaqueredirect") return this.#offer();
    const { session } = this.#view;
    if (!session || session.signedIn === null) return;
    const isOther = typeof caller === "string" && caller !== session.caller;
    const isOld = performance.now() - this.#askedAt > RENEWAL_MS;
    if (isOther || isOld || response.status === 403) await this.check();
  }

  async #offer() {
    await this.#window.prepare();
    // The proxy may be behind a reverse proxy that refuses this request, too.
    const answer = await this.check();
    if (!answer && !this.#redemption && this.#attachment) this.#show({ signedIn: false }, false, false);
  }

  /** Shows a response about the session, and requests the session again when it ends. */
  #show(answer, isNew, isQuiet) {
    this.#view.show(answer, isNew, isQuiet && !isNew);
    clearTimeout(this.#ending);
    if (answer.lasts < MAX_TIMER_MS) this.#askAfter(Math.max(answer.lasts, MIN_LIFETIME_MS));
  }

  #askAfter(ms) {
    clearTimeout(this.#ending);
    this.#ending = setTimeout(() => this.#checkForAll(), ms);
  }

  /** Runs in the task of the click, or the browser blocks the window. */
  #open() {
    const { url, isOpen } = this.#window.open();
    this.#view.showWindow(url, isOpen);
  }

  async #closed() {
    await this.check();
    this.#view.hideWindow();
  }

  async #redeem(code, verifier) {
    if (this.#redemption) return;
    this.#turn++;
    this.#redemption = this.#session.redeem(code, verifier).catch(() => undefined);
    const answer = await this.#redemption;
    this.#redemption = null;
    if (!answer) return this.#view.fail("redeem");
    this.#window.end();
    if (this.#attachment) this.#show(answer, true, false);
    await this.#window.renew();
    this.#tellOthers();
  }

  #tellOthers() {
    for (const access of attached) if (access !== this) access.check(true);
  }
}
