/** Removes all drafts of this origin. It works without the module; everything else about drafts is the module's. */
const PREFIX = /^ticket-note:/;

/** A tab writes this key so that the other tabs forget, too: it cannot reach their session storage. */
const FORGET = "ticket-note:forget";

export function removeDrafts() {
  for (const storage of [() => sessionStorage, () => localStorage]) {
    try {
      for (const key of Object.keys(storage())) if (PREFIX.test(key)) storage().removeItem(key);
    } catch {
      // A storage that the browser blocks contains no drafts.
    }
  }
}

export function forgetInOtherTabs() {
  try {
    localStorage.setItem(FORGET, Date.now());
  } catch {
    // Without a local storage, each tab forgets by itself.
  }
}

/** Calls `forget` when another tab has forgotten. */
export function onForgotten(forget) {
  window.addEventListener("storage", ({ key, newValue }) => key === FORGET && newValue && forget());
}
