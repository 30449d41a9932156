import { request } from "./requests.js";

/** The attempts of an element whose outcome is unknown. The file that asks for their status is loaded only when
    there is one. The bundle step replaces the name. */
const ATTEMPTS = { href: "./attempts.js" };
/** The property of an element that has its function `report`. The table of a weak map would stay as large as the
    number of removed elements. */
const REPORT = Symbol();
/** Each pause before the file is requested again is longer by this time than the last one. */
const LONGER_MS = 5000;
let loading;
let pause = 0;

/** Calls `report` with each result of an element's attempts. */
export function onResult(element, report) {
  element[REPORT] = report;
}

/** Asks for the status of these attempts from now on, and of no others. `ids` are separated by spaces. */
export function watch(element, endpoint, ids) {
  // An attempt that a new form knows is from before a reload, or from an element that was removed.
  const report = element[REPORT];
  const { isKnown } = report;
  Object.assign(report, { isKnown: true, ids });
  if (!ids && !loading) return;
  loading ??= import(ATTEMPTS.href);
  loading.then(
    (attempts) => attempts.watch(element, endpoint, ids, pageOf(element), !isKnown),
    () => {
      // The browser may be offline. It may cache a failed import. Several elements may have waited for it.
      if (loading) {
        ATTEMPTS.href += "?";
        pause += LONGER_MS;
      }
      loading = undefined;
      report.isKnown = isKnown;
      setTimeout(() => report.ids === ids && watch(element, endpoint, ids), pause);
    },
  );
}

function pageOf(element) {
  return { request: (url, options) => request(element, url, options), report: element[REPORT] };
}
