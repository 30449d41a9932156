/** A client of the messages of Zendesk's apps framework, as its SDK posts them. Each is a JSON text. */

const ZENDESK = /^https:\/\/[a-z0-9-]+\.zendesk\.com$/;
// The version of the SDK whose messages these are.
const VERSION = "2.0.9";

/** Returns a client of the Zendesk page that frames this one, or `null` if another page does. */
export function connect(search = location.search) {
  const query = new URLSearchParams(search);
  const [origin, appGuid] = [query.get("origin"), query.get("app_guid")];
  return ZENDESK.test(origin) && appGuid ? new Client(origin, appGuid) : null;
}

class Client {
  #origin;
  #ids;
  #handlers = new Map();
  #requests = new Map();
  #count = 0;
  /** Resolves to `{metadata, context}` when Zendesk knows the app. Nothing is posted before. */
  #registered;

  constructor(origin, appGuid) {
    this.#origin = origin;
    this.#ids = { appGuid, instanceGuid: appGuid };
    this.#registered = new Promise((resolve) => this.#handlers.set("app.registered", [resolve]));
    addEventListener("message", (event) => this.#receive(event));
    this.#post({ key: "iframe.handshake", message: { version: VERSION } });
    this.on("context.updated", () => {});
  }

  async metadata() {
    return (await this.#registered).metadata;
  }

  get(path) {
    return this.#request("get", [path]);
  }

  invoke(name, ...values) {
    return this.#request("invoke", { [name]: values });
  }

  async on(name, handler) {
    const handlers = [...(this.#handlers.get(name) ?? []), handler];
    this.#handlers.set(name, handlers);
    await this.#registered;
    this.#post({ key: `iframe.on:${name}`, message: { subscriberCount: handlers.length } });
  }

  async #request(request, params) {
    const id = ++this.#count;
    const answer = new Promise((resolve, reject) => this.#requests.set(id, { resolve, reject }));
    await this.#registered;
    this.#post({ id, request, params });
    return answer;
  }

  #post(message) {
    parent.postMessage(JSON.stringify({ ...message, ...this.#ids }), this.#origin);
  }

  #receive({ data, origin, source }) {
    if (origin !== this.#origin || source !== parent) return;
    const { id, key, message, needsReply, error, result } = parsed(data);
    const request = this.#requests.get(id);
    const name = String(key).startsWith("zaf.") ? key.slice(4) : null;
    if (request) {
      this.#requests.delete(id);
      if (error) request.reject(new Error(error.message ?? String(error)));
      else request.resolve(result);
    } else if (needsReply && name) {
      parent.postMessage({ appGuid: this.#ids.appGuid, key: `iframe.reply:${name}` }, this.#origin);
    } else if (name) {
      for (const handle of this.#handlers.get(name) ?? []) handle(message);
    }
  }
}

function parsed(data) {
  try {
    return Object(JSON.parse(data));
  } catch {
    return {};
  }
}
