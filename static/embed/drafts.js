/** Drafts as they lie in the browser's storages, under keys and in a shape that has a version. */
const ALL = /^ticket-note:/;
const OWN = /^ticket-note:1:/;
const MAX_AGE_MS = 7 * 24 * 3600 * 1000;

/** Under this key a tab tells the others, whose storage it cannot reach, to forget all. */
const FORGET = "ticket-note:forget";

/** What the form keeps, as text. */
export function writeDraft(draft) {
  return JSON.stringify({ ...draft, at: Date.now() });
}

/** What the form kept; nothing, where it is something else, is old, or is dated far ahead. */
export function readDraft(text) {
  try {
    const draft = JSON.parse(text);
    const isRecent = Math.abs(Date.now() - draft.at) < MAX_AGE_MS;
    return isRecent && typeof draft.text === "string" ? draft : undefined;
  } catch {}
}

/** Whether a draft holds the very text of an attempt. */
export function isOf(attemptId, text) {
  const draft = readDraft(text);
  return draft?.attemptId === attemptId && draft.text === draft.triedText;
}

/** Removes every draft that this tab can reach. */
export function removeDrafts() {
  removeFromStorages((key) => ALL.test(key));
}

/** Has the other tabs of this origin forget all, too. The message is removed with the drafts. */
export function tellOtherTabs() {
  try {
    localStorage.setItem(FORGET, Date.now());
  } catch {}
}

/** Acts when another tab has all forgotten. */
export function whenToForget(act) {
  window.addEventListener("storage", ({ key, newValue }) => key === FORGET && newValue && act());
}

/** Removes what has grown old, on tickets that nobody may come back to. */
export function removeOldDrafts() {
  removeFromStorages((key, text) => OWN.test(key) && !readDraft(text));
}

/** Removes what an attempt was made of that was added; the form that sent it may be gone. */
export function removeAddedDrafts(attemptId) {
  removeFromStorages((key, text) => OWN.test(key) && isOf(attemptId, text));
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
