/** Tokens from the parent page (docs/specification.md, section 5.5). */

const TIMEOUT_MS = 10_000;

/** The requests for tokens. A token is handed to its request only: no attribute, event or log has it. */
export class Tokens {
  #waiting = new Map();
  #count = 0;

  /** Posts a request by `post`. Returns a promise of the token, which rejects if there is none in time. */
  request(post) {
    const id = ++this.#count;
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => this.receive({ id, token: null }), TIMEOUT_MS);
      this.#waiting.set(id, { resolve, reject, timer });
      post("token-wanted", { id });
    });
  }

  /** Settles the request of this ID. `null`: the parent page has no token. */
  receive({ id, token }) {
    const { resolve, reject, timer } = this.#waiting.get(id) ?? {};
    if (!this.#waiting.delete(id)) return;
    clearTimeout(timer);
    if (token === null) reject(new Error("the parent page supplied no token"));
    else resolve(token);
  }
}
