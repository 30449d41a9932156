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

/** The number of requests so far. */
let turns = 0;

/** Returns the number of a request that is about to be sent. */
export function nextTurn() {
  return ++turns;
}

/** Returns whether a form offers the sign-in. Without a secure context, the browser cannot compute a challenge. */
export function isOffered(element) {
  return element.signIn !== null && isSecureContext && signInAddress(element) !== null;
}

/** Returns the address of the sign-in page of an element: a URL on the page's own origin. `null` if the attribute
    is not one. */
export function signInAddress({ signIn }) {
  // A frame with `srcdoc` has the origin of its page, but no address to resolve against.
  const base = location.origin === self.origin ? location.href : self.origin;
  const address = signIn || DEFAULT;
  const url = URL.canParse(address, base) ? new URL(address, base) : null;
  return url?.origin === self.origin ? url : null;
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
    const hasSession = isOffered(this.#element);
    const own = await tokenOf(this.#element).catch((error) => {
      if (!hasSession) throw error;
    });
    return own ?? (hasSession ? this.#bearer : undefined);
  }

  /** Returns who is signed in, with the `digest` of the caller, and for how many ms from now; `signedIn` is `null`
      if there is no sign-in here. `isTwice` means that the request had the identities of two users. Returns
      nothing if the proxy cannot be reached. */
  async ask() {
    const { href } = this.#url;
    const sent = bearers.get(href);
    let answer = await this.#question();
    if (answer?.status === 401 && sent) {
      // Another form may have a new bearer meanwhile.
      if (bearers.get(href) === sent) bearers.delete(href);
      answer = await this.#question();
    }
    if (!answer) return undefined;
    const { status, body } = answer;
    if (status === 200 && typeof body.signedIn === "boolean") {
      return body.canSignIn === false ? { signedIn: null } : this.#stateIn(answer);
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

  /** Returns who is signed in, if that is the user of the redeemed code. Without a response, it is. */
  async #seen(redeemed) {
    const answer = (await this.ask()) ?? this.#stateIn(redeemed);
    return answer.signedIn && answer.caller === redeemed.body.caller ? answer : undefined;
  }

  /** Returns who is signed in by a response, and tells the form the caller. */
  #stateIn(answer) {
    const { body, turn } = answer;
    return { ...body, digest: this.#tell(body.caller, turn), lasts: lifetimeOf(answer) };
  }

  /** Returns the status, the time and the object of the response, and the number of the request; nothing if there
      is no response. */
  async #request(method, content, tokenOf = () => this.token()) {
    const turn = nextTurn();
    try {
      const headers = { Accept: "application/json", ...(content && { "Content-Type": "application/json" }) };
      const init = { method, headers, body: content && JSON.stringify(content), redirect: "manual" };
      const response = await send(this.#element, tokenOf, this.#url, init, TIMEOUT_MS);
      const body = Object(await response.json().catch(() => ({})));
      return { status: response.status, time: Date.parse(response.headers.get("Date")), body, turn };
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
