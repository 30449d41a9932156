/** Removes all drafts of this origin. It works without the engine, which does everything else with drafts. */
import { environment } from "./environment.js";

/** The prefix of drafts, and of the types that authors used last. */
const PREFIX = "ticket-note";

/** A tab writes this key so that the other tabs forget, too: it cannot reach their session storage. */
const FORGET = "ticket-note:forget";

export function removeDrafts() {
  for (const drafts of ["tab", "device"]) {
    for (const key of environment.keys(drafts) ?? []) if (key.startsWith(PREFIX)) environment.remove(drafts, key);
  }
}

export function forgetInOtherTabs() {
  environment.set("device", FORGET, Date.now());
}

/** Returns whether a storage event says that another tab has forgotten. */
export function isForgotten({ key, newValue }) {
  return key === FORGET && newValue;
}
