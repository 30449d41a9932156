import { request } from "./requests.js";

/** The attempts of an element whose outcome is unknown. The file that asks for their status is loaded only when
    there is one. The bundle step replaces the URL. */
const ATTEMPTS = new URL("./attempts.js", import.meta.url);
const reports = new WeakMap();
const watched = new WeakSet();
let loading;

/** Calls `report` with each result of an element's attempts. */
export function onResult(element, report) {
  reports.set(element, report);
}

/** Asks for the status of these attempts from now on, and of no others. `ids` are separated by spaces. */
export function watch(element, endpoint, ids) {
  // An attempt that a new form knows is from before a reload, or from an element that was removed.
  const isKnown = watched.has(element);
  watched.add(element);
  if (!ids && !loading) return;
  loading ??= import(ATTEMPTS.href);
  loading.then(
    (attempts) => attempts.watch(element, endpoint, ids, pageOf(element), !isKnown),
    () => (loading = undefined),
  );
}

function pageOf(element) {
  return { request: (url, options) => request(element, url, options), report: reports.get(element) };
}
