/** The session of a form at the proxy (docs/specification.md, section 2.9). */
import { send } from "./sending.js";
import { tokenOf } from "./token.js";

const DEFAULT = "/api/ticket-note/sign-in";
const TIMEOUT_MS = 10_000;

/** The sessions that browsers do not keep as cookies: for each address, the bearer and the time of its end on the
    page's clock. They are in memory only. */
const bearers = new Map();
/** The requests for a session that have no response yet, by address. The forms of a page share them. */
const questions = new Map();

/** Returns the address of the sign-in page of an element: a URL on the page's own origin. */
export function signInAddress({ signIn }) {
  // A frame with `srcdoc` has the origin of its page, but no address to resolve against.
  const base = location.origin === self.origin ? location.href : self.origin;
  const url = new URL(signIn || DEFAULT, base);
  return url.origin === self.origin ? url : new URL(DEFAULT, base);
}

export class Session {
  #element;
  #tell;
  #hasBegun = false;

  constructor(element, tell) {
    this.#element = element;
    this.#tell = tell;
  }

  /** Uses the permission for the site's own cookies in a frame, if the page asks for that and the user has
      granted it. A request that is refused would consume the next click. Returns whether it was used now. */
  async begin() {
    if (!this.#element.storageAccess || this.#hasBegun) return false;
    this.#hasBegun = true;
    try {
      const { state } = await navigator.permissions.query({ name: "storage-access" });
      if (state !== "granted" || (await document.hasStorageAccess())) return false;
      await document.requestStorageAccess();
      return true;
    } catch {
      // The browser does not have this permission.
      return false;
    }
  }

  /** Returns the token of the page, else the bearer until it ends. Rejects if the page fails to supply a token
      and the user cannot sign in here. */
  async token() {
    const isOffered = this.#element.signIn !== null;
    const own = await tokenOf(this.#element).catch((error) => {
      if (!isOffered) throw error;
    });
    return own ?? (isOffered ? this.#bearer : undefined);
  }

  /** Returns who is signed in, and for how many ms from now; `signedIn` is `null` if there is no sign-in here.
      `isTwice` means that the request had the identities of two users. Returns nothing if the proxy cannot be
      reached. */
  async ask() {
    let answer = await this.#question();
    if (answer?.status === 401 && bearers.delete(this.#url.href)) answer = await this.#question();
    if (!answer) return undefined;
    const { status, body } = answer;
    if (status === 200 && typeof body.signedIn === "boolean") {
      this.#tell(body.caller);
      return body.canSignIn === false ? { signedIn: null } : { ...body, lasts: lifetimeOf(answer) };
    }
    if (status === 404 && body.code === "not_found") return { signedIn: null };
    if (body.code === "two_identities") return { signedIn: false, isTwice: true };
    // A reverse proxy may redirect to its own sign-in, with status 0.
    return [0, 401, 403].includes(status) ? { signedIn: false } : undefined;
  }

  /** Redeems a code: as a cookie, or as a bearer if the browser does not keep the cookie. Returns who is signed
      in, or nothing. */
  async redeem(code, verifier) {
    bearers.delete(this.#url.href);
    const cookie = await this.#request("POST", { code, verifier, as: "cookie" });
    if (!cookie?.body.signedIn) return undefined;
    questions.clear();
    return (await this.#seen(cookie)) ?? this.#redeemAsBearer(code, verifier);
  }

  /** Ends the session of the proxy. Returns whether the proxy did so. */
  async end() {
    const bearer = this.#bearer;
    const answer = await this.#request("DELETE", undefined, bearer && (async () => bearer));
    if (answer?.status !== 200) return false;
    questions.clear();
    bearers.delete(this.#url.href);
    return true;
  }

  get #url() {
    return new URL("session", signInAddress(this.#element));
  }

  get #bearer() {
    const { token, end } = bearers.get(this.#url.href) ?? {};
    return performance.now() < end ? token : undefined;
  }

  async #redeemAsBearer(code, verifier) {
    const bearer = await this.#request("POST", { code, verifier, as: "bearer" });
    if (typeof bearer?.body.token !== "string") return undefined;
    questions.clear();
    bearers.set(this.#url.href, { token: bearer.body.token, end: performance.now() + lifetimeOf(bearer) });
    const seen = await this.#seen(bearer);
    // A reverse proxy may remove the header, or another identity may come with it.
    if (!seen) bearers.delete(this.#url.href);
    return seen;
  }

  /** Requests the session, or waits for the response to the request of another form. Forms with tokens of their
      own do not share a request, because they may have other users. */
  #question() {
    const { href } = this.#url;
    if (this.#element.getToken) return this.#request("GET");
    if (questions.has(href)) return questions.get(href);
    const question = this.#request("GET");
    questions.set(href, question);
    question.then(() => questions.get(href) === question && questions.delete(href));
    return question;
  }

  /** Returns who is signed in, if that is the user of the redeemed code. */
  async #seen({ body: { caller } }) {
    const answer = await this.ask();
    return answer?.signedIn && answer.caller === caller ? answer : undefined;
  }

  /** Returns the status, the time and the object of the response; nothing if there is none. */
  async #request(method, content, tokenOf = () => this.token()) {
    try {
      const headers = { Accept: "application/json", ...(content && { "Content-Type": "application/json" }) };
      const init = { method, headers, body: content && JSON.stringify(content), redirect: "manual" };
      const response = await send(this.#element, tokenOf, this.#url, init, TIMEOUT_MS);
      const body = Object(await response.json().catch(() => ({})));
      return { status: response.status, time: Date.parse(response.headers.get("Date")), body };
    } catch {
      return undefined;
    }
  }
}

/** Returns the ms until the session of a response ends, by the time of the proxy, because the clock of the user may
    be wrong. */
function lifetimeOf({ time, body }) {
  return Date.parse(body.expiresAt) - (time || Date.now());
}
