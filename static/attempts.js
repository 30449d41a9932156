/** Finds out what became of attempts whose outcome is unknown (docs/specification.md, section 2.8). A request
    adds nothing. */
import { Finding } from "./attempts/finding.js";

const WAITS_MS = [2000, 5000, 15_000, 45_000];
/** The end of the requests of each element. */
const ends = new WeakMap();
const findings = new WeakMap();

/** Asks for the status of these attempts of an element from now on, and of no others. `ids` are separated by
    spaces, the attempt of the note in the form first. `page.request` sends a request for the element.
    `page.report` gets the ID of an attempt, and Omnidesk's message if the note was added, or nothing if the proxy
    has no record of it. `isAtOnce` says whether to ask at once, too. */
export function watch(element, endpoint, ids, page, isAtOnce) {
  ends.get(element)?.abort();
  const end = new AbortController();
  ends.set(element, end);
  const { signal } = end;
  const list = ids.split(" ").filter(Boolean);
  const finding = findings.get(element) ?? new Finding(element);
  findings.set(element, finding);
  finding.follow(list);
  const askAll = () => signal.aborted || document.hidden || list.forEach((id) => ask(id, endpoint, signal, page, finding));
  if (list.length === 0) return;
  for (const wait of WAITS_MS) setTimeout(askAll, wait);
  document.addEventListener("visibilitychange", askAll, { signal });
  if (isAtOnce) askAll();
}

async function ask(id, endpoint, signal, { request, report }, finding) {
  try {
    const options = { headers: { Accept: "application/json" }, redirect: "manual", signal };
    const response = await request(new URL(`attempts/${id}`, endpoint), options);
    const body = await response.json();
    const { attempt, status, code, message } = body;
    // A reverse proxy's own response does not name the attempt.
    if (attempt !== id || signal.aborted) return;
    if (response.ok && status === "saved") report(id, String(message ?? ""));
    else if (response.ok && status === "unknown") finding.add(id, body);
    else if (response.status === 404 && code === "not_found") report(id);
  } catch {
    // The next request may get a response.
  }
}
