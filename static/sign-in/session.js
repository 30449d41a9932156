/** The session of a form at the proxy (docs/specification.md, section 2.9). */
import { tokenOf } from "./token.js";

const DEFAULT = "/api/ticket-note/sign-in";
const TIMEOUT_MS = 10_000;

/** The sessions that browsers do not keep as cookies: for each address, the bearer and the time of its end. They
    are in memory only. */
const bearers = new Map();

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

  constructor(element, tell) {
    this.#element = element;
    this.#tell = tell;
  }

  /** Uses the permission for the site's own cookies in a frame, if the page asks for that and the user has
      granted it. A request that is refused would consume the next click. */
  async begin() {
    if (!this.#element.storageAccess) return;
    try {
      const { state } = await navigator.permissions.query({ name: "storage-access" });
      if (state === "granted" && !(await document.hasStorageAccess())) await document.requestStorageAccess();
    } catch {
      // The browser does not have this permission.
    }
  }

  /** Returns the token of the page, else the bearer until it ends. Rejects if the page fails to supply a token
      and the user cannot sign in here. */
  async token() {
    const isOffered = this.#element.signIn !== null;
    const own = await tokenOf(this.#element).catch((error) => {
      if (!isOffered) throw error;
    });
    const bearer = bearers.get(this.#url.href);
    return own ?? (bearer && Date.now() < bearer.end ? bearer.token : undefined);
  }

  /** Returns who is signed in; `signedIn` is `null` if there is no sign-in here. Returns nothing if the proxy
      cannot be reached. */
  async ask() {
    const answer = await this.#request("GET");
    if (!answer) return undefined;
    const { status, body } = answer;
    if (status === 200 && typeof body.signedIn === "boolean") {
      this.#tell(body.caller);
      return body;
    }
    if (status === 404 && body.code === "not_found") return { signedIn: null };
    // A reverse proxy may redirect to its own sign-in, with status 0.
    return [0, 401, 403].includes(status) ? { signedIn: false } : undefined;
  }

  /** Redeems a code: as a cookie, or as a bearer if the browser does not keep the cookie. Returns who is signed
      in, or nothing. */
  async redeem(code, verifier) {
    bearers.delete(this.#url.href);
    const redeemAs = (as) => this.#request("POST", { code, verifier, as });
    const cookie = await redeemAs("cookie");
    if (!cookie?.body.signedIn) return undefined;
    const seen = await this.ask();
    if (seen?.signedIn && seen.caller === cookie.body.caller) return seen;
    const { body } = (await redeemAs("bearer")) ?? {};
    if (typeof body?.token !== "string") return undefined;
    bearers.set(this.#url.href, { token: body.token, end: Date.parse(body.expiresAt) });
    return this.ask();
  }

  /** Ends the session of the proxy. Returns whether the proxy did so. */
  async end() {
    const answer = await this.#request("DELETE");
    if (answer?.status !== 200) return false;
    bearers.delete(this.#url.href);
    return true;
  }

  get #url() {
    return new URL("session", signInAddress(this.#element));
  }

  /** Returns the status and the object of the response; nothing if there is none. */
  async #request(method, content) {
    try {
      const headers = new Headers({ Accept: "application/json" });
      const token = await this.token();
      if (token) headers.set("X-Ticket-Note-Token", token);
      if (content) headers.set("Content-Type", "application/json");
      const body = content && JSON.stringify(content);
      const signal = AbortSignal.timeout(TIMEOUT_MS);
      const response = await fetch(this.#url, { method, headers, body, redirect: "manual", signal });
      return { status: response.status, body: Object(await response.json().catch(() => ({}))) };
    } catch {
      return undefined;
    }
  }
}
