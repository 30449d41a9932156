import { digestOf } from "./digest.js";

/** Sends the requests of an element to the proxy. An element with `sign-in` or `getToken` loads a file that adds
    a session or a token. No other page does. */
const SIGN_IN = { href: "./sign-in.js" };

/** For each element: what its requests need, once the file is loaded. */
const accesses = new WeakMap();
/** The property of an element that has its listener: a weak map would need more memory for each element. */
const LISTENER = Symbol();

/** Calls `act` with a digest of the opaque caller that a response names (docs/specification.md, section 2.11). */
export function onCaller(element, act) {
  element[LISTENER] = act;
}

/** Returns what the requests of an element need, or nothing. */
export async function accessOf(element) {
  if (accesses.has(element) || (element.signIn ?? element.getToken ?? null) === null) return accesses.get(element);
  const { Access } = await import(SIGN_IN.href).catch(() => {
    // A browser may cache a failed import, so the next request imports from another address.
    SIGN_IN.href += "?";
    return {};
  });
  if (Access && !accesses.has(element)) accesses.set(element, new Access(element, tell.bind(null, element)));
  return accesses.get(element);
}

/** Ends what an element that was removed waits for. */
export function leave(element) {
  accesses.get(element)?.detach();
}

/** Sends a request as `fetch` does. The form knows the caller before it gets the response. `sender` is the digest of
    the caller of the attempt; `NaN` if it is not known. */
export async function request(element, url, init, sender) {
  const access = await accessOf(element);
  if (access) return access.send(url, init, sender);
  // Without the file, a page with `getToken` sends nothing: the note could be another user's.
  if (element.getToken) return new Response(null, { status: 401 });
  const response = await fetch(url, init);
  try {
    tell(element, (await response.clone().json()).caller);
  } catch {
    // The response names no caller.
  }
  return response;
}

/** Tells the form who the caller is. */
function tell(element, caller) {
  if (typeof caller === "string") element[LISTENER]?.(digestOf(caller));
}
