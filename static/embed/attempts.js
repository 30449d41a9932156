import { request } from "./requests.js";

/** Finds out what became of attempts whose outcome is unknown (docs/specification.md, section 2.8). A request
    adds nothing. */
const WAITS_MS = [2000, 5000, 15_000, 45_000];
const TIMEOUT_MS = 10_000;
/** For each element: the function that gets the result of an attempt, and the end of its current requests. */
const watchers = new WeakMap();

/** Calls `report` with the ID of an attempt, and Omnidesk's message if the note was added, or nothing if the
    proxy has no record of it. */
export function onResult(element, report) {
  watchers.set(element, { report, end: null });
}

/** Asks for the status of these attempts from now on, and of no others. `ids` are separated by spaces. */
export function watch(element, endpoint, ids) {
  const watcher = watchers.get(element);
  if (!watcher) return;
  const isFirst = !watcher.end;
  watcher.end?.abort();
  const { signal } = (watcher.end = new AbortController());
  const list = ids.split(" ").filter(Boolean);
  const askAll = () => signal.aborted || document.hidden || list.forEach((id) => ask(element, id, endpoint, signal, watcher.report));
  if (list.length === 0) return;
  for (const wait of WAITS_MS) setTimeout(askAll, wait);
  document.addEventListener("visibilitychange", askAll, { signal });
  // An attempt that a new form knows is from before a reload, or from an element that was removed.
  if (isFirst) askAll();
}

async function ask(element, id, endpoint, signal, report) {
  try {
    const options = { headers: { Accept: "application/json" }, redirect: "manual", signal: AbortSignal.any([signal, AbortSignal.timeout(TIMEOUT_MS)]) };
    const response = await request(element, new URL(`attempts/${id}`, endpoint), options);
    const { attempt, status, code, message } = await response.json();
    // A reverse proxy's own response does not name the attempt.
    if (attempt !== id || signal.aborted) return;
    if (response.ok && status === "saved") report(id, String(message ?? ""));
    else if (response.status === 404 && code === "not_found") report(id);
  } catch {
    // The next request may get a response.
  }
}
