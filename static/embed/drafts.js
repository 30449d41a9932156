/** Drafts as they lie in the browser's storages: the form writes them, and here they end. */

/** Every key of a draft, and those of the shape that is written now. */
const ALL = /^ticket-note:/;
const OWN = /^ticket-note:1:/;
const MAX_AGE_MS = 7 * 24 * 3600 * 1000;

/** Removes every draft of this origin. */
export function removeDrafts() {
  removeFromStorages((key) => ALL.test(key));
}

/** Removes what has grown old, on tickets that nobody may come back to. */
export function removeOldDrafts() {
  removeFromStorages((key, draft) => OWN.test(key) && !isFresh(draft));
}

function isFresh(draft) {
  try {
    return Math.abs(Date.now() - JSON.parse(draft).at) < MAX_AGE_MS;
  } catch {
    return false;
  }
}

/** A storage that is blocked, as for a third party, has nothing to remove. */
function removeFromStorages(isToRemove) {
  for (const storage of [() => sessionStorage, () => localStorage]) {
    try {
      const entries = Object.entries(storage()).filter((entry) => isToRemove(...entry));
      for (const [key] of entries) storage().removeItem(key);
    } catch {}
  }
}
