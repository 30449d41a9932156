/** Sends requests to the proxy with a token, if there is one. */
import { refused } from "./token.js";

/** Sends a request, for at most `timeout` ms if that is given. `tokenOf` returns a promise of the token. After a
    401, a page with `getToken` is asked for a token once more. */
export async function send(element, tokenOf, url, init, timeout) {
  const first = await sendOnce(tokenOf, url, init, timeout);
  if (first.isUnsent || first.response.status !== 401 || !element.getToken) return first.response;
  const second = await sendOnce(tokenOf, url, init, timeout, first.token);
  return second.response ?? first.response;
}

/** Sends a request once, unless the page has the `refusedToken` again. */
async function sendOnce(tokenOf, url, init, timeout, refusedToken) {
  const headers = new Headers(init.headers);
  let token;
  try {
    token = await tokenOf();
    if (token) headers.set("X-Ticket-Note-Token", token);
  } catch {
    // Without the token that the page promised, nothing is sent.
    return { response: refused(), isUnsent: true };
  }
  if (token && token === refusedToken) return {};
  const signal = timeout ? AbortSignal.timeout(timeout) : init.signal;
  return { token, response: await fetch(url, { ...init, headers, signal }) };
}
